//! The binary as it is installed, and as it runs.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tempfile::TempDir;

/// Whatever is waited for comes long before.
const STEP_TIMEOUT: Duration = Duration::from_secs(30);

/// The binary in a folder of its own, with a front end next to it that counts as built.
pub struct Installation {
    folder: TempDir,
}

impl Installation {
    pub fn new() -> Self {
        // On the same file system as the binary, so that it need not be copied.
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        fs::hard_link(env!("CARGO_BIN_EXE_server"), folder.path().join("server")).unwrap();
        fs::write(folder.path().join("hash.txt"), "js: a\nwasm: b\ncss: c\n").unwrap();
        fs::create_dir_all(folder.path().join("target/site/pkg")).unwrap();
        fs::write(
            folder.path().join("attributes.toml"),
            include_str!("../../../attributes.toml"),
        )
        .unwrap();
        Self { folder }
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// On free ports, with nothing else set.
    pub fn command(&self, variables: &[(&str, &str)]) -> Command {
        let mut command = Command::new(self.file("server"));
        command
            .current_dir(self.folder.path())
            .env_clear()
            .envs([("LISTEN_ADDR", "127.0.0.1:0"), ("LOCAL_POOL_PORT", "0")])
            .envs(variables.iter().copied())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, variables: &[(&str, &str)]) -> (Output, String) {
        let output = self.command(variables).output().unwrap();
        let said = String::from_utf8(output.stderr.clone()).unwrap();
        (output, said)
    }
}

/// A server that listens.
pub struct Running {
    process: Child,
    pub address: String,
    /// What it has logged up to here.
    log: String,
    /// What it goes on to log. Read as it comes, so that the log never blocks the server.
    lines: Receiver<String>,
}

impl Running {
    /// Reads the log up to the line that says where.
    pub fn start(mut command: Command) -> Self {
        let mut process = command.env("LOG_FORMAT", "json").spawn().unwrap();
        let log = BufReader::new(process.stderr.take().unwrap()).lines();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            for line in log.map_while(Result::ok) {
                let _ = sender.send(line);
            }
        });
        let mut running = Self {
            process,
            address: String::new(),
            log: String::new(),
            lines,
        };
        let line: serde_json::Value = serde_json::from_str(&running.until_logged("listening")).unwrap();
        line["address"].as_str().unwrap().clone_into(&mut running.address);
        running
    }

    /// Reads on up to a line that holds this; answers the line.
    pub fn until_logged(&mut self, text: &str) -> String {
        while let Ok(line) = self.lines.recv_timeout(STEP_TIMEOUT) {
            self.log.push_str(&line);
            self.log.push('\n');
            if line.contains(text) {
                return line;
            }
        }
        panic!("it does not say {text:?}:\n{}", self.log)
    }

    /// Whether it has said this up to the last line that was read.
    pub fn has_logged(&self, text: &str) -> bool {
        self.log.contains(text)
    }

    /// Sends it a signal, such as `HUP`.
    pub fn signal(&self, name: &str) {
        let id = self.process.id().to_string();
        let told = Command::new("kill")
            .args([OsStr::new("-s"), OsStr::new(name), OsStr::new(&id)])
            .status()
            .unwrap();
        assert!(told.success());
    }

    /// Tells it to stop; its exit code, what it printed, and its whole log.
    pub fn stop(self) -> (Option<i32>, String, String) {
        self.signal("TERM");
        self.wait()
    }

    /// The same of one that stops by itself.
    pub fn wait(mut self) -> (Option<i32>, String, String) {
        let status = self.process.wait().unwrap();
        let mut said = String::new();
        let mut output = self.process.stdout.take().unwrap();
        output.read_to_string(&mut said).unwrap();
        let mut log = std::mem::take(&mut self.log);
        while let Ok(line) = self.lines.recv() {
            log.push_str(&line);
            log.push('\n');
        }
        assert!(!log.contains("panicked"), "{log}");
        (status.code(), said, log)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
