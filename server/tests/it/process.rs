//! The binary as it is started: what it says, what it answers, how it ends.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead as _, BufReader, Read as _};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use tempfile::TempDir;

use crate::hosted_ui::browser;

/// The binary in a folder of its own, with a front end next to it that counts as built.
struct Installation {
    folder: TempDir,
}

impl Installation {
    fn new() -> Self {
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

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// On free ports, with nothing else set.
    fn command(&self, variables: &[(&str, &str)]) -> Command {
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

    fn run(&self, variables: &[(&str, &str)]) -> (Output, String) {
        let output = self.command(variables).output().unwrap();
        let said = String::from_utf8(output.stderr.clone()).unwrap();
        (output, said)
    }
}

#[test]
fn a_bad_configuration_ends_it_with_everything_that_is_wrong() {
    let installation = Installation::new();
    fs::write(
        installation.file(".env"),
        "CLIENT_SECRET=hunter2\nLOG_FORMAT=xml\n",
    )
    .unwrap();
    let (output, said) = installation.run(&[("CLIENT_ID", "1example23456789")]);
    assert_eq!(output.status.code(), Some(1));
    for name in ["COGNITO_USER_POOL_ID", "SESSION_KEY", "LOG_FORMAT"] {
        assert!(said.contains(&format!("\n  {name}: ")), "{said}");
    }
    assert!(!said.contains("hunter2"), "{said}");
    assert_eq!(output.stdout, b"");
}

#[test]
fn the_environment_wins_over_the_file_and_an_empty_value_unsets() {
    let installation = Installation::new();
    fs::write(
        installation.file(".env"),
        "CLIENT_ID=x\nLOG_FORMAT=xml\nAPP_ORIGIN=nonsense\n",
    )
    .unwrap();
    let (_, said) = installation.run(&[("CLIENT_ID", ""), ("LOG_FORMAT", "json")]);
    assert!(said.contains("APP_ORIGIN"), "{said}");
    assert!(
        !said.contains("LOG_FORMAT") && !said.contains("CLIENT_SECRET"),
        "{said}"
    );
}

#[test]
fn a_front_end_that_was_not_built_is_named() {
    for missing in ["hash.txt", "target/site/pkg"] {
        let installation = Installation::new();
        let _ = fs::remove_file(installation.file(missing));
        let _ = fs::remove_dir(installation.file(missing));
        let (output, said) = installation.run(&[]);
        assert_eq!(output.status.code(), Some(1));
        assert!(
            said.contains(missing) && said.contains("cargo leptos build"),
            "{said}"
        );
    }
}

#[test]
fn a_port_in_use_is_a_clear_sentence() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap();
    let installation = Installation::new();
    let (output, said) = installation.run(&[("LISTEN_ADDR", &address.to_string())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said.contains(&format!("Nothing can listen on {address}")),
        "{said}"
    );
    let (output, said) = installation.run(&[("LOCAL_POOL_PORT", &address.port().to_string())]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said.contains("LOCAL_POOL_PORT names another port"), "{said}");
}

#[tokio::test]
async fn it_starts_with_nothing_configured_and_stops_when_told() {
    let installation = Installation::new();
    let mut server = Running::start(installation.command(&[]));
    let http = browser();
    let alive = http
        .get(format!("http://{}/healthz", server.address))
        .send()
        .await
        .unwrap();
    assert_eq!(alive.text().await.unwrap(), "ok");
    let home = http
        .get(format!("http://{}/", server.address))
        .send()
        .await
        .unwrap();
    assert_eq!(home.status(), 200);
    assert!(home.text().await.unwrap().contains("/pkg/leptos-cognito.a.js"));
    assert_eq!(mode(&installation.file("var/session.key")), 0o600);
    assert_eq!(mode(&installation.file("var/sessions.db")), 0o600);

    let (code, said) = server.stop();
    assert_eq!(code, Some(0));
    for expected in [
        "http://localhost:3000",
        "_inbox",
        "alice@example.com",
        "Alice-in-1865",
    ] {
        assert!(said.contains(expected), "{said}");
    }
}

fn mode(file: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(file).unwrap().permissions().mode() & 0o777
}

/// A server that listens.
struct Running {
    process: Child,
    address: String,
}

impl Running {
    /// Reads the log up to the line that says where.
    fn start(mut command: Command) -> Self {
        let mut process = command.env("LOG_FORMAT", "json").spawn().unwrap();
        let mut log = BufReader::new(process.stderr.take().unwrap()).lines();
        let mut said = String::new();
        let address = loop {
            let Some(Ok(line)) = log.next() else {
                panic!("it does not listen:\n{said}")
            };
            let line: serde_json::Value = serde_json::from_str(&line).unwrap();
            if line["message"] == "listening" {
                break line["address"].as_str().unwrap().to_owned();
            }
            said = format!("{said}{line}\n");
        };
        // Read on, so that the log never blocks the server.
        std::thread::spawn(move || log.for_each(drop));
        Self { process, address }
    }

    /// Its exit code, and what it printed.
    fn stop(&mut self) -> (Option<i32>, String) {
        let id = self.process.id().to_string();
        let told = Command::new("kill")
            .args([OsStr::new("-TERM"), OsStr::new(&id)])
            .status()
            .unwrap();
        assert!(told.success());
        let status = self.process.wait().unwrap();
        let mut said = String::new();
        self.process
            .stdout
            .take()
            .unwrap()
            .read_to_string(&mut said)
            .unwrap();
        (status.code(), said)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
