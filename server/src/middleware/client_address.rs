//! Where a request comes from: the other end of the connection, or if that is a proxy of ours, what it says
//! (`X-Forwarded-For`). Everything else that a client writes into headers is its own story (ASVS 4.1.3).

use std::net::{IpAddr, SocketAddr};

use app::server::ClientAddress;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::HeaderMap;
use axum::middleware::Next;
use axum::response::Response;

use crate::config::TrustedProxies;
use crate::state::AppState;

const FORWARDED_FOR: &str = "x-forwarded-for";

pub(super) async fn note_client_address(
    State(state): State<AppState>,
    mut request: Request,
    next: Next,
) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    if let Some(ConnectInfo(peer)) = peer {
        let address = client_address(peer.ip(), request.headers(), &state.trusted_proxies);
        request.extensions_mut().insert(ClientAddress(address));
    }
    next.run(request).await
}

/// Each proxy writes behind what it got the address it got it from. Reading from the end, the first that is no proxy of
/// ours is the client; what stands before it may be made up.
fn client_address(peer: IpAddr, headers: &HeaderMap, proxies: &TrustedProxies) -> IpAddr {
    let mut client = peer.to_canonical();
    let values = headers.get_all(FORWARDED_FOR).iter();
    let lines: Vec<&str> = values.map(|value| value.to_str().unwrap_or_default()).collect();
    let mut hops = lines.iter().rev().flat_map(|line| line.rsplit(','));
    while proxies.contains(client) {
        match hops.next().and_then(address) {
            Some(hop) => client = hop.to_canonical(),
            None => break,
        }
    }
    client
}

/// Some proxies write the port, too.
fn address(hop: &str) -> Option<IpAddr> {
    let hop = hop.trim();
    let with_port = || hop.parse().ok().map(|address: SocketAddr| address.ip());
    hop.parse().ok().or_else(with_port)
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn client(peer: &str, forwarded: &[&'static str], proxies: &str) -> String {
        let mut headers = HeaderMap::new();
        for line in forwarded {
            headers.append(FORWARDED_FOR, HeaderValue::from_static(line));
        }
        let proxies = if proxies.is_empty() {
            TrustedProxies::default()
        } else {
            TrustedProxies::parse(proxies).unwrap()
        };
        client_address(peer.parse().unwrap(), &headers, &proxies).to_string()
    }

    #[test]
    fn without_proxies_forwarded_headers_are_not_looked_at() {
        assert_eq!(client("192.0.2.1", &["198.51.100.9"], ""), "192.0.2.1");
        assert_eq!(client("192.0.2.1", &["198.51.100.9"], "10.0.0.1"), "192.0.2.1");
    }

    #[test]
    fn a_proxy_says_who_the_client_is() {
        for (forwarded, expected) in [
            (&["198.51.100.9"][..], "198.51.100.9"),
            // The client made up the first two.
            (&["127.0.0.1, 203.0.113.5, 198.51.100.9"], "198.51.100.9"),
            (&["203.0.113.5", "198.51.100.9"], "198.51.100.9"),
            // Two proxies of ours in a row.
            (&["198.51.100.9, 10.0.0.2"], "198.51.100.9"),
            (&["2001:db8::7"], "2001:db8::7"),
            // With ports.
            (&["198.51.100.9:5678, 10.0.0.2:80"], "198.51.100.9"),
            (&["[2001:db8::7]:5678"], "2001:db8::7"),
            // Nothing that can be read: the proxy itself.
            (&[], "10.0.0.1"),
            (&["unknown"], "10.0.0.1"),
            (&["198.51.100.9, unknown"], "10.0.0.1"),
            (&[""], "10.0.0.1"),
        ] {
            assert_eq!(
                client("10.0.0.1", forwarded, "10.0.0.0/8"),
                expected,
                "{forwarded:?}"
            );
        }
    }

    #[test]
    fn a_chain_of_nothing_but_proxies_ends_with_the_farthest() {
        assert_eq!(
            client("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.0/8"),
            "10.0.0.3"
        );
    }
}
