//! A program that was started here, and is ended by its id.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use tokio::time::{Instant, sleep};

use crate::Fallible;

const START_UP: Duration = Duration::from_secs(30);
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(20);
const SHUTDOWN_GRACE: Duration = Duration::from_secs(30);

/// A running program. It is killed when this value is dropped.
pub struct Process {
    name: String,
    child: Child,
    log: PathBuf,
}

/// What can be sent to a program.
#[derive(Clone, Copy, Debug)]
pub enum Signal {
    /// Please end.
    Terminate,
    /// Stand still, at once.
    Pause,
    /// Go on.
    Continue,
    /// Read your settings again.
    HangUp,
}

/// A program to be started. It is killed when the thread that starts it ends, however it ends.
#[must_use]
pub fn program(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "KILL", "--"]).arg(name);
    command
}

impl Process {
    /// Starts a [`program`], with all it says in `{folder}/{name}.log`; a program started again goes on in the same log.
    pub fn start(name: &str, folder: &Path, command: &mut Command) -> Fallible<Self> {
        let log = folder.join(format!("{name}.log"));
        let out = append(&log)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(out.try_clone()?)
            .stderr(out)
            .spawn()
            .map_err(|error| format!("{name} cannot be started: {error}"))?;
        Ok(Self {
            name: name.to_owned(),
            child,
            log,
        })
    }

    /// Waits until `is_ready` says so; fails when the program ends before, or takes too long.
    pub async fn ready(&mut self, is_ready: impl AsyncFn() -> bool) -> Fallible<()> {
        let latest = Instant::now() + START_UP;
        while !is_ready().await {
            if self.child.try_wait()?.is_some() || Instant::now() > latest {
                return Err(format!("{} did not start:\n{}", self.name, self.said()).into());
            }
            sleep(LOOK_AGAIN_AFTER).await;
        }
        Ok(())
    }

    /// What the program has said so far.
    #[must_use]
    pub fn said(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The id of the process.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) -> Fallible<()> {
        let name = match signal {
            Signal::Terminate => "-TERM",
            Signal::Pause => "-STOP",
            Signal::Continue => "-CONT",
            Signal::HangUp => "-HUP",
        };
        let status = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .stderr(Stdio::null())
            .status()?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{} is gone", self.name).into())
        }
    }

    /// Makes it stand still and waits until it does: a busy machine takes its time.
    pub fn pause(&self) -> Fallible<()> {
        self.signal(Signal::Pause)?;
        while !self.stands_still()? {
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(())
    }

    /// Whether every thread of it is stopped.
    pub fn stands_still(&self) -> Fallible<bool> {
        for thread in std::fs::read_dir(format!("/proc/{}/task", self.child.id()))? {
            let stat = std::fs::read_to_string(thread?.path().join("stat"))?;
            let (_, state) = stat.rsplit_once(") ").ok_or("a thread without a state")?;
            if !state.starts_with('T') {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Ends it in the middle of whatever it does (SIGKILL).
    pub fn kill(&mut self) -> Fallible<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Asks it to end (SIGTERM) and answers whether it did so cleanly.
    pub async fn end(&mut self) -> Fallible<bool> {
        self.signal(Signal::Terminate)?;
        let latest = Instant::now() + SHUTDOWN_GRACE;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(status.success());
            }
            if Instant::now() > latest {
                return Err(format!("{} does not end", self.name).into());
            }
            sleep(LOOK_AGAIN_AFTER).await;
        }
    }
}

fn append(file: &Path) -> std::io::Result<File> {
    OpenOptions::new().create(true).append(true).open(file)
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
