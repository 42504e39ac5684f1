//! A network between the application and its pool.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, copy};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::sleep;
use url::Url;

/// Where `pool` can be reached, with this much latency for each request.
pub async fn with_latency(pool: &Url, latency: Duration) -> Url {
    let port = pool.port().unwrap();
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let mut there = pool.clone();
    there
        .set_port(Some(listener.local_addr().unwrap().port()))
        .unwrap();
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            tokio::spawn(relay(near, port, latency));
        }
    });
    there
}

async fn relay(near: TcpStream, port: u16, latency: Duration) {
    let Ok(far) = TcpStream::connect(("127.0.0.1", port)).await else {
        return;
    };
    let ((from_near, mut to_near), (mut from_far, to_far)) = (near.into_split(), far.into_split());
    tokio::join!(copy_late(from_near, to_far, latency), async {
        // A connection that ends is no failure of a test.
        let _ = copy(&mut from_far, &mut to_near).await;
    });
}

async fn copy_late(mut from: impl AsyncRead + Unpin, mut to: impl AsyncWrite + Unpin, latency: Duration) {
    let mut chunk = [0; 16 * 1024];
    while let Ok(length @ 1..) = from.read(&mut chunk).await {
        sleep(latency).await;
        if to.write_all(&chunk[..length]).await.is_err() {
            return;
        }
    }
}
