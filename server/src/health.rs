//! `server health`: asks the server on this machine, as a load balancer would.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use axum::body::Body;
use http_body_util::BodyExt as _;
use hyper::client::conn::http1;
use hyper::header::HOST;
use hyper::{Request, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::config::{Problems, Variables, Web};
use crate::router::{LIVE, READY};

/// Longer than the server itself waits for its store and the pool.
const TIMEOUT: Duration = Duration::from_secs(5);
/// In bytes. What is wrong is a line.
const LONGEST_REASON: usize = 200;

/// Why the server does not count as healthy.
#[derive(Debug, thiserror::Error)]
pub enum HealthError {
    /// Where it listens is not known.
    #[error(transparent)]
    Config(#[from] Problems),
    /// Nothing answers, or something that does not speak HTTP.
    #[error("Nothing answers at {address}.")]
    NoAnswer {
        /// Where it was looked for.
        address: SocketAddr,
        /// What the system says.
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// It answers that it is not.
    #[error("{address} answers {status}: {reason}")]
    Unhealthy {
        /// Where it listens.
        address: SocketAddr,
        /// The status.
        status: StatusCode,
        /// What it says.
        reason: String,
    },
}

/// Asks whether the server at `address`, or else at `LISTEN_ADDR`, is alive, or whether it is ready, and prints what it says.
pub(crate) async fn ask(address: Option<SocketAddr>, ready: bool) -> Result<(), HealthError> {
    let address = match address {
        Some(address) => address,
        None => reachable(Web::listen_address(&Variables::from_environment()?)?),
    };
    let path = if ready { READY } else { LIVE };
    let no_answer = |source| HealthError::NoAnswer { address, source };
    let answer = timeout(TIMEOUT, get(address, path)).await;
    let (status, reason) = answer
        .map_err(|late| no_answer(late.into()))?
        .map_err(no_answer)?;
    if status != StatusCode::OK {
        return Err(HealthError::Unhealthy {
            address,
            status,
            reason,
        });
    }
    println!("{reason}");
    Ok(())
}

async fn get(
    address: SocketAddr,
    path: &str,
) -> Result<(StatusCode, String), Box<dyn std::error::Error + Send + Sync>> {
    let stream = TokioIo::new(TcpStream::connect(address).await?);
    let (mut sender, connection) = http1::handshake(stream).await?;
    tokio::spawn(connection);
    let request = Request::get(path)
        .header(HOST, address.to_string())
        .body(Body::empty())?;
    let answer = sender.send_request(request).await?;
    let status = answer.status();
    let body = answer.into_body().collect().await?.to_bytes();
    let text = String::from_utf8_lossy(&body[..body.len().min(LONGEST_REASON)]);
    Ok((status, text.trim().escape_debug().to_string()))
}

/// A server that listens on all addresses is asked on this machine's own.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let own: IpAddr = match listen.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(own, listen.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unspecified_address_is_asked_on_loopback() {
        for (listen, asked) in [
            ("0.0.0.0:3000", "127.0.0.1:3000"),
            ("[::]:3000", "[::1]:3000"),
            ("10.0.0.7:3000", "10.0.0.7:3000"),
        ] {
            assert_eq!(reachable(listen.parse().unwrap()), asked.parse().unwrap());
        }
    }
}
