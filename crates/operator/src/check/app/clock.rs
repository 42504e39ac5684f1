//! Whether the app's clock and the pool's agree, by the `Date` of their answers (RFC 9110 section 6.6.1).

use std::time::SystemTime;

use super::asking::Answer;
use super::{APP, Finding};

/// As at the start of the server: `server/src/checks.rs`.
const NOTABLE: f64 = 5.0;
/// `Date` counts whole seconds.
const PRECISION: f64 = 1.0;

pub fn compare(app: &Answer, pool: &Answer) -> Option<Finding> {
    let (ours, theirs) = (date(app)?, date(pool)?);
    // The answers need not have come in the same moment.
    let between = if app.at >= pool.at {
        (app.at - pool.at).as_secs_f64()
    } else {
        -(pool.at - app.at).as_secs_f64()
    };
    let ahead = ours - theirs - between;
    (ahead.abs() > NOTABLE + PRECISION).then(|| {
        let side = if ahead > 0.0 { "ahead of" } else { "behind" };
        Finding::warning(
            "app-clock",
            APP,
            format!("its clock is {:.0} s {side} the pool's", ahead.abs()),
            "let chrony or systemd-timesyncd set the clock of its machine, and of the proxy if that writes Date".to_owned(),
        )
    })
}

fn date(answer: &Answer) -> Option<f64> {
    let time = httpdate::parse_http_date(answer.header("date")?).ok()?;
    let since = time.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(since.as_secs_f64())
}
