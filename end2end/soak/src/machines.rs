//! Everything that runs: a pool, several processes of the application on one store, and a proxy before them.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::Client;
use session_store::{GLOBAL_OWNER, RecordKind};
use tempfile::TempDir;
use tokio::sync::Mutex;
use tokio::time::{Instant, sleep};

use crate::app::{self, App, Settings};
use crate::future::Future;
use crate::pool::PoolProcess;
use crate::ports::Port;
use crate::proxy::Proxy;
use crate::redis::{Fsync, Redis};
use crate::secrets::Secrets;
use crate::visitor::Visitor;
use crate::{Fallible, root, writer};
use test_support::http_client;

/// More than twice as long as the recovery of an interrupted refresh takes.
const REFRESHED_WITHIN: Duration = Duration::from_secs(40);
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(100);
const QUIET_LOOKS: u32 = 3;

/// Where sessions are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreKind {
    /// One file that all processes open.
    Sqlite,
    /// One Redis that all processes connect to.
    Redis,
}

/// As many attempts as a load test needs.
pub const ATTEMPTS_WITHOUT_END: u32 = 10_000;

/// What to run.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// How many processes of the application.
    pub apps: usize,
    /// Where they keep sessions.
    pub store: StoreKind,
    /// Whether the pool rotates refresh tokens.
    pub rotates: bool,
    /// How many times the usual number of attempts one address has. All people of a soak come from one.
    pub attempts_scale: u32,
    /// Whether the folder with all logs is left when it ends.
    pub is_kept: bool,
}

/// What runs. All of it is killed when this value is dropped.
pub struct Machines {
    /// The processes of the application.
    pub apps: Vec<Mutex<App>>,
    /// The user pool.
    pub pool: PoolProcess,
    /// The store, if it is a process.
    pub redis: Option<Mutex<Redis>>,
    _proxy: Proxy,
    _proxy_port: Port,
    settings: Settings,
    secrets: Mutex<Secrets>,
    future: Future,
    http: Client,
    folder: TempDir,
}

impl Machines {
    /// Starts all of it and waits until it answers.
    pub async fn start(plan: Plan) -> Fallible<Self> {
        let folder = make_folder(plan.is_kept)?;
        let at = folder.path();
        app::install(at)?;
        let http = http_client();
        let proxy_port = Port::claim()?;
        let origin = format!("http://localhost:{}", proxy_port.number());
        let pool = PoolProcess::start(at, Port::claim()?, &origin, plan.rotates, &http).await?;
        let redis = match plan.store {
            StoreKind::Sqlite => None,
            StoreKind::Redis => Some(Redis::start(at, Port::claim()?, Fsync::Always).await?),
        };
        let file = at.join("sessions.db");
        let settings = Settings {
            origin,
            pool: pool.url().to_owned(),
            store: (redis.as_ref()).map_or_else(|| format!("sqlite://{}", file.display()), Redis::url),
            attempts_scale: plan.attempts_scale,
            folder: at.to_owned(),
        };
        let secrets = Secrets::new(at)?;
        let future = Future::new(at)?;
        let (mut apps, mut app_ports) = (Vec::new(), Vec::new());
        for number in 1..=plan.apps {
            let mut app = App::new(number, Port::claim()?);
            app_ports.push(app.port());
            app.start(&settings, &future, &http).await?;
            apps.push(Mutex::new(app));
        }
        Ok(Self {
            _proxy: Proxy::start(at, proxy_port.number(), &app_ports, &http).await?,
            _proxy_port: proxy_port,
            apps,
            pool,
            redis: redis.map(Mutex::new),
            settings,
            secrets: Mutex::new(secrets),
            future,
            http,
            folder,
        })
    }

    /// The application's public address: the proxy's.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.settings.origin
    }

    /// A new person with an account, whose attribute is `value`.
    pub async fn add_person(&self, name: &str, value: &str) -> Fallible<Visitor> {
        let email = format!("{name}@example.com");
        self.pool.add_person(&email, value).await?;
        Visitor::new(&email, self.origin())
    }

    /// Lets time pass, for the processes of the application and for the pool alike.
    pub async fn advance(&self, seconds: i64) -> Fallible<()> {
        // The pool first: tokens from the future are refused, older ones are not.
        self.future.advance(seconds)?;
        self.pool.advance(seconds).await
    }

    /// Another key seals from now on: made known to all processes first, used by them then.
    pub async fn replace_key(&self) -> Fallible<()> {
        let mut secrets = self.secrets.lock().await;
        secrets.add_key()?;
        self.reload().await?;
        secrets.use_last_key()?;
        self.reload().await
    }

    /// Two client secrets, of which the pool takes one, or one only, in turn.
    pub async fn turn_client_secrets(&self) -> Fallible<()> {
        self.secrets.lock().await.turn_client_secrets()?;
        self.reload().await
    }

    async fn reload(&self) -> Fallible<()> {
        for app in &self.apps {
            app.lock().await.reload().await?;
        }
        Ok(())
    }

    /// Waits until no refresh is interrupted: other processes recover those of a process that died.
    pub async fn until_refreshed(&self) -> Fallible<()> {
        let store = writer::open(&self.settings.store).await?;
        let latest = Instant::now() + REFRESHED_WITHIN;
        // One that is about to begin is not seen at the first look.
        let mut quiet_looks = 0;
        loop {
            let left = store
                .list(RecordKind::RefreshIntent, GLOBAL_OWNER, self.future.now())
                .await?;
            quiet_looks = if left.is_empty() { quiet_looks + 1 } else { 0 };
            if quiet_looks == QUIET_LOOKS {
                return Ok(());
            }
            if Instant::now() > latest {
                return Err(format!("{} refreshes were begun and are not taken up", left.len()).into());
            }
            sleep(LOOK_AGAIN_AFTER).await;
        }
    }

    /// Starts a process again that was killed.
    pub async fn start_app(&self, number: usize) -> Fallible<()> {
        let mut app = self.app(number)?.lock().await;
        if app.is_running() {
            return Ok(());
        }
        app.start(&self.settings, &self.future, &self.http).await
    }

    /// Ends a process in the middle of whatever it does.
    pub async fn kill_app(&self, number: usize) -> Fallible<()> {
        self.app(number)?.lock().await.kill()
    }

    /// One process of the application, counted from 0.
    pub fn app(&self, number: usize) -> Fallible<&Mutex<App>> {
        self.apps
            .get(number)
            .ok_or_else(|| format!("there is no app {number}").into())
    }

    /// The addresses of the processes, past the proxy.
    pub async fn app_urls(&self) -> Vec<String> {
        let mut urls = Vec::new();
        for app in &self.apps {
            urls.push(app.lock().await.url());
        }
        urls
    }

    /// Everything on disk that is not a program: logs of all processes, the store's files, the proxy's log.
    pub fn files(&self) -> Fallible<Vec<PathBuf>> {
        let mut found = Vec::new();
        list(self.folder.path(), &mut found)?;
        found.retain(|file| {
            let name = file.file_name().unwrap_or_default();
            name != "server" && name != "ahead.so" && name != "pool.log"
        });
        Ok(found)
    }
}

/// Beside the binaries, so that they need not be copied.
fn make_folder(is_kept: bool) -> Fallible<TempDir> {
    let folder = tempfile::Builder::new()
        .prefix("soak-")
        .disable_cleanup(is_kept)
        .tempdir_in(root().join("target"))?;
    if is_kept {
        println!("logs in {}", folder.path().display());
    }
    Ok(folder)
}

fn list(folder: &Path, found: &mut Vec<PathBuf>) -> Fallible<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            list(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}
