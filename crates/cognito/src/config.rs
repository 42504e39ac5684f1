//! What the client must know of the pool and of the application.

use std::time::Duration;

use url::{Host, Url};

use crate::error::ConfigError;
use crate::{ClientId, ClientSecret, ExactUrl, Issuer, PoolId};

/// The pool, the app client, and where they are reached. [`Config::new`] fills in what AWS uses.
#[derive(Clone, Debug)]
pub struct Config {
    /// The user pool.
    pub pool_id: PoolId,
    /// The app client.
    pub client_id: ClientId,
    /// Its secret.
    pub client_secret: ClientSecret,
    /// Another one, while one replaces the other: used when the pool refuses the first.
    pub other_secret: Option<ClientSecret>,
    /// Base address of discovery and of the JSON API; see [`default_endpoint`].
    pub endpoint: Url,
    /// Origin of the pool's domain. Replaces the origin of the OAuth endpoints that discovery names.
    pub domain: Option<Url>,
    /// Where the pool sends people back; sent as written, because it is compared byte by byte.
    pub redirect_uri: ExactUrl,
    /// Where the pool sends people after signing out; sent as written, too.
    pub sign_out_uri: ExactUrl,
    /// The scopes to ask for.
    pub scopes: Vec<String>,
    /// How long a call may take.
    pub timeouts: Timeouts,
}

impl Config {
    /// A pool on AWS, with the default scopes `openid email profile aws.cognito.signin.user.admin` and the
    /// default time-outs.
    #[must_use]
    pub fn new(
        pool_id: PoolId,
        client_id: ClientId,
        client_secret: ClientSecret,
        redirect_uri: impl Into<ExactUrl>,
        sign_out_uri: impl Into<ExactUrl>,
    ) -> Self {
        Self {
            endpoint: default_endpoint(&pool_id),
            domain: None,
            redirect_uri: redirect_uri.into(),
            sign_out_uri: sign_out_uri.into(),
            scopes: ["openid", "email", "profile", "aws.cognito.signin.user.admin"]
                .map(String::from)
                .to_vec(),
            timeouts: Timeouts::default(),
            pool_id,
            client_id,
            client_secret,
            other_secret: None,
        }
    }

    /// Every spelling of the pool's issuer: the two that AWS uses, and that of the endpoint when it is
    /// another one (a stand-in).
    #[must_use]
    pub fn issuers(&self) -> Vec<Issuer> {
        let aws = default_endpoint(&self.pool_id);
        let host = aws.host_str().unwrap_or_default();
        let pool = &self.pool_id;
        let mut issuers = vec![
            Issuer::new(format!("https://{host}/{pool}")),
            Issuer::new(format!("https://issuer-{host}/{pool}")),
        ];
        let own = Issuer::new(self.pool_url(""));
        if !issuers.contains(&own) {
            issuers.push(own);
        }
        issuers
    }

    /// Whether this is an issuer of the configured pool, for the `iss` of a callback too (RFC 9207 section 2.4).
    #[must_use]
    pub fn is_issuer(&self, text: &str) -> bool {
        self.issuers().iter().any(|issuer| issuer.as_str() == text)
    }

    /// An address below the pool: `{endpoint}/{pool}{path}`.
    pub(crate) fn pool_url(&self, path: &str) -> String {
        format!(
            "{}/{}{path}",
            self.endpoint.as_str().trim_end_matches('/'),
            self.pool_id
        )
    }

    /// Refuses addresses that would carry secrets in the clear (RFC 9700 section 2.6).
    pub(crate) fn check(&self) -> Result<(), ConfigError> {
        let mut urls = vec![
            ("endpoint", &self.endpoint),
            ("redirect_uri", self.redirect_uri.url()),
            ("sign_out_uri", self.sign_out_uri.url()),
        ];
        urls.extend(self.domain.as_ref().map(|domain| ("domain", domain)));
        for (name, url) in urls {
            if !is_safe(url) {
                return Err(ConfigError::Insecure(name));
            }
            if url.fragment().is_some() {
                return Err(ConfigError::Fragment(name));
            }
        }
        Ok(())
    }
}

/// Whether an address is https, or http on this machine.
pub(crate) fn is_safe(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

/// Whether an address is one of this machine.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// The address of Cognito in the pool's region: `https://cognito-idp.{region}.amazonaws.com/`, with the suffix
/// of the region's partition (AWS General Reference, "Amazon Cognito Identity endpoints and quotas").
#[must_use]
#[expect(clippy::missing_panics_doc, reason = "a `PoolId` has checked its region")]
pub fn default_endpoint(pool_id: &PoolId) -> Url {
    let region = pool_id.region();
    let suffix = match region.split('-').next() {
        Some("cn") => "amazonaws.com.cn",
        Some("eusc") => "amazonaws.eu",
        _ => "amazonaws.com",
    };
    Url::parse(&format!("https://cognito-idp.{region}.{suffix}/"))
        .expect("a region is letters, digits and hyphens")
}

/// How long a call to the pool may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// To connect, TLS included.
    pub connect: Duration,
    /// From the start to the last byte of the answer.
    pub total: Duration,
}

