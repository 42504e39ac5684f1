//! How fast the pool is, over loopback and with one thread: `cargo bench -p local-pool`.
//!
//! Prints a table with this machine's signing rate beside it, because two RS256 signatures are the floor under every
//! token exchange.
#![expect(
    clippy::disallowed_methods,
    reason = "a benchmark is about the time that passes"
)]
#![expect(clippy::cast_precision_loss, reason = "counts stay far below 2^52")]

#[path = "../tests/it/support/crowd.rs"]
mod crowd;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use local_pool::{LocalPool, Seed};

use crowd::crowd;

const CLIENTS: usize = 4;
const ROUND: Duration = Duration::from_secs(3);
const CROWD: usize = 100_000;

fn main() {
    // `cargo test --benches` runs benchmarks too, with this argument missing.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    let signatures = signing_rate();
    let started = Instant::now();
    let pool = start(Seed::demo());
    let cold_start = started.elapsed();
    let tokens = sign_in(&pool);
    let exchanges = rate(&pool, &refresh_request(&tokens.1));
    let get_user = rate(&pool, &get_user_request(&tokens.0));
    drop(pool);
    let crowded = start(crowd(CROWD));
    let crowded_tokens = sign_in(&crowded);
    let crowded_get_user = rate(&crowded, &get_user_request(&crowded_tokens.0));
    let memory = idle_memory();
    let (of_floor, of_few) = (exchanges / (signatures / 2.0), crowded_get_user / get_user);
    println!("| What, on one thread | Result | Ratio | Wanted | |\n|---|---|---|---|---|");
    println!("| RS256 signatures per second, no server around | {signatures:.0} | | | |");
    row(
        "token exchanges per second",
        &format!(
            "{exchanges:.0} | {:.0} % of what signing allows",
            of_floor * 100.0
        ),
        "70 %",
        of_floor >= 0.7,
    );
    row(
        "`GetUser` per second",
        &format!("{get_user:.0} |"),
        "5,000",
        get_user > 5000.0,
    );
    row(
        "the same among 100,000 users",
        &format!("{crowded_get_user:.0} | {:.0} %", of_few * 100.0),
        "unchanged",
        of_few > 0.85,
    );
    let cold_start = cold_start.as_millis();
    row(
        "cold start apart from keys",
        &format!("{cold_start} ms |"),
        "200 ms",
        cold_start < 200,
    );
    match memory {
        Some(kilobytes) => row(
            "idle memory",
            &format!("{} MB |", kilobytes / 1024),
            "30 MB",
            kilobytes < 30 * 1024,
        ),
        None => println!("| idle memory | unknown on this system | | 30 MB | |"),
    }
}

fn row(what: &str, result: &str, wanted: &str, is_met: bool) {
    let verdict = if is_met { "met" } else { "MISSED" };
    println!("| {what} | {result} | {wanted} | {verdict} |");
}

fn signing_rate() -> f64 {
    let key = KeyPair::generate(KeySize::Rsa2048).expect("a key");
    let (random, message) = (SystemRandom::new(), [7; 900]);
    let mut signature = vec![0; key.public_modulus_len()];
    let (started, mut count) = (Instant::now(), 0_u32);
    while started.elapsed() < ROUND {
        key.sign(&RSA_PKCS1_SHA256, &random, &message, &mut signature)
            .expect("a signature");
        count += 1;
    }
    f64::from(count) / started.elapsed().as_secs_f64()
}

fn start(seed: Seed) -> LocalPool {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime
        .block_on(LocalPool::builder().seed(seed).threads(1).start())
        .expect("a free port")
}

