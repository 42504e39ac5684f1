//! A Redis of our own for a test: on a socket in a folder of its own, gone with the value.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::thread;

use tempfile::TempDir;

/// A running `redis-server`.
pub struct RedisServer {
    folder: TempDir,
    child: Child,
}

impl RedisServer {
    /// Starts one that keeps nothing on disk.
    #[must_use]
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for its socket");
        let child = run(&folder);
        Self { folder, child }
    }

    /// Its address, as `redis+unix://…`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("redis+unix://{}", self.folder.path().join("redis.sock").display())
    }

    /// Ends it as a power cut would, and starts it again: empty.
    pub fn restart(&mut self) {
        self.stop();
        self.child = run(&self.folder);
    }

    /// Ends it.
    pub fn stop(&mut self) {
        self.child.kill().expect("it runs until it is stopped");
        self.child.wait().expect("it was started here");
    }
}

impl Drop for RedisServer {
    fn drop(&mut self) {
        // It may have been stopped already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn run(folder: &TempDir) -> Child {
    let mut child = Command::new("redis-server")
        .args(["--port", "0", "--save", "", "--appendonly", "no", "--unixsocket"])
        .arg(folder.path().join("redis.sock"))
        .arg("--dir")
        .arg(folder.path())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("these tests need redis-server: apt-get install redis-server, or the like");
    wait_until_ready(child.stdout.take().expect("its output is piped"));
    child
}

fn wait_until_ready(output: ChildStdout) {
    let mut lines = BufReader::new(output).lines();
    let is_ready = lines.any(|line| line.is_ok_and(|line| line.contains("eady to accept connections")));
    assert!(is_ready, "redis-server ended at once");
    // A full pipe would stop it.
    thread::spawn(move || lines.for_each(drop));
}
