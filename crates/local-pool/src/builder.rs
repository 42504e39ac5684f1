//! Settings of a pool, and how it starts.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;

use clock::ManualClock;
use url::Url;

use crate::journal::{Journal, KEPT};
use crate::keys::{Keys, SigningKeys};
use crate::pool::{First, LocalPool};
use crate::quotas::Quotas;
use crate::router::router;
use crate::seed::{Seed, SeedError, install};
use crate::serve::{Threads, listen};
use crate::service::Service;
use crate::state::{ServiceState, UnreadableRow};
use crate::store::{self, Store};
use crate::template::{Template, TemplateError};

/// Why the pool did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The seed cannot be used.
    #[error(transparent)]
    Seed(#[from] SeedError),
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
    /// The template cannot be used.
    #[error("the template cannot be used")]
    Template(#[from] TemplateError),
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
    template: Option<Template>,
    port: u16,
    clock: ManualClock,
    test_controls: bool,
    threads: usize,
    data: Option<PathBuf>,
    quotas: bool,
    issues_as_aws: bool,
    keys: Option<SigningKeys>,
    requests_kept: usize,
}

impl Builder {
    pub(crate) fn new() -> Self {
        Self {
            seed: Seed::demo(),
            template: None,
            port: 0,
            clock: ManualClock::ahead_of_system(),
            test_controls: false,
            threads: 2,
            data: None,
            quotas: false,
            issues_as_aws: false,
            keys: None,
            requests_kept: KEPT,
        }
    }

    /// Pools, clients and people to begin with. Left out: [`Seed::demo`].
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// A `CloudFormation` template, of which the pool is made instead of a seed.
    pub fn template(mut self, template: Template) -> Self {
        self.template = Some(template);
        self
    }

    /// The port on 127.0.0.1 (and `[::1]` where possible). 0, as it is if left out: any free one.
    pub fn port(mut self, port: u16) -> Self {
        self.port = port;
        self
    }

    /// The clock. Left out: the system's.
    pub fn clock(mut self, clock: ManualClock) -> Self {
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

    /// Whether tokens and discovery name `https://cognito-idp.{region}.amazonaws.com/{pool}` as the issuer, for libraries
    /// that put it together from region and pool themselves. Keys and endpoints stay here. Left out: no.
    pub fn issues_as_aws(mut self, on: bool) -> Self {
        self.issues_as_aws = on;
        self
    }

    /// The keys that sign tokens, unless the data file has some. Left out: new ones.
    pub fn signing_keys(mut self, keys: SigningKeys) -> Self {
        self.keys = Some(keys);
        self
    }

    /// How many answered requests [`LocalPool::requests`] knows. Left out: the last 10,000.
    pub fn requests_kept(mut self, kept: usize) -> Self {
        self.requests_kept = kept;
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
        let mut threads = Threads::start(self.threads)?;
        let (state, store) = self.state(&threads).await?;
        let mut service = Service::new(origin.clone(), self.clock, state, self.test_controls);
        service.store = store;
        if self.quotas {
            service.quotas = Quotas::enforced();
        }
        service.issues_as_aws = self.issues_as_aws;
        service.given_keys = self.keys;
        service.requests = Journal::keeping(self.requests_kept);
        let is_empty = service.state().pools.values().next().is_none();
        if let Some(template) = self.template.filter(|_| is_empty) {
            template.apply(&service)?;
            service.persist().await;
        }
        let first = First::of(&service.state(), &self.seed);
        let pools: Vec<String> = service
            .state()
            .pools
            .values()
            .map(|pool| pool.id.clone())
            .collect();
        let service = Arc::new(service);
        let app = router(&service);
        for listener in listeners {
            threads
                .serve(listener, app.clone())
                .map_err(StartError::Runtime)?;
        }
        for id in pools {
            let service = Arc::clone(&service);
            threads
                .runtime()
                .spawn_blocking(move || service.with_keys(&id, |_: &Keys| ()));
        }
        tracing::warn!(%origin, "local pool started: not Amazon Cognito, for development only");
        let url = Url::parse(&origin).expect("an origin is a URL");
        Ok(LocalPool::new(service, threads, url, first))
    }

    /// What the data file holds, or else what the seed says.
    async fn state(&self, threads: &Threads) -> Result<(ServiceState, Option<Store>), StartError> {
        let seeded = |clock: &ManualClock| {
            let mut state = ServiceState::default();
            if self.template.is_none() {
                install(&self.seed, &mut state, clock.now());
            }
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
        let opened = threads.runtime().spawn_blocking(move || store::open(&path)).await;
        let (connection, saved) = match opened {
            Ok(opened) => opened.map_err(|error| failed(DataFileError::Database(error)))?,
            Err(_) => return Err(failed(DataFileError::Interrupted)),
        };
        let restored = ServiceState::restore(&saved).map_err(|error| failed(DataFileError::Row(error)))?;
        let is_new = restored.pools.values().next().is_none();
        let mut state = if is_new { seeded(&self.clock) } else { restored };
        state.track();
        if !is_new {
            // All of it is on disk already.
            state.take_changes();
        }
        Ok((state, Some(Store::start(connection))))
    }
}
