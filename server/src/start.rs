//! From the settings to a listening server.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use account::Account;
use app::FrontEnd;
use app::server::{AskedFields, ShowsClaimSources};
use attributes::Schema;
use brand::Brand;
use clock::Clock;
use cognito::Cognito;
use leptos::config::LeptosOptions;
use session_store::{RedisStore, SqliteStore, Store, StoreError};
use signin::{KeyRing, OpenForms, Parts, Signin, SystemRandomness};
use tokio::net::TcpListener;
use tokio::signal::unix::Signal;

use crate::checks::CheckError;
use crate::config::{BrandFolder, Config, Pool, Problems, RealPool, SessionKey, SessionStore, Sessions, Web};
use crate::local::{self, LocalError};
use crate::readiness::Readiness;
use crate::session_key;
use crate::shutdown::StopSignals;
use crate::site::{self, SiteError};
use crate::state::{AppParts, AppState};
use crate::{background_tasks, checks, log, reload, service_manager, shutdown};

/// Why the server does not start: for the person at the terminal.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Settings are missing or wrong.
    #[error(transparent)]
    Config(#[from] Problems),
    /// The front end cannot be served.
    #[error(transparent)]
    Site(#[from] SiteError),
    /// Most likely another process has the port.
    #[error(
        "Nothing can listen on {address}: is this server running already? LISTEN_ADDR names another address."
    )]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// The session store cannot be opened.
    #[error(
        "The session store {store} cannot be opened: look at SESSION_STORE, and whether it is there and lets us in."
    )]
    Store {
        /// Where it is.
        store: SessionStore,
        /// What the database says.
        #[source]
        source: StoreError,
    },
    /// Something that must fit does not.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The key that was made for the local pool cannot be read or written.
    #[error(transparent)]
    Key(#[from] session_key::SessionKeyError),
    /// The local pool does not start.
    #[error(transparent)]
    Local(#[from] LocalError),
    /// The client to the pool cannot be made.
    #[error("The client to the user pool cannot be made.")]
    Client(#[source] cognito::Error),
    /// The system does not let us hear signals.
    #[error("Signals cannot be heard.")]
    Signals(#[source] io::Error),
}

/// Runs the server until it is told to stop.
pub async fn run() -> Result<(), StartError> {
    let config = Config::load()?;
    log::start(&config.log);
    warn_of_settings(&config);
    let (hangups, stop_signals) = listen_to_signals().map_err(StartError::Signals)?;
    let leptos = find_site(&config)?;
    let Config {
        web,
        pool,
        sessions,
        schema,
        brand,
        brand_folder,
        shows_claim_sources,
        quota_percent,
        is_watched,
        ..
    } = config;
    // The port before the pool and the store: a second start by mistake fails here and touches neither.
    let listener = listen(web.listen).await?;

    println!("leptos-cognito\n  address     {}", web.origin.as_str());
    // The local pool runs as long as this value lives.
    let (pool, _local) = find_pool(pool, &web, (&brand, &brand_folder)).await?;
    let drain = web.drain;
    let account = make_account(pool, &web, sessions, schema, quota_percent).await?;
    // Before the first background task: what can never work stops the start, and nothing is left running.
    checks::check(&account).await?;
    let (draining, stopping) = stop_signals.into_tokens(drain);
    let state = AppState::new(AppParts {
        form_targets: background_tasks::start(&account, hangups, &draining).await,
        readiness: Readiness::new(account.clone(), draining),
        asked_fields: AskedFields::of(&account.schema),
        account,
        reload_socket: is_watched.then(|| reload_socket(&web, &leptos)),
        front_end: FrontEnd::of(&leptos),
        leptos,
        brand: Arc::new(brand),
        brand_folder,
        claim_sources: ShowsClaimSources(shows_claim_sources),
        origin: web.origin,
        trusted_proxies: web.trusted_proxies,
        picture_hosts: web.picture_hosts,
        random: Arc::new(SystemRandomness),
    });
    // Last: scripts take this line as the sign that requests are answered.
    let address = listener.local_addr().unwrap_or(web.listen);
    tracing::info!(%address, event = "listening", "listening");
    service_manager::ready();
    shutdown::serve(listener, state, stopping).await;
    Ok(())
}

/// What does not stop the server and should not stay so.
pub(crate) fn warn_of_settings(config: &Config) {
    for warning in &config.warnings {
        tracing::warn!(event = "setting_suspicious", "{warning}");
    }
    if matches!(config.pool, Pool::Real(_)) {
        checks::warn_of_other_sign_ups(&config.schema);
    }
    checks::warn_of_open_store(&config.sessions.store, config.web.origin.is_https());
    checks::warn_of_unknown_proxies(&config.web);
}

/// The pool, and the local one if it is that.
async fn find_pool(
    pool: Pool,
    web: &Web,
    brand: (&Brand, &BrandFolder),
) -> Result<(RealPool, Option<local::Running>), LocalError> {
    match pool {
        Pool::Real(pool) => Ok((*pool, None)),
        Pool::Local(settings) => {
            let (pool, local) = local::start(settings, web, brand).await?;
            Ok((pool, Some(local)))
        }
    }
}

async fn make_account(
    pool: RealPool,
    web: &Web,
    sessions: Sessions,
    schema: Schema,
    quota_percent: u8,
) -> Result<Arc<Account>, StartError> {
    let store = open_store(sessions.store).await?;
    let clock = Clock::system();
    let client = cognito::Config {
        scopes: account::scopes(&schema),
        ..client_config(pool, web)
    };
    let config = signin::Config {
        lifetimes: sessions.lifetimes,
        cookies: web.origin.cookie_scope(),
        quota_percent,
        open_forms: OpenForms {
            scale: web.attempts_scale,
            ..OpenForms::default()
        },
    };
    let cognito = Cognito::new(client, clock.clone()).map_err(StartError::Client)?;
    let parts = Parts {
        cognito,
        store,
        keys: find_keys(sessions.key)?,
        config,
        clock,
        random: Arc::new(SystemRandomness),
    };
    Ok(Arc::new(Account::new(Signin::new(parts), schema)))
}

pub(crate) async fn open_store(store: SessionStore) -> Result<Arc<dyn Store>, StartError> {
    let opened: Result<Arc<dyn Store>, StoreError> = match &store {
        SessionStore::Sqlite(file) => SqliteStore::open(file).await.map(|opened| Arc::new(opened) as _),
        SessionStore::Redis(url) => RedisStore::open(url.as_str())
            .await
            .map(|opened| Arc::new(opened) as _),
    };
    opened.map_err(|source| StartError::Store { store, source })
}

pub(crate) fn find_site(config: &Config) -> Result<LeptosOptions, SiteError> {
    if config.is_under_cargo_leptos {
        site::site_of_cargo_leptos()
    } else {
        site::built_site(&config.web.site_root)
    }
}

/// Before anything else is begun: a supervisor that sees the process may signal it at once.
fn listen_to_signals() -> io::Result<(Signal, StopSignals)> {
    Ok((reload::listen()?, StopSignals::listen()?))
}

async fn listen(address: SocketAddr) -> Result<TcpListener, StartError> {
    TcpListener::bind(address)
        .await
        .map_err(|source| StartError::Listen { address, source })
}

pub(crate) fn client_config(pool: RealPool, web: &Web) -> cognito::Config {
    let RealPool {
        pool_id,
        client_id,
        client_secret,
        other_secret,
        domain,
        endpoint,
    } = pool;
    let (redirect_uri, sign_out_uri) = (web.redirect_uri.clone(), web.sign_out_uri.clone());
    let config = cognito::Config::new(pool_id, client_id, client_secret, redirect_uri, sign_out_uri);
    cognito::Config {
        other_secret,
        domain,
        endpoint,
        ..config
    }
}

pub(crate) fn find_keys(key: SessionKey) -> Result<KeyRing, StartError> {
    match key {
        SessionKey::Given(keys) => Ok(keys),
        SessionKey::KeptIn(file) => Ok(session_key::read_or_make(&file)?),
    }
}

/// Where `cargo leptos watch` tells pages to reload: on this host, at a port of its own.
fn reload_socket(web: &Web, options: &LeptosOptions) -> Arc<str> {
    let port = options.reload_external_port.unwrap_or(options.reload_port);
    format!("ws://{}:{port}", web.origin.host()).into()
}
