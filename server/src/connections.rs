//! Connections: HTTP/1.1 and nothing else, only so many at once, and none kept by who never finishes asking.
//!
//! `axum::serve` speaks HTTP/2 as soon as any other dependency switches that on, waits for headers without end, and takes
//! connections until the process has no files left (`docs/decisions/0018-our-own-accept-loop.md`).

mod progress;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use rustix::process::{Resource, getrlimit};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::ServiceExt as _;

use progress::{Observed, Progress};

/// More are of no use.
const MOST_CONNECTIONS: u64 = 10_000;
/// How long nothing is taken in after the system had no file left for a connection.
const BREATHER: Duration = Duration::from_millis(100);
/// Of one connection, in bytes: for headers that come, and for what leaves as slowly as it is read. A load balancer of AWS takes
/// headers of as many.
const BUFFER: usize = 64 * 1024;

/// Answers requests until it is told to stop, on at most so many connections; then those under way.
pub async fn serve(listener: TcpListener, routes: Router, most: usize, told: impl Future<Output = ()>) {
    let room = Arc::new(Semaphore::new(most));
    let goodbye = GracefulShutdown::new();
    let mut told = std::pin::pin!(told);
    loop {
        let connection = tokio::select! {
            () = &mut told => break,
            connection = accept(&listener, &room) => connection,
        };
        match connection {
            Ok(connection) => {
                tokio::spawn(connection.serve(routes.clone(), room.clone(), goodbye.watcher()));
            }
            Err(error) => {
                tracing::warn!(event = "connection_failed", %error, "a connection could not be taken in");
                tokio::time::sleep(BREATHER).await;
            }
        }
    }
    drop(listener);
    goodbye.shutdown().await;
}

/// How many connections this process may have.
pub(crate) fn most_connections() -> usize {
    share_of(getrlimit(Resource::Nofile).current)
}

/// Of the files that may be open, a quarter is for others: the store, calls to the pool.
fn share_of(files: Option<u64>) -> usize {
    let files = files.map_or(MOST_CONNECTIONS, |files| files / 4 * 3);
    usize::try_from(files.clamp(1, MOST_CONNECTIONS)).unwrap_or(usize::MAX)
}

/// One that was taken in, and its place among all.
struct Connection {
    stream: TcpStream,
    peer: SocketAddr,
    _place: OwnedSemaphorePermit,
}

/// The next one, as soon as there is room for it; the system keeps others waiting.
async fn accept(listener: &TcpListener, room: &Arc<Semaphore>) -> io::Result<Connection> {
    let place = room.clone().acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    Ok(Connection {
        stream,
        peer,
        _place: place,
    })
}

impl Connection {
    async fn serve(self, routes: Router, room: Arc<Semaphore>, goodbye: Watcher) {
        let progress = Progress::new();
        let service = service_fn(|request: hyper::Request<Incoming>| {
            let under_way = progress.begin_answer();
            let mut request: Request = request.map(Body::new);
            request.extensions_mut().insert(ConnectInfo(self.peer));
            let answer = routes.clone().oneshot(request);
            async move {
                let answer = answer.await;
                drop(under_way);
                answer
            }
        });
        let stream = TokioIo::new(Observed::new(self.stream, progress.clone()));
        let connection = http1::Builder::new()
            .max_buf_size(BUFFER)
            .serve_connection(stream, service);
        let serving = goodbye.watch(connection);
        tokio::select! {
            // Errors are the other side's: nonsense, or gone.
            _ = serving => {}
            () = progress.until_overdue(|| room.available_permits() == 0) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_leave_files_for_others() {
        for (files, expected) in [
            (Some(1024), 768),
            (Some(256), 192),
            (Some(1_048_576), 10_000),
            (None, 10_000),
            (Some(0), 1),
        ] {
            assert_eq!(share_of(files), expected, "{files:?}");
        }
    }
}
