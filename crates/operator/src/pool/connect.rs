//! Which pool, with whose credentials.

use std::time::Duration;

use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, SdkConfig};
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::config::{
    Credentials, ProvideCredentials, Region, SharedCredentialsProvider,
};
use url::{Host, Url};

use super::{Pool, chain};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const CALL_TIMEOUT: Duration = Duration::from_secs(20);

/// Where the pool is.
#[derive(Clone, Debug)]
pub struct Target {
    /// Such as `us-east-1_AbC123`: names the region, too.
    pub pool_id: String,
    /// Another address than Amazon's.
    pub endpoint: Option<Url>,
}

/// A pool, and the identity it is asked with.
#[derive(Debug)]
pub struct Connection {
    pub pool: Pool,
    /// The access key's id, which is no secret: `CloudTrail` knows by it whose key it is.
    pub access_key: String,
}

impl Target {
    /// Finds credentials in the usual places (environment, profiles, single sign-on, container, machine) and makes
    /// the client. The SDK does not retry by itself: the caller knows whether a call is idempotent, and its rate.
    pub async fn connect(&self) -> Result<Connection, String> {
        let (client, access_key) = client_in(&self.region()?, self.endpoint.as_ref()).await?;
        let pool = Pool::new(client, self.pool_id.clone());
        Ok(Connection { pool, access_key })
    }

    fn region(&self) -> Result<String, String> {
        let parts = self.pool_id.split_once('_');
        parts
            .filter(|(region, name)| region.contains('-') && !name.is_empty())
            .map(|(region, _)| region.to_owned())
            .ok_or_else(|| {
                format!(
                    "`{}` is not a user pool id such as us-east-1_AbC123",
                    self.pool_id.escape_debug()
                )
            })
    }
}

/// The SDK for a region or another address, and the id of the access key.
pub async fn client_in(region: &str, endpoint: Option<&Url>) -> Result<(Client, String), String> {
    let (config, access_key) = config_in(region, endpoint).await?;
    Ok((Client::new(&config), access_key))
}

/// What the SDK for any service has to know. A stand-in on this machine takes any credentials: nobody's real ones are needed
/// there, nor looked for.
pub async fn config_in(region: &str, endpoint: Option<&Url>) -> Result<(SdkConfig, String), String> {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT_TIMEOUT)
        .operation_timeout(CALL_TIMEOUT)
        .build();
    let mut loader = aws_config::defaults(BehaviorVersion::v2026_01_12())
        .region(Region::new(region.to_owned()))
        .retry_config(RetryConfig::disabled())
        .timeout_config(timeouts);
    if let Some(endpoint) = endpoint {
        loader = loader.endpoint_url(endpoint.as_str().trim_end_matches('/'));
    }
    if endpoint.is_some_and(is_loopback) {
        loader = loader.credentials_provider(placeholder());
    }
    let config = loader.load().await;
    let access_key = access_key(config.credentials_provider()).await?;
    Ok((config, access_key))
}

/// Another address than Amazon's, or none: a variable that is set to nothing counts as not set.
#[derive(Clone, Debug)]
pub struct Endpoint(pub Option<Url>);

/// An address for `--endpoint`: https, or anything on this machine.
pub fn parse_endpoint(text: &str) -> Result<Endpoint, String> {
    if text.trim().is_empty() {
        return Ok(Endpoint(None));
    }
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    if url.scheme() == "https" || url.scheme() == "http" && is_loopback(&url) {
        Ok(Endpoint(Some(url)))
    } else {
        Err("must be https://, or http:// on this machine".to_owned())
    }
}

/// Whether an address is on this machine.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn placeholder() -> Credentials {
    Credentials::new("local-pool", "local-pool", None, None, "a pool on this machine")
}

async fn access_key(provider: Option<SharedCredentialsProvider>) -> Result<String, String> {
    let provider = provider.ok_or("no source of AWS credentials is configured")?;
    match provider.provide_credentials().await {
        Ok(credentials) => Ok(credentials.access_key_id().to_owned()),
        Err(error) => Err(format!("no AWS credentials: {}", chain(&error))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(pool_id: &str) -> Target {
        Target {
            pool_id: pool_id.to_owned(),
            endpoint: None,
        }
    }

    #[test]
    fn a_pool_names_its_region() {
        assert_eq!(target("eu-west-1_local0001").region().as_deref(), Ok("eu-west-1"));
        for wrong in ["", "local", "eu-west-1", "eu-west-1_", "_x"] {
            assert!(target(wrong).region().is_err(), "{wrong}");
        }
    }

    #[test]
    fn plain_http_stays_on_this_machine() {
        for good in [
            "http://localhost:9229",
            "http://127.0.0.1:1/",
            "http://[::1]:1",
            "https://example.com",
        ] {
            assert!(parse_endpoint(good).unwrap().0.is_some(), "{good}");
        }
        assert!(parse_endpoint(" ").unwrap().0.is_none());
        for bad in [
            "http://example.com",
            "http://localhost.example.com",
            "ftp://localhost",
            "localhost",
        ] {
            assert!(parse_endpoint(bad).is_err(), "{bad}");
        }
    }
}
