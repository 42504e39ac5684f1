//! Connections, on real sockets: what they speak, how long they may take, how many there are.

use std::future::pending;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{Instant, sleep};

const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n";
const UNFINISHED: &[u8] = b"GET / HTTP/1.1\r\nhost: x\r\n";

/// Something that answers, on at most so many connections.
async fn serve(most: usize) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let routes = Router::new().route("/", get(async || "here"));
    tokio::spawn(server::serve(listener, routes, most, pending()));
    address
}

async fn send(address: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    stream
}

/// One answer; the connection stays.
async fn answer(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    while !answer.ends_with(b"here") {
        let count = stream.read_buf(&mut answer).await.unwrap();
        assert_ne!(count, 0, "closed after {:?}", String::from_utf8_lossy(&answer));
    }
    String::from_utf8(answer).unwrap()
}

/// Everything up to the end of the connection, and when that is.
async fn rest(stream: &mut TcpStream) -> (Vec<u8>, u64) {
    let started = Instant::now();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest).await;
    (rest, started.elapsed().as_secs())
}

#[tokio::test]
async fn http_2_is_not_served() {
    let address = serve(10).await;
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    let preface = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &settings].concat();
    let (said, _) = rest(&mut send(address, &preface).await).await;
    assert!(said.is_empty() || said.starts_with(b"HTTP/1.1 4"), "{said:?}");
    let upgrade = b"GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQAAP__\r\n\r\n";
    let said = answer(&mut send(address, upgrade).await).await;
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
}

#[tokio::test(start_paused = true)]
async fn unfinished_headers_end_after_ten_seconds() {
    let address = serve(10).await;
    for bytes in [UNFINISHED, b"", b"G"] {
        let (said, seconds) = rest(&mut send(address, bytes).await).await;
        assert!(said.is_empty(), "{said:?}");
        assert!((9..=11).contains(&seconds), "{seconds} s");
    }
}

#[tokio::test(start_paused = true)]
async fn proxies_may_keep_a_connection_for_a_minute() {
    let address = serve(10).await;
    let mut stream = send(address, REQUEST).await;
    answer(&mut stream).await;
    sleep(Duration::from_mins(1)).await;
    stream.write_all(REQUEST).await.unwrap();
    answer(&mut stream).await;
    stream.write_all(UNFINISHED).await.unwrap();
    let (_, seconds) = rest(&mut stream).await;
    assert!((9..=11).contains(&seconds), "{seconds} s");
}

#[tokio::test(start_paused = true)]
async fn connections_are_bounded_and_room_comes_back() {
    let address = serve(2).await;
    let hogs = [send(address, UNFINISHED).await, send(address, b"").await];
    let started = Instant::now();
    let said = answer(&mut send(address, REQUEST).await).await;
    assert!(said.starts_with("HTTP/1.1 200"), "{said}");
    let seconds = started.elapsed().as_secs();
    assert!((9..=11).contains(&seconds), "{seconds} s");
    drop(hogs);
}
