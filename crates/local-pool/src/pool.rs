//! The running pool: built, asked, stopped.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use axum::Router;
use tokio::runtime::{Builder as RuntimeBuilder, Runtime};
use url::Url;

use crate::clock::Clock;
use crate::hangup::{CuttableListener, Hangup};
use crate::journal::{Message, RecordedRequest};
use crate::keys::Keys;
use crate::misbehave::{Misbehaviour, Times};
use crate::router::router;
use crate::seed::{Seed, SeedProblems, install};
use crate::service::Service;
use crate::state::State;

/// Why the pool did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The seed cannot be used.
    #[error(transparent)]
    Seed(#[from] SeedProblems),
    /// The port is taken, or the system allows no listening.
    #[error("cannot listen on 127.0.0.1 port {port}")]
    Listen {
        /// As asked for.
        port: u16,
        /// What the system says.
        source: io::Error,
    },
    /// No threads to run on.
    #[error("cannot start the runtime")]
    Runtime(#[source] io::Error),
}

/// Settings of a pool that is about to start.
#[derive(Clone, Debug)]
#[must_use]
pub struct Builder {
    seed: Seed,
    port: u16,
    clock: Clock,
    test_controls: bool,
    threads: usize,
}

impl Builder {
    /// Pools, clients and people to begin with. Left out: [`Seed::demo`].
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// The port on 127.0.0.1 (and `[::1]` where possible). 0, as it is if left out: any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The clock. Left out: the system's.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// Whether to serve `/_clock`, `/_misbehave`, `/_requests.json` and `/_issued_tokens.json`. Left out: no.
    pub fn test_controls(mut self, on: bool) -> Self {
        self.test_controls = on;
        self
    }

    /// How many threads answer requests. Left out: two.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads.max(1);
        self
    }

    /// Starts the pool on threads of its own. It answers from the moment this returns.
    pub async fn start(self) -> Result<LocalPool, StartError> {
        std::future::ready(self.start_now()).await
    }

    fn start_now(self) -> Result<LocalPool, StartError> {
        self.seed.check()?;
        let (port, listeners) = listen(self.port).map_err(|source| StartError::Listen {
            port: self.port,
            source,
        })?;
        let origin = format!("http://localhost:{port}");
        let mut state = State::default();
        install(&self.seed, &mut state, self.clock.now());
        let service = Arc::new(Service::new(
            origin.clone(),
            self.clock,
            state,
            self.test_controls,
        ));
        let runtime = RuntimeBuilder::new_multi_thread()
            .worker_threads(self.threads)
            .thread_name("local-pool")
            .enable_all()
            .build()
            .map_err(StartError::Runtime)?;
        let app = router(&service);
        for listener in listeners {
            serve(&runtime, listener, app.clone()).map_err(StartError::Runtime)?;
        }
        for pool in &self.seed.pools {
            let (service, id) = (Arc::clone(&service), pool.id.clone());
            runtime.spawn_blocking(move || service.with_keys(&id, |_: &Keys| ()));
        }
        tracing::warn!(%origin, "local pool started: not Amazon Cognito, for development only");
        let url = Url::parse(&origin).expect("an origin is a URL");
        Ok(LocalPool {
            service,
            runtime: Some(runtime),
            url,
            first: First::of(&self.seed),
        })
    }
}

/// Binds 127.0.0.1, and `[::1]` with the same port where the system has it: `localhost` may be either.
fn listen(port: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = listener.local_addr()?.port();
    let mut listeners = vec![listener];
    listeners.extend(TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).ok());
    for listener in &listeners {
        listener.set_nonblocking(true)?;
    }
    Ok((port, listeners))
}

fn serve(runtime: &Runtime, listener: TcpListener, app: Router) -> io::Result<()> {
    let _inside = runtime.enter();
    let listener = CuttableListener(tokio::net::TcpListener::from_std(listener)?);
    let app = app.into_make_service_with_connect_info::<Hangup>();
    runtime.spawn(async move {
        if let Err(error) = axum::serve(listener, app).await {
            tracing::error!(%error, "the local pool stopped listening");
        }
    });
    Ok(())
}

/// Names of the first pool and its first client.
#[derive(Debug, Default)]
struct First {
    pool_id: String,
    client_id: String,
    client_secret: String,
}

impl First {
    fn of(seed: &Seed) -> Self {
        let Some(pool) = seed.pools.first() else {
            return Self::default();
        };
        let client = pool.clients.first();
        Self {
            pool_id: pool.id.clone(),
            client_id: client.map(|client| client.id.clone()).unwrap_or_default(),
            client_secret: client
                .and_then(|client| client.secret.clone())
                .unwrap_or_default(),
        }
    }
}

/// A pool that answers on loopback until it is dropped.
pub struct LocalPool {
    service: Arc<Service>,
    runtime: Option<Runtime>,
    url: Url,
    first: First,
}

impl LocalPool {
    /// A pool with the demo seed on a random port, unless told otherwise.
    pub fn builder() -> Builder {
        Builder {
            seed: Seed::demo(),
            port: 0,
            clock: Clock::system(),
            test_controls: false,
            threads: 2,
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
    pub fn clock(&self) -> &Clock {
        &self.service.clock
    }

    /// Mails and text messages, oldest first; the last 10,000.
    #[must_use]
    pub fn outbox(&self) -> Vec<Message> {
        self.service.outbox.all()
    }

    /// Answered requests, oldest first; the last 10,000.
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

    /// Stops answering and cuts all connections.
    pub async fn shutdown(mut self) {
        self.stop();
        std::future::ready(()).await;
    }

    fn stop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Drop for LocalPool {
    fn drop(&mut self) {
        self.stop();
    }
}

impl std::fmt::Debug for LocalPool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalPool")
            .field("url", &self.url.as_str())
            .finish_non_exhaustive()
    }
}
