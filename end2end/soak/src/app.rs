//! One process of the application.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::Client;
use tokio::time::{Instant, sleep};

use crate::future::Future;
use crate::ports::Port;
use crate::process::{Process, Signal, program};
use crate::{Fallible, root};

/// What a process says that has read its secrets again.
const RELOADED: &str = "session keys and client secrets were read again";
const RELOADED_WITHIN: Duration = Duration::from_secs(20);
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(20);

/// How every process of the application is set up: all but its own port.
pub struct Settings {
    /// The public address: the proxy's.
    pub origin: String,
    /// The pool's address.
    pub pool: String,
    /// `SESSION_STORE`
    pub store: String,
    /// `ATTEMPTS_SCALE`
    pub attempts_scale: u32,
    /// Where the binary is installed, with the file of its secrets, and where the log goes.
    pub folder: PathBuf,
}

/// One process of the application; it may be killed and started again.
pub struct App {
    number: usize,
    port: Port,
    process: Option<Process>,
}

/// Puts the server's binary into a folder, with a front end beside it that counts as built: nothing here runs
/// WebAssembly. `PROFILE=debug` takes the debug build.
pub fn install(folder: &Path) -> Fallible<()> {
    let profile = std::env::var_os("PROFILE").unwrap_or_else(|| "release".into());
    let binary = root().join("target").join(profile).join("server");
    let installed = folder.join("server");
    if fs::hard_link(&binary, &installed).is_err() {
        fs::copy(&binary, &installed)
            .map_err(|error| format!("{}: {error}. Run `make build` first.", binary.display()))?;
    }
    fs::write(folder.join("hash.txt"), "js: a\nwasm: b\ncss: c\n")?;
    Ok(fs::create_dir_all(folder.join("target/site/pkg"))?)
}

impl App {
    /// The process of this number; it does not run yet.
    #[must_use]
    pub fn new(number: usize, port: Port) -> Self {
        Self {
            number,
            port,
            process: None,
        }
    }

    /// Starts it and waits until it answers.
    pub async fn start(&mut self, settings: &Settings, future: &Future, http: &Client) -> Fallible<()> {
        let mut command = program(settings.folder.join("server"));
        command
            .current_dir(&settings.folder)
            .env_clear()
            .env("ATTRIBUTES_FILE", root().join("attributes.toml"))
            .env("APP_ORIGIN", &settings.origin)
            .env("LISTEN_ADDR", format!("127.0.0.1:{}", self.port.number()))
            .env("COGNITO_USER_POOL_ID", crate::pool::POOL_ID)
            .env("CLIENT_ID", crate::pool::CLIENT_ID)
            .env("COGNITO_ENDPOINT", &settings.pool)
            // People renew their tokens on that page.
            .env("SHOW_CLAIM_SOURCES", "true")
            .env("SESSION_STORE", &settings.store)
            .env("LOG_FORMAT", "json")
            .env("TRUSTED_PROXIES", crate::proxy::ADDRESS)
            .env("ATTEMPTS_SCALE", settings.attempts_scale.to_string());
        future.apply(&mut command);
        let mut process = Process::start(&format!("app{}", self.number), &settings.folder, &mut command)?;
        let health = format!("{}/healthz", self.url());
        let answers = async || matches!(http.get(&health).send().await, Ok(answer) if answer.status() == 200);
        process.ready(answers).await?;
        self.process = Some(process);
        Ok(())
    }

    /// Its own address, past the proxy.
    #[must_use]
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port.number())
    }

    /// Its port.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.port.number()
    }

    /// Whether it was started and not killed since.
    #[must_use]
    pub fn is_running(&self) -> bool {
        self.process.is_some()
    }

    /// The id of its process.
    #[must_use]
    pub fn id(&self) -> Option<u32> {
        self.process.as_ref().map(Process::id)
    }

    /// Ends it in the middle of whatever it does.
    pub fn kill(&mut self) -> Fallible<()> {
        self.process.take().map_or(Ok(()), |mut process| process.kill())
    }

    /// Asks it to end: requests under way are answered. Says whether it ended cleanly.
    pub async fn end(&mut self) -> Fallible<bool> {
        match self.process.take() {
            None => Ok(true),
            Some(mut process) => process.end().await,
        }
    }

    /// Makes it read its secrets again, and waits until it has.
    pub async fn reload(&self) -> Fallible<()> {
        let Some(process) = &self.process else {
            return Ok(());
        };
        let times = || process.said().matches(RELOADED).count();
        let before = times();
        process.signal(Signal::HangUp)?;
        let latest = Instant::now() + RELOADED_WITHIN;
        while times() == before {
            if Instant::now() > latest {
                return Err("a process does not read its secrets again".into());
            }
            sleep(LOOK_AGAIN_AFTER).await;
        }
        Ok(())
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) -> Fallible<()> {
        self.process
            .as_ref()
            .map_or(Ok(()), |process| process.signal(signal))
    }
}
