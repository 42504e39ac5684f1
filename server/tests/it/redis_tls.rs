//! `rediss://`: a Redis whose certificate is trusted, or not.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use tempfile::TempDir;
use test_support::self_signed;

use crate::installation::{Installation, Running};

/// A Redis that speaks TLS only, with a certificate that vouches for itself.
struct Redis {
    folder: TempDir,
    process: Child,
    port: u16,
}

impl Redis {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (certificate, key) = write_certificate(folder.path(), "redis");
        // Only redis-server itself can tell whether a port is free until it has it, so it is asked.
        let started = (0..20).find_map(|_| {
            let port = fastrand::u16(20_000..30_000);
            let mut process = Command::new("redis-server")
                .args(["--port", "0", "--save", "", "--bind", "127.0.0.1", "--tls-port"])
                .arg(port.to_string())
                .args(["--tls-auth-clients", "no", "--tls-cert-file"])
                .arg(&certificate)
                .arg("--tls-key-file")
                .arg(&key)
                .arg("--tls-ca-cert-file")
                .arg(&certificate)
                .arg("--dir")
                .arg(folder.path())
                .stdout(Stdio::piped())
                .spawn()
                .unwrap();
            let mut lines = BufReader::new(process.stdout.take().unwrap())
                .lines()
                .map_while(Result::ok);
            let decided = lines.find(|line| {
                line.contains("eady to accept connections") || line.contains("Address already in use")
            });
            let is_ready = decided.expect("redis-server ended at once").contains("eady");
            std::thread::spawn(move || lines.for_each(drop));
            if !is_ready {
                process.wait().unwrap();
            }
            is_ready.then_some((port, process))
        });
        let (port, process) = started.expect("twenty ports in a row were taken");
        Self {
            folder,
            process,
            port,
        }
    }

    /// With the name that its certificate is for.
    fn url(&self) -> String {
        format!("rediss://localhost:{}", self.port)
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Files with a certificate for this machine and its key.
fn write_certificate(folder: &Path, name: &str) -> (PathBuf, PathBuf) {
    let (certificate, key) = self_signed("localhost");
    let write = |ending: &str, label: &str, bytes: &[u8]| {
        let file = folder.join(format!("{name}.{ending}"));
        let text = STANDARD.encode(bytes);
        fs::write(
            &file,
            format!("-----BEGIN {label}-----\n{text}\n-----END {label}-----\n"),
        )
        .unwrap();
        file
    };
    (
        write("crt", "CERTIFICATE", &certificate),
        write("key", "PRIVATE KEY", key.secret_der()),
    )
}

#[test]
fn trusted_redis_is_reached_over_tls() {
    let redis = Redis::start();
    let trusted = redis.folder.path().join("redis.crt");
    let installation = Installation::new();
    let mut command = installation.command(&[("SESSION_STORE", &redis.url())]);
    let running = Running::start({
        command.env("SSL_CERT_FILE", trusted);
        command
    });
    // It has written to the store, or it would not listen.
    let (code, _, _) = running.stop();
    assert_eq!(code, Some(0));
}

#[test]
fn redis_with_untrusted_certificate_is_refused() {
    let redis = Redis::start();
    let (other, _) = write_certificate(redis.folder.path(), "other");
    let other = other.display().to_string();
    for (url, trusted) in [
        (redis.url(), other.clone()),
        // The certificate is not for this name.
        (
            format!("rediss://127.0.0.1:{}", redis.port),
            redis.folder.path().join("redis.crt").display().to_string(),
        ),
    ] {
        let settings = [("SESSION_STORE", url.as_str()), ("SSL_CERT_FILE", &trusted)];
        let (output, said) = Installation::new().run(&settings);
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(
            said.contains("SESSION_STORE") && said.contains("ertificate"),
            "{said}"
        );
    }
}
