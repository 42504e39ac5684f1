//! A Redis of one's own: its data in a folder, on a free port.

use std::path::{Path, PathBuf};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::Fallible;
use crate::ports::Port;
use crate::process::{Process, Signal, program};

/// A running `redis-server` that appends every write to a file.
pub struct Redis {
    process: Option<Process>,
    folder: PathBuf,
    port: Port,
    sync: Fsync,
}

/// When what was written is forced onto the disk (`appendfsync`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fsync {
    /// Before it is acknowledged: not even a power cut loses it.
    Always,
    /// Once a second: a power cut may take the last second, the death of the process takes nothing.
    EverySecond,
    /// The system decides.
    Never,
}

impl Redis {
    /// Starts it and waits until it answers.
    pub async fn start(folder: &Path, port: Port, sync: Fsync) -> Fallible<Self> {
        let mut redis = Self {
            process: None,
            folder: folder.to_owned(),
            port,
            sync,
        };
        redis.start_again().await?;
        Ok(redis)
    }

    /// Starts it with the data it had.
    pub async fn start_again(&mut self) -> Fallible<()> {
        let sync = match self.sync {
            Fsync::Always => "always",
            Fsync::EverySecond => "everysec",
            Fsync::Never => "no",
        };
        let mut command = program("redis-server");
        command
            .current_dir(&self.folder)
            .arg("--port")
            .arg(self.port.number().to_string())
            .args(["--bind", "127.0.0.1", "--save", "", "--appendonly", "yes"])
            .args(["--appendfsync", sync, "--maxmemory-policy", "noeviction", "--dir"])
            .arg(&self.folder);
        let mut process = Process::start("redis", &self.folder, &mut command)?;
        let port = self.port.number();
        process
            .ready(async || matches!(ask(port, "PING").await.as_deref(), Ok("PONG")))
            .await?;
        self.process = Some(process);
        Ok(())
    }

    /// As `SESSION_STORE` names it.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port.number())
    }

    /// Stands still: connections stay open, nothing is answered.
    pub fn pause(&self) -> Fallible<()> {
        self.process.as_ref().map_or(Ok(()), Process::pause)
    }

    /// Goes on after a pause.
    pub fn go_on(&self) -> Fallible<()> {
        self.process
            .as_ref()
            .map_or(Ok(()), |process| process.signal(Signal::Continue))
    }

    /// Ends it in the middle of whatever it does.
    pub fn kill(&mut self) -> Fallible<()> {
        self.process.take().map_or(Ok(()), |mut process| process.kill())
    }

    /// The value of a line of `INFO`, such as `used_memory`.
    pub async fn info(&self, name: &str) -> Fallible<u64> {
        let all = ask(self.port.number(), "INFO").await?;
        let line = all
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .ok_or_else(|| format!("INFO has no {name}"))?;
        Ok(line.trim().parse()?)
    }
}

/// Sends one command and reads one answer, just as much of the protocol as a word or a text needs.
async fn ask(port: u16, command: &str) -> Fallible<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
    stream.write_all(format!("{command}\r\n").as_bytes()).await?;
    let mut answer = Vec::new();
    let wanted = loop {
        if stream.read_buf(&mut answer).await? == 0 {
            return Err("Redis closed the connection".into());
        }
        let text = String::from_utf8_lossy(&answer);
        let Some((first, rest)) = text.split_once("\r\n") else {
            continue;
        };
        match first.split_at(1) {
            ("+", word) => return Ok(word.to_owned()),
            ("$", length) => {
                let length: usize = length.parse()?;
                if rest.len() >= length {
                    break rest.get(..length).unwrap_or_default().to_owned();
                }
            }
            _ => return Err(format!("Redis says {first}").into()),
        }
    };
    Ok(wanted)
}
