//! Bytes on a socket that no client library would send.

use std::future::pending;

use fastrand::Rng;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::{addresses, noise, pick, requests, rng};
use crate::test_app::TestApp;

/// What no client library would send.
fn raw(rng: &mut Rng, addresses: &[String]) -> Vec<u8> {
    let address = &addresses[rng.usize(..addresses.len())];
    let method = pick(
        rng,
        &["GET", "POST", "HEAD", "", "get", "G\u{e9}T", "CONNECT", "PRI"],
    );
    let version = pick(
        rng,
        &["HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9", "", "http/1.1"],
    );
    let target = match rng.u8(..4) {
        0 => pick(
            rng,
            &[
                "*",
                "a:1",
                "a",
                "",
                "http://",
                "//",
                "/\u{fe0f}",
                "/\u{1}",
                "/%zz",
            ],
        )
        .to_owned(),
        1 => format!("{address}?{}", noise(rng)),
        _ => address.clone(),
    };
    let mut text = format!("{method} {target} {version}\r\n");
    for _ in 0..rng.usize(..5) {
        text.push_str(pick(
            rng,
            &[
                "host: x\r\n",
                "host:\r\n",
                "host: a b\r\n",
                "content-length: 3\r\n",
                "content-length: x\r\n",
                "transfer-encoding: chunked\r\n",
                "transfer-encoding: x\r\n",
                " folded\r\n",
                "no colon\r\n",
                "accept: text/html\r\n",
                "cookie: lc-session-3000=\u{1}\r\n",
                ": empty\r\n",
                "connection: close\r\n",
                "\n",
                "\0",
            ],
        ));
    }
    text.push_str("\r\n");
    let mut bytes = text.into_bytes();
    bytes.extend((0..rng.usize(..40)).map(|_| rng.u8(..)));
    if rng.bool() {
        let at = rng.usize(..bytes.len());
        bytes[at] = rng.u8(..);
    }
    bytes
}

#[tokio::test]
async fn random_bytes_never_fail_the_server() {
    let world = TestApp::new().await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(server::serve(
        listener,
        server::router(world.state.clone()),
        100,
        pending(),
    ));
    let addresses = addresses();
    let mut rng = rng();
    for sent in 0..requests() / 4 {
        let bytes = raw(&mut rng, &addresses);
        let mut stream = TcpStream::connect(address).await.unwrap();
        // It may have closed before everything was sent.
        let _ = stream.write_all(&bytes).await;
        let _ = stream.shutdown().await;
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        let answer = String::from_utf8_lossy(&answer);
        let shown = String::from_utf8_lossy(&bytes);
        assert!(
            !answer.contains("HTTP/1.1 500"),
            "number {sent}: {shown:?} {answer}"
        );
        assert!(
            !answer.contains("HTTP/1.0 500"),
            "number {sent}: {shown:?} {answer}"
        );
    }
    let mut alive = TcpStream::connect(address).await.unwrap();
    alive.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    alive.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("ok"), "{answer}");
}
