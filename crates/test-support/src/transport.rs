//! How requests reach a server.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use http::header::HOST;
use http::{HeaderMap, Request, StatusCode, Version};
use reqwest::{Client, redirect};
use tower::ServiceExt as _;
use url::Url;

use crate::Error;

#[derive(Clone)]
pub(crate) enum Transport {
    /// Over the network.
    Network(Client),
    /// In this process.
    Router(Router),
}

pub(crate) type Response = (StatusCode, HeaderMap, String);

impl Transport {
    pub(crate) async fn send(&self, url: &Url, mut request: Request<String>) -> Result<Response, Error> {
        match self {
            Self::Network(client) => {
                *request.uri_mut() = url.as_str().parse()?;
                let response = client.execute(request.try_into()?).await?;
                let (status, headers) = (response.status(), response.headers().clone());
                Ok((status, headers, response.text().await?))
            }
            Self::Router(router) => {
                let mut request = request.map(Body::from);
                name_no_host(&mut request);
                let Ok(response) = router.clone().oneshot(request).await;
                let (parts, body) = response.into_parts();
                let body = to_bytes(body, usize::MAX).await?;
                let text = String::from_utf8_lossy(&body).into_owned();
                Ok((parts.status, parts.headers, text))
            }
        }
    }
}

/// Longer than any of our servers lets anybody wait.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Follows no redirect by itself and keeps no cookies; gives up after 30 seconds.
///
/// # Panics
///
/// If TLS cannot be set up.
#[expect(clippy::disallowed_methods, reason = "a stranger to the project's own client")]
#[must_use]
pub fn http_client() -> Client {
    Client::builder()
        .no_proxy()
        .timeout(TIMEOUT)
        // The servers under test speak plain HTTP. Reading this machine's certificates would take more time than most tests.
        .tls_certs_only([])
        .redirect(redirect::Policy::none())
        // Never IPv6: the servers under test listen on 127.0.0.1.
        .resolve("localhost", SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        .build()
        .expect("TLS can be set up")
}

/// Only HTTP/1.0 lets a request name no host, as most requests to a router do.
pub fn name_no_host(request: &mut Request<Body>) {
    if !request.headers().contains_key(HOST) {
        *request.version_mut() = Version::HTTP_10;
    }
}