/// Access and refresh token of one person, by API.
fn sign_in(pool: &LocalPool) -> (String, String) {
    use aws_lc_rs::hmac;
    let (name, password) = Seed::demo_users().remove(0);
    let key = hmac::Key::new(hmac::HMAC_SHA256, pool.client_secret().as_bytes());
    let hash = STANDARD.encode(hmac::sign(&key, format!("{name}{}", pool.client_id()).as_bytes()));
    let parameters = serde_json::json!({ "USERNAME": name, "PASSWORD": password, "SECRET_HASH": hash });
    let body = serde_json::json!({
        "ClientId": pool.client_id(), "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters,
    });
    let mut connection = Connection::open(pool);
    let answer = connection.ask(&api_request("InitiateAuth", &body.to_string()));
    let answer: serde_json::Value = serde_json::from_slice(&answer).expect("JSON");
    let token = |name: &str| {
        answer["AuthenticationResult"][name]
            .as_str()
            .expect("a token")
            .to_owned()
    };
    (token("AccessToken"), token("RefreshToken"))
}

fn api_request(operation: &str, body: &str) -> String {
    let target = format!("X-Amz-Target: AWSCognitoIdentityProviderService.{operation}");
    post(
        "/",
        &format!("Content-Type: application/x-amz-json-1.1\r\n{target}"),
        body,
    )
}

fn get_user_request(access_token: &str) -> String {
    api_request("GetUser", &format!("{{\"AccessToken\":\"{access_token}\"}}"))
}

fn refresh_request(refresh_token: &str) -> String {
    let demo = Seed::demo();
    let client = &demo.pools[0].clients[0];
    let credentials = STANDARD.encode(format!(
        "{}:{}",
        client.id,
        client.secret.as_deref().unwrap_or_default()
    ));
    let headers =
        format!("Content-Type: application/x-www-form-urlencoded\r\nAuthorization: Basic {credentials}");
    post(
        "/oauth2/token",
        &headers,
        &format!("grant_type=refresh_token&refresh_token={refresh_token}"),
    )
}

fn post(path: &str, headers: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// Answers per second to the same request from several connections.
fn rate(pool: &LocalPool, request: &str) -> f64 {
    let started = Instant::now();
    let total: usize = thread::scope(|scope| {
        let loads: Vec<_> = (0..CLIENTS)
            .map(|_| scope.spawn(|| load(pool, request)))
            .collect();
        loads.into_iter().map(|load| load.join().expect("a load")).sum()
    });
    total as f64 / started.elapsed().as_secs_f64()
}

fn load(pool: &LocalPool, request: &str) -> usize {
    let mut connection = Connection::open(pool);
    let (started, mut count) = (Instant::now(), 0);
    while started.elapsed() < ROUND {
        connection.ask(request);
        count += 1;
    }
    count
}

/// One connection that stays open. Reads just as much HTTP as the pool's answers need.
struct Connection(BufReader<TcpStream>);

impl Connection {
    fn open(pool: &LocalPool) -> Self {
        let port = pool.url().port().expect("a port");
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream.set_nodelay(true).expect("a TCP option");
        Self(BufReader::new(stream))
    }

    fn ask(&mut self, request: &str) -> Vec<u8> {
        self.0.get_mut().write_all(request.as_bytes()).expect("a request");
        let (mut length, mut line) = (0, String::new());
        self.0.read_line(&mut line).expect("a status");
        assert!(line.starts_with("HTTP/1.1 200"), "{line}");
        loop {
            line.clear();
            self.0.read_line(&mut line).expect("a header");
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                length = value.trim().parse().expect("a number");
            }
            if line.trim().is_empty() {
                break;
            }
        }
        let mut body = vec![0; length];
        self.0.read_exact(&mut body).expect("a body");
        body
    }
}

/// Resident memory of the program with the demo pool in kilobytes, once it has its keys.
fn idle_memory() -> Option<u64> {
    let mut program = Command::new(env!("CARGO_BIN_EXE_local-pool"))
        .args(["--port", "0", "--threads", "1"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program");
    thread::sleep(Duration::from_secs(2));
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.id())).unwrap_or_default();
    program.kill().expect("our own child");
    program.wait().expect("our own child");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse().ok()
}
