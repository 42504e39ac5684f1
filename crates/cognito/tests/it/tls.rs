//! A server whose certificate nobody vouches for.

use std::sync::Arc;

use cognito::{AccessToken, TransportKind};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::support::{StubFixture, assert_unreachable, printed};
use test_support::self_signed;

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 16\r\n\r\n{\"Username\":\"x\"}";

/// Answers `GetUser` to whoever takes its certificate. Answers its port.
async fn impostor() -> u16 {
    let (certificate, key) = self_signed("localhost");
    let config = ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((connection, _)) = listener.accept().await {
            if let Ok(mut connection) = acceptor.accept(connection).await {
                let mut request = [0; 4096];
                let _ = connection.read(&mut request).await;
                let _ = connection.write_all(ANSWER).await;
            }
        }
    });
    port
}

#[tokio::test]
async fn an_untrusted_certificate_gets_no_token() {
    let port = impostor().await;
    let fixture =
        StubFixture::with(|config| config.endpoint = format!("https://localhost:{port}").parse().unwrap())
            .await;
    let error = fixture
        .cognito
        .get_user(&AccessToken::new("the-token"))
        .await
        .unwrap_err();
    assert_unreachable(&error, TransportKind::Connect);
    assert!(printed(&error).contains("UnknownIssuer"), "{}", printed(&error));
}
