//! The running pool: built, asked, stopped.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
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
use crate::state::{State, UnreadableRow};
use crate::store::{self, Store};

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
    /// The data file cannot be used.
    #[error("cannot use the data file {}", file.display())]
    Data {
        /// As given.
        file: PathBuf,
        /// Why.
        #[source]
        problem: DataFileError,
    },
    /// No threads to run on.
    #[error("cannot start the runtime")]
    Runtime(#[source] io::Error),
}

/// What is wrong with a data file.
#[derive(Debug, thiserror::Error)]
pub enum DataFileError {
    /// `SQLite` says no.
    #[error("it cannot be opened, or another process has it open")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// It was written by something else.
    #[error(transparent)]
    Row(#[from] UnreadableRow),
    /// The pool was stopped meanwhile.
    #[error("interrupted")]
    Interrupted,
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
    data: Option<PathBuf>,
    quotas: bool,
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

    /// Whether to refuse what exceeds Cognito's default quotas. Left out: no.
    pub fn quotas(mut self, on: bool) -> Self {
        self.quotas = on;
        self
    }

    /// Keeps everything in this `SQLite` file. A file that has pools already is used instead of the seed. Left out: in
    /// memory only.
    pub fn data(mut self, file: impl Into<PathBuf>) -> Self {
        self.data = Some(file.into());
        self
    }

    /// Starts the pool on threads of its own. It answers from the moment this returns.
    ///
    /// # Panics
    /// Never: an origin made of a host and a port is a URL.
    pub async fn start(self) -> Result<LocalPool, StartError> {
        self.seed.check()?;
        let (port, listeners) = listen(self.port).map_err(|source| StartError::Listen {
            port: self.port,
            source,
        })?;
        let origin = format!("http://localhost:{port}");
        let threads = Threads::start(self.threads)?;
        let (state, store) = self.state(&threads).await?;
        let pools: Vec<String> = state.pools.values().map(|pool| pool.id.clone()).collect();
        let first = First::of(&state, &self.seed);
        let mut service = Service::new(origin.clone(), self.clock, state, self.test_controls);
        service.store = store;
        service.quotas.on = self.quotas;
        let service = Arc::new(service);
        let app = router(&service);
        for listener in listeners {
            serve(threads.runtime(), listener, app.clone()).map_err(StartError::Runtime)?;
        }
        for id in pools {
            let service = Arc::clone(&service);
            threads
                .runtime()
                .spawn_blocking(move || service.with_keys(&id, |_: &Keys| ()));
        }
        tracing::warn!(%origin, "local pool started: not Amazon Cognito, for development only");
        let url = Url::parse(&origin).expect("an origin is a URL");
        Ok(LocalPool {
            service,
            threads,
            url,
            first,
        })
    }

    /// What the data file holds, or else what the seed says.
    async fn state(&self, threads: &Threads) -> Result<(State, Option<Store>), StartError> {
        let seeded = |clock: &Clock| {
            let mut state = State::default();
            install(&self.seed, &mut state, clock.now());
            state
        };
        let Some(file) = self.data.clone() else {
            return Ok((seeded(&self.clock), None));
        };
        let failed = |problem| StartError::Data {
            file: file.clone(),
            problem,
        };
        let path = file.clone();
        let opened = threads
            .runtime()
            .spawn(async move { store::open(&path).await })
            .await;
        let (connection, saved) = match opened {
            Ok(opened) => opened.map_err(|error| failed(DataFileError::Database(Box::new(error))))?,
            Err(_) => return Err(failed(DataFileError::Interrupted)),
        };
        let restored = State::restore(&saved).map_err(|error| failed(DataFileError::Row(error)))?;
        let is_new = restored.pools.values().next().is_none();
        let mut state = if is_new { seeded(&self.clock) } else { restored };
        state.track();
        if !is_new {
            // All of it is on disk already.
            state.take_changes();
        }
        let _inside = threads.runtime().enter();
        Ok((state, Some(Store::start(connection))))
    }
}

/// The runtime the pool runs on. It may be dropped anywhere.
struct Threads(Option<Runtime>);

impl Threads {
    fn start(count: usize) -> Result<Self, StartError> {
        let runtime = RuntimeBuilder::new_multi_thread()
            .worker_threads(count)
            .thread_name("local-pool")
            .enable_all()
            .build()
            .map_err(StartError::Runtime)?;
        Ok(Self(Some(runtime)))
    }

    fn runtime(&self) -> &Runtime {
        self.0.as_ref().expect("the runtime is taken by `drop` only")
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
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
    /// By the seed's order; a data file that knows nothing of the seed's first pool has its own.
    fn of(state: &State, seed: &Seed) -> Self {
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
                .and_then(|client| client.secret.clone())
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
        Builder {
            seed: Seed::demo(),
            port: 0,
            clock: Clock::system(),
            test_controls: false,
            threads: 2,
            data: None,
            quotas: false,
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

    /// Waits for the data file, if there is one, then stops answering and cuts all connections. Dropping the pool does
    /// the second.
    pub async fn shutdown(self) {
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
