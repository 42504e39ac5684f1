//! Signed-in page views: what the processor does for one.

use std::time::Duration;

use futures::future::join_all;
use tokio::time::Instant;

use crate::Fallible;
use crate::machines::{ATTEMPTS_WITHOUT_END, Machines, Plan, StoreKind};
use crate::visitor::{Sight, Visitor};

const AT_A_TIME: usize = 8;
const ROUND: Duration = Duration::from_secs(5);
/// Clock ticks of `/proc`: Linux reports a hundred a second on every machine.
const TICKS_PER_SECOND: f64 = 100.0;

/// What one core can do.
pub(super) struct Views {
    /// Page views for each second of processor time that the application used.
    pub per_core: f64,
    /// Calls to the pool meanwhile.
    pub calls: usize,
}

/// Looks at the profile page as often as possible, past the proxy.
pub(super) async fn measure(store: StoreKind) -> Fallible<Views> {
    let plan = Plan {
        apps: 1,
        store,
        rotates: false,
        attempts_scale: ATTEMPTS_WITHOUT_END,
        is_kept: false,
    };
    let machines = Machines::start(plan).await?;
    let mut person = machines.add_person("ada", "Gardener").await?;
    person.sign_in().await?;
    // From now on the profile is known.
    person.look_at("/profile").await;
    let (url, id) = {
        let app = machines.app(0)?.lock().await;
        (app.url(), app.id().ok_or("the application does not run")?)
    };
    let mut tabs = person.at_process(&url)?.tabs(AT_A_TIME)?;
    let calls = machines.pool.requests().await?.len();
    let before = processor_time(id)?;
    let until = Instant::now() + ROUND;
    let views: u32 = join_all(tabs.iter_mut().map(|tab| look_until(tab, until)))
        .await
        .into_iter()
        .sum::<Fallible<u32>>()?;
    Ok(Views {
        per_core: f64::from(views) / (processor_time(id)? - before),
        calls: machines.pool.requests().await?.len() - calls,
    })
}

async fn look_until(tab: &mut Visitor, until: Instant) -> Fallible<u32> {
    let mut views = 0;
    while Instant::now() < until {
        let (sight, page) = tab.look_at("/profile").await;
        if sight != Sight::Page {
            return Err(format!("no page but {page:?}").into());
        }
        views += 1;
    }
    Ok(views)
}

/// In seconds, of all threads.
fn processor_time(id: u32) -> Fallible<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat"))?;
    // After the name in brackets: state is the first field, user and system time the 12th and 13th.
    let (_, fields) = stat.rsplit_once(") ").ok_or("no such process")?;
    let ticks: Fallible<Vec<f64>> = (fields.split(' ').skip(11).take(2))
        .map(|field| Ok(field.parse()?))
        .collect();
    Ok(ticks?.iter().sum::<f64>() / TICKS_PER_SECOND)
}
