//! The pool as a program of its own.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};

/// A running `local-pool`, killed when it is dropped.
pub struct Program {
    child: Child,
    output: BufReader<ChildStdout>,
    pub base: String,
    pub http: reqwest::Client,
}

impl Program {
    /// The program on a free port. It has said where it is when this returns.
    pub fn start(arguments: &[&str]) -> Self {
        let mut child = Self::command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
        let mut greeting = String::new();
        output.read_line(&mut greeting).expect("a line");
        let base = greeting.trim().rsplit(' ').next().expect("an address");
        assert!(base.starts_with("http://localhost:"), "{greeting:?}");
        Self {
            base: base.trim_end_matches('/').to_owned(),
            child,
            output,
            http: test_support::http_client(),
        }
    }

    pub fn on(file: &Path) -> Self {
        Self::start(&["--data", file.to_str().expect("UTF-8")])
    }

    /// The program on a free port, not started yet.
    pub fn command(arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_local-pool"));
        command.args(["--port", "0"]).args(arguments);
        command
    }

    /// What it has said besides its address.
    pub fn introduction(&mut self) -> String {
        let lines = (&mut self.output).lines().map_while(Result::ok);
        lines.take(5).collect::<Vec<_>>().join("\n")
    }

    /// Waits for its end.
    pub fn end(&mut self) -> ExitStatus {
        self.child.wait().expect("our own child")
    }

    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGKILL: no goodbye.
    pub fn kill(&mut self) {
        self.child.kill().expect("our own child");
        self.child.wait().expect("our own child");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