impl Timeouts {
    /// What [`Config::new`] sets: 3 and 8 seconds.
    pub const DEFAULT: Self = Self {
        connect: Duration::from_secs(3),
        total: Duration::from_secs(8),
    };
}

impl Default for Timeouts {
    fn default() -> Self {
        Self::DEFAULT
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(pool: &str) -> Config {
        let here = |path: &str| ExactUrl::parse(&format!("http://localhost:3000{path}")).unwrap();
        let pool = PoolId::parse(pool).unwrap();
        Config::new(
            pool,
            "client".into(),
            "secret".into(),
            here("/logged_in"),
            here("/logged_out"),
        )
    }

    #[test]
    fn the_endpoint_follows_from_the_region() {
        for (pool, endpoint) in [
            ("us-east-1_x", "https://cognito-idp.us-east-1.amazonaws.com/"),
            (
                "us-gov-west-1_x",
                "https://cognito-idp.us-gov-west-1.amazonaws.com/",
            ),
            ("cn-north-1_x", "https://cognito-idp.cn-north-1.amazonaws.com.cn/"),
            (
                "eusc-de-east-1_x",
                "https://cognito-idp.eusc-de-east-1.amazonaws.eu/",
            ),
        ] {
            assert_eq!(config(pool).endpoint.as_str(), endpoint);
        }
    }

    #[test]
    fn aws_pool_has_two_issuers_local_pool_three() {
        let mut config = config("eu-west-1_x");
        let aws = [
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
            "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
        ];
        assert_eq!(config.issuers(), aws.map(Issuer::from));
        config.endpoint = Url::parse("http://localhost:9229").unwrap();
        assert_eq!(config.issuers()[..2], aws.map(Issuer::from));
        assert_eq!(config.issuers()[2].as_str(), "http://localhost:9229/eu-west-1_x");
    }

    #[test]
    fn other_issuers_are_not_ours() {
        let config = config("eu-west-1_x");
        for issuer in [
            "",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_y",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x/",
            "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_X",
            "https://cognito-idp.us-east-1.amazonaws.com/eu-west-1_x",
            "http://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
            "https://cognito-idp.eu-west-1.amazonaws.com.evil.example/eu-west-1_x",
            "https://evil.example/cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
            "https://issuer-cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x?",
            " https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_x",
        ] {
            assert!(!config.is_issuer(issuer), "{issuer:?}");
        }
    }

    #[test]
    fn plain_http_is_refused_except_on_loopback() {
        for (endpoint, safe) in [
            ("https://cognito-idp.eu-west-1.amazonaws.com/", true),
            ("http://localhost:9229", true),
            ("http://127.0.0.1:9229", true),
            ("http://[::1]:9229", true),
            ("http://cognito-idp.eu-west-1.amazonaws.com/", false),
            ("http://localhost.evil.example/", false),
            ("http://10.0.0.1/", false),
            ("ftp://localhost/", false),
        ] {
            let config = Config {
                endpoint: Url::parse(endpoint).unwrap(),
                ..config("eu-west-1_x")
            };
            assert_eq!(config.check().is_ok(), safe, "{endpoint}");
        }
    }

    #[test]
    fn client_timeouts_are_three_and_eight_seconds() {
        let timeouts = config("eu-west-1_x").timeouts;
        let (connect, total) = (Duration::from_secs(3), Duration::from_secs(8));
        assert_eq!(timeouts, Timeouts { connect, total });
    }

    #[test]
    fn every_address_is_checked() {
        let bad = "http://app.example/";
        let exact = || ExactUrl::parse(bad).unwrap();
        let base = || config("eu-west-1_x");
        for config in [
            Config {
                redirect_uri: exact(),
                ..base()
            },
            Config {
                sign_out_uri: exact(),
                ..base()
            },
            Config {
                domain: Some(Url::parse(bad).unwrap()),
                ..base()
            },
        ] {
            assert!(matches!(config.check(), Err(ConfigError::Insecure(_))));
        }
        let fragment = Config {
            redirect_uri: ExactUrl::parse("https://app.example/#x").unwrap(),
            ..base()
        };
        assert!(matches!(
            fragment.check(),
            Err(ConfigError::Fragment("redirect_uri"))
        ));
    }

    #[test]
    fn debug_shows_no_secret() {
        let mut config = config("eu-west-1_x");
        config.client_secret = ClientSecret::new("hunter2");
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
