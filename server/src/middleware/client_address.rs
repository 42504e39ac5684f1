//! Where a request comes from: the other end of the connection, or if that is a proxy of ours, what it says
//! (`X-Forwarded-For`). Everything else that a client writes into headers is its own story (ASVS 4.1.3).

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicBool, Ordering};

use app::server::ClientAddress;
use axum::extract::{ConnectInfo, Request};
use axum::http::HeaderMap;

use crate::config::TrustedProxies;
use crate::router::PROBES;

const FORWARDED_FOR: &str = "x-forwarded-for";

/// The proxies, and what was said about them already.
pub(super) struct Proxies {
    trusted: TrustedProxies,
    is_warned: AtomicBool,
}

impl Proxies {
    pub fn new(trusted: TrustedProxies) -> Self {
        Self {
            trusted,
            is_warned: AtomicBool::default(),
        }
    }

    pub fn note_client_address(&self, request: &mut Request) {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
        if let Some(peer) = peer.map(|ConnectInfo(peer)| peer.ip()) {
            self.warn_once(peer, request);
            let address = client_address(peer, request.headers(), &self.trusted);
            request.extensions_mut().insert(ClientAddress(address));
        }
    }

    /// Says once that something does not fit: every visitor then counts as one.
    fn warn_once(&self, peer: IpAddr, request: &Request) {
        let is_forwarded = request.headers().contains_key(FORWARDED_FOR);
        let Some(misconfiguration) = misconfiguration(&self.trusted, peer, is_forwarded) else {
            return;
        };
        if !PROBES.contains(&request.uri().path()) && !self.is_warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(event = "proxy_misfit", %peer, "{misconfiguration}");
        }
    }
}

/// What is wrong between us and the proxy, if the request shows it.
fn misconfiguration(proxies: &TrustedProxies, peer: IpAddr, is_forwarded: bool) -> Option<&'static str> {
    match (proxies.contains(peer), is_forwarded) {
        (true, false) => Some(
            "a proxy in TRUSTED_PROXIES sends no X-Forwarded-For: all its visitors count as one, and use up the \
             attempts of each other",
        ),
        (false, true) if !proxies.is_none() => Some(
            "X-Forwarded-For from an address that is not in TRUSTED_PROXIES counts for nothing: if that is the proxy, \
             all visitors count as one, and use up the attempts of each other",
        ),
        _ => None,
    }
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
    fn forwarded_headers_are_ignored_without_proxies() {
        assert_eq!(client("192.0.2.1", &["198.51.100.9"], ""), "192.0.2.1");
        assert_eq!(client("192.0.2.1", &["198.51.100.9"], "10.0.0.1"), "192.0.2.1");
    }

    #[test]
    fn proxy_header_names_the_client() {
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
    fn proxy_misconfigurations_are_noticed() {
        let peer: IpAddr = [10, 0, 0, 1].into();
        let says = |proxies: &TrustedProxies, is_forwarded| {
            misconfiguration(proxies, peer, is_forwarded).map(|text| text.contains("sends no"))
        };
        let unsaid = TrustedProxies::default();
        let [none, other, this] =
            ["none", "10.0.0.2", "10.0.0.1"].map(|text| TrustedProxies::parse(text).unwrap());
        assert_eq!([says(&unsaid, false), says(&unsaid, true)], [None, Some(false)]);
        assert_eq!([says(&none, false), says(&none, true)], [None, None]);
        assert_eq!([says(&other, false), says(&other, true)], [None, Some(false)]);
        assert_eq!([says(&this, false), says(&this, true)], [Some(true), None]);
    }

    #[test]
    fn chain_of_only_proxies_gives_the_farthest() {
        assert_eq!(
            client("10.0.0.1", &["10.0.0.3, 10.0.0.2"], "10.0.0.0/8"),
            "10.0.0.3"
        );
    }
}
