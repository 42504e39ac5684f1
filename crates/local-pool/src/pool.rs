//! The running pool: asked, told, stopped.

use std::sync::Arc;

use clock::ManualClock;
use url::Url;

use crate::builder::Builder;
use crate::journal::{Message, RecordedRequest};
use crate::misbehave::{Misbehaviour, Times};
use crate::seed::Seed;
use crate::serve::Threads;
use crate::service::Service;
use crate::state::ServiceState;

/// Names of the first pool and its first client.
#[derive(Debug, Default)]
pub(crate) struct First {
    pool_id: String,
    client_id: String,
    client_secret: String,
}

impl First {
    /// By the seed's order; a data file that knows nothing of the seed's first pool has its own.
    pub fn of(state: &ServiceState, seed: &Seed) -> Self {
        let seeded = seed
            .pools
            .first()
            .filter(|pool| state.pools.get(&pool.id).is_some());
        let any = state.pools.values().map(|pool| pool.id.clone()).min();
        let Some(pool_id) = seeded.map(|pool| pool.id.clone()).or(any) else {
            return Self::default();
        };
        let clients = seeded
            .iter()
            .flat_map(|pool| &pool.clients)
            .filter_map(|client| state.clients.get(&client.id));
        let of_pool = state.clients.values().filter(|client| client.pool == pool_id);
        let client = clients
            .into_iter()
            .next()
            .or_else(|| of_pool.min_by(|a, b| a.id.cmp(&b.id)));
        Self {
            client_id: client.map(|client| client.id.clone()).unwrap_or_default(),
            client_secret: client
                .and_then(|client| client.secrets.first().map(str::to_owned))
                .unwrap_or_default(),
            pool_id,
        }
    }
}

/// A pool that answers on loopback until it is dropped.
pub struct LocalPool {
    service: Arc<Service>,
    threads: Threads,
    url: Url,
    first: First,
}

impl LocalPool {
    /// A pool with the demo seed on a random port, unless told otherwise.
    pub fn builder() -> Builder {
        Builder::new()
    }

    pub(crate) fn new(service: Arc<Service>, threads: Threads, url: Url, first: First) -> Self {
        Self {
            service,
            threads,
            url,
            first,
        }
    }

    /// Where everything is: pages, OAuth endpoints, discovery, JSON API. Such as `http://localhost:41234/`.
    #[must_use]
    pub fn url(&self) -> Url {
        self.url.clone()
    }

    /// `iss` of the first pool's tokens, such as `http://localhost:41234/eu-west-1_local0001`.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.service.issuer(&self.first.pool_id)
    }

    /// Id of the first pool of the seed.
    #[must_use]
    pub fn pool_id(&self) -> &str {
        &self.first.pool_id
    }

    /// Id of the first client of the first pool; empty if it has none.
    #[must_use]
    pub fn client_id(&self) -> &str {
        &self.first.client_id
    }

    /// Secret of that client; empty if it has none.
    #[must_use]
    pub fn client_secret(&self) -> &str {
        &self.first.client_secret
    }

    /// The pool's clock.
    #[must_use]
    pub fn clock(&self) -> &ManualClock {
        &self.service.clock
    }

    /// Mails and text messages, oldest first; the last 10,000.
    #[must_use]
    pub fn outbox(&self) -> Vec<Message> {
        self.service.outbox.all()
    }

    /// Answered requests, oldest first; the last 10,000 or [as many as were asked for](Builder::requests_kept).
    #[must_use]
    pub fn requests(&self) -> Vec<RecordedRequest> {
        self.service.requests.all()
    }

    /// Every token issued, oldest first; the last 10,000.
    #[must_use]
    pub fn issued_tokens(&self) -> Vec<String> {
        self.service.issued.all()
    }

    /// Misbehaves from now on.
    pub fn misbehave(&self, which: Misbehaviour, times: Times) {
        self.service.switches.set(which, times);
    }

    /// Stops misbehaving.
    pub fn behave(&self) {
        self.service.switches.clear();
    }

    /// Waits for the data file, if there is one, then stops answering, frees the port and cuts all connections.
    /// Dropping the pool does the last, and soon after frees the port.
    pub async fn shutdown(mut self) {
        self.threads.stop_listening().await;
        self.service.persist().await;
        drop(self.threads);
    }
}

impl std::fmt::Debug for LocalPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalPool")
            .field("url", &self.url.as_str())
            .finish_non_exhaustive()
    }
}
