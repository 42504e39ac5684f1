//! How far our clock is from the pool's.

use std::time::{Duration, SystemTime};

use clock::Timestamp;
use reqwest::Method;
use reqwest::header::DATE;

use crate::{Cognito, Error};

/// The difference of two clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Skew {
    /// Ours is ahead by so much.
    Ahead(Duration),
    /// Ours is behind by so much.
    Behind(Duration),
}

impl Skew {
    /// How much it is, either way.
    #[must_use]
    pub fn size(self) -> Duration {
        match self {
            Self::Ahead(size) | Self::Behind(size) => size,
        }
    }

    fn between(ours: Timestamp, theirs: Timestamp) -> Self {
        if ours >= theirs {
            Self::Ahead(ours.saturating_since(theirs))
        } else {
            Self::Behind(theirs.saturating_since(ours))
        }
    }
}

impl Cognito {
    /// Compares our clock with the `Date` of an answer of the pool (RFC 9110 section 6.6.1), which counts in whole
    /// seconds. `None` when the answer has none that can be read.
    pub async fn clock_skew(&self) -> Result<Option<Skew>, Error> {
        let address = self.config().pool_url("/.well-known/openid-configuration");
        let headers = self
            .shared
            .http
            .headers("discovery", self.request(Method::GET, address))
            .await?;
        let date = headers.get(DATE).and_then(|date| date.to_str().ok());
        let theirs = date.and_then(|date| httpdate::parse_http_date(date).ok());
        Ok(theirs.map(|theirs| Skew::between(self.shared.clock.now(), timestamp(theirs))))
    }
}

fn timestamp(time: SystemTime) -> Timestamp {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    Timestamp::from_unix_seconds(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_skew_has_a_direction() {
        let at = Timestamp::from_unix_seconds;
        assert_eq!(
            Skew::between(at(110), at(100)),
            Skew::Ahead(Duration::from_secs(10))
        );
        assert_eq!(
            Skew::between(at(100), at(110)),
            Skew::Behind(Duration::from_secs(10))
        );
        assert_eq!(Skew::between(at(100), at(100)).size(), Duration::ZERO);
    }

    #[test]
    fn a_date_is_read_as_http_writes_it() {
        let date = httpdate::parse_http_date("Tue, 24 Nov 2026 20:33:40 GMT").unwrap();
        assert_eq!(timestamp(date), Timestamp::from_unix_seconds(1_795_552_420));
    }
}
