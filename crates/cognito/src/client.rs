//! The client itself: what all calls share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use reqwest::{IntoUrl, Method, RequestBuilder};

use crate::cached::Cached;
use crate::client_secrets::ClientSecrets;
use crate::http::Http;
use crate::keys::KeySet;
use crate::{Config, Error, Metadata};

/// How long the pool's description and its keys are used without asking again.
const LIFE: Duration = Duration::from_hours(1);

/// The shortest time between two downloads of the keys, whatever key ids tokens name.
const KEYS_COOL_DOWN: Duration = Duration::from_secs(10);

/// A client of one user pool and one app client. Cheap to clone; clones share connections and caches.
#[derive(Clone)]
pub struct Cognito {
    pub(crate) shared: Arc<Shared>,
}

pub(crate) struct Shared {
    pub config: Config,
    pub clock: Clock,
    pub http: Http,
    pub metadata: Cached<Metadata>,
    pub keys: Cached<KeySet>,
    pub secrets: ClientSecrets,
}

impl Cognito {
    /// Makes a client. Nothing is called yet.
    pub fn new(config: Config, clock: Clock) -> Result<Self, Error> {
        config.check()?;
        let http = Http::new(&config)?;
        let metadata = Cached::new("pool's description", clock.clone(), LIFE, Duration::ZERO);
        let keys = Cached::new("pool's keys", clock.clone(), LIFE, KEYS_COOL_DOWN);
        let secrets = std::iter::once(config.client_secret.clone()).chain(config.other_secret.clone());
        Ok(Self {
            shared: Arc::new(Shared {
                secrets: ClientSecrets::new(secrets.collect()),
                config,
                clock,
                http,
                metadata,
                keys,
            }),
        })
    }

    /// The configuration it was made with.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.shared.config
    }

    pub(crate) fn request(&self, method: Method, url: impl IntoUrl) -> RequestBuilder {
        self.shared.http.request(method, url)
    }
}

impl fmt::Debug for Cognito {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cognito")
            .field("config", self.config())
            .finish_non_exhaustive()
    }
}
