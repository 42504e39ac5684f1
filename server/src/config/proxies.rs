//! The proxies in front of this application, whose word on where a request comes from is believed.

use std::net::IpAddr;

use ipnet::IpNet;

/// Networks of proxies. With none, forwarded headers are not looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TrustedProxies {
    networks: Vec<IpNet>,
    is_stated: bool,
}

impl TrustedProxies {
    /// Reads addresses and networks with commas between, `10.0.0.7, 2001:db8::/32`, or `none`.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let networks = if text == "none" {
            Some(Vec::new())
        } else {
            let parts = text.split(',').map(|part| parse_network(part.trim()));
            parts.collect()
        };
        let networks = networks
            .ok_or("must be addresses or networks with commas between: 10.0.0.7, 10.1.0.0/16; or none")?;
        Ok(Self {
            networks,
            is_stated: true,
        })
    }

    /// Whether the proxies are configured, even as none.
    #[must_use]
    pub fn is_stated(&self) -> bool {
        self.is_stated
    }

    /// Whether `none` is configured.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.is_stated && self.networks.is_empty()
    }

    /// Whether this address is a proxy of ours.
    #[must_use]
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.networks.iter().any(|network| network.contains(&address))
    }
}

/// A network, or a single address. The whole world is refused: it would switch a protection off.
fn parse_network(text: &str) -> Option<IpNet> {
    let address = || text.parse::<IpAddr>().map(IpNet::from);
    let network = text.parse().or_else(|_| address()).ok()?;
    (IpNet::prefix_len(&network) > 0).then_some(network)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contains(proxies: &str, address: &str) -> bool {
        TrustedProxies::parse(proxies)
            .unwrap()
            .contains(address.parse().unwrap())
    }

    #[test]
    fn proxies_are_single_addresses_and_networks() {
        let proxies = "10.0.0.7, 172.16.0.0/12,2001:db8::/32, ::1";
        for address in [
            "10.0.0.7",
            "172.31.255.255",
            "2001:db8:ffff::1",
            "::1",
            "::ffff:10.0.0.7",
        ] {
            assert!(contains(proxies, address), "{address}");
        }
        for address in ["10.0.0.8", "172.32.0.0", "2001:db9::1", "::2", "0.0.0.1"] {
            assert!(!contains(proxies, address), "{address}");
        }
    }

    #[test]
    fn malformed_networks_are_refused() {
        for text in [
            "",
            "nginx",
            "none, 10.0.0.7",
            "None",
            "10.0.0.0/33",
            "10.0.0.0/0",
            "::/129",
            "10.0.0.7,",
            "10.0.0.0/-1",
            "10.0.0",
        ] {
            assert!(TrustedProxies::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn no_address_is_trusted_without_proxies() {
        let (unsaid, none) = (TrustedProxies::default(), TrustedProxies::parse("none").unwrap());
        for proxies in [&unsaid, &none] {
            assert!(!proxies.contains([127, 0, 0, 1].into()));
        }
        assert!(none.is_none() && none.is_stated());
        assert!(!unsaid.is_none() && !unsaid.is_stated());
    }
}
