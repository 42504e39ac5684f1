//! Which user pool: a real one, or with nothing configured the local one.

use cognito::{ClientId, ClientSecret, PoolId, default_endpoint};
use url::Url;

use super::address::{AppOrigin, parse_address};
use super::problem::{Reader, parse_switch};

const DEFAULT_LOCAL_PORT: u16 = 9229;

/// Any of these means that a real pool is wanted.
const OF_A_REAL_POOL: [&str; 6] = [
    "COGNITO_USER_POOL_ID",
    "CLIENT_ID",
    "CLIENT_SECRET",
    "COGNITO_DOMAIN",
    "COGNITO_REGION",
    "COGNITO_ENDPOINT",
];

/// The user pool people are in.
#[derive(Debug)]
pub enum Pool {
    /// The stand-in, run by this process.
    Local(LocalPool),
    /// A pool at Amazon, or a stand-in run separately.
    Real(Box<RealPool>),
}

/// How the stand-in is run.
#[derive(Clone, Debug)]
pub struct LocalPool {
    /// Its port on this machine; 0 takes any that is free.
    pub port: u16,
    /// Whether tests may change its clock and make it misbehave.
    pub test_controls: bool,
    /// What it is made of instead of the demo pool.
    pub template: Option<Template>,
}

/// A pool as `CloudFormation` describes it.
#[cfg(feature = "local-pool")]
pub type Template = local_pool::Template;

/// There is none in a build without the local pool.
#[cfg(not(feature = "local-pool"))]
pub type Template = std::convert::Infallible;

/// A pool and the app client this application is to it.
#[derive(Debug)]
pub struct RealPool {
    /// The pool: names region and issuer, too.
    pub pool_id: PoolId,
    /// The app client.
    pub client_id: ClientId,
    /// Its secret.
    pub client_secret: ClientSecret,
    /// Another one, while one replaces the other.
    pub other_secret: Option<ClientSecret>,
    /// The Hosted UI, if not the one the pool itself names.
    pub domain: Option<Url>,
    /// The base address of discovery and the JSON API: Amazon's, or a stand-in's.
    pub endpoint: Url,
}

impl Pool {
    pub(super) fn read(reader: &mut Reader<'_>, origin: Option<&AppOrigin>) -> Option<Self> {
        let is_production = origin.is_some_and(AppOrigin::is_https);
        let local = LocalPool::read(reader);
        if is_production || OF_A_REAL_POOL.iter().any(|name| reader.is_set(name)) {
            for (name, is_set) in [
                ("LOCAL_POOL_TEST_CONTROLS", local.test_controls),
                ("LOCAL_POOL_TEMPLATE", local.template.is_some()),
            ] {
                if is_set {
                    reader.refuse(name, "must not be set when the local pool is not used");
                }
            }
            RealPool::read(reader, is_production).map(|pool| Self::Real(Box::new(pool)))
        } else {
            Some(Self::Local(local))
        }
    }
}

impl LocalPool {
    fn read(reader: &mut Reader<'_>) -> Self {
        let port = reader.read("LOCAL_POOL_PORT", |text| {
            text.parse()
                .map_err(|_| "must be a port number, or 0 for any that is free")
        });
        let test_controls = reader.read("LOCAL_POOL_TEST_CONTROLS", parse_switch);
        Self {
            port: port.unwrap_or(DEFAULT_LOCAL_PORT),
            test_controls: test_controls.unwrap_or(false),
            template: reader.read("LOCAL_POOL_TEMPLATE", read_template),
        }
    }
}

#[cfg(feature = "local-pool")]
fn read_template(file: &str) -> Result<Template, String> {
    let text = std::fs::read_to_string(file).map_err(|error| format!("{file} cannot be read: {error}"))?;
    Template::read(&text).map_err(|error| format!("{file}: {error}"))
}

#[cfg(not(feature = "local-pool"))]
fn read_template(_file: &str) -> Result<Template, String> {
    Err("must not be set: this binary was built without the local pool".to_owned())
}

impl RealPool {
    fn read(reader: &mut Reader<'_>, is_production: bool) -> Option<Self> {
        let pool_id = reader.require(
            "COGNITO_USER_POOL_ID",
            &missing("the user pool", is_production),
            |text| PoolId::parse(text).map_err(|_| "must be a user pool id such as us-east-1_AbC123"),
        );
        let client_id = reader.require(
            "CLIENT_ID",
            &missing("the app client's id", is_production),
            parse_client_id,
        );
        let client_secret = reader.require(
            "CLIENT_SECRET",
            &missing("the app client's secret", is_production),
            parse_secrets,
        );
        check_region(reader, pool_id.as_ref());
        let domain = reader.read("COGNITO_DOMAIN", |text| parse_domain(text, pool_id.as_ref()));
        let endpoint = reader.read("COGNITO_ENDPOINT", parse_base);
        for (name, address) in [("COGNITO_DOMAIN", &domain), ("COGNITO_ENDPOINT", &endpoint)] {
            if is_production
                && address
                    .as_ref()
                    .is_some_and(|address| address.scheme() != "https")
            {
                reader.refuse(name, "must be https:// when APP_ORIGIN is https://");
            }
        }
        let pool_id = pool_id?;
        let (client_secret, other_secret) = client_secret?;
        let endpoint = endpoint.unwrap_or_else(|| default_endpoint(&pool_id));
        Some(Self {
            pool_id,
            client_id: client_id?,
            client_secret,
            other_secret,
            domain,
            endpoint,
        })
    }
}

fn missing(what: &str, is_production: bool) -> String {
    if is_production {
        format!("is missing: {what} (an https:// APP_ORIGIN never runs on the local pool)")
    } else {
        format!(
            "is missing: {what} (leave out {} to run on the local pool)",
            OF_A_REAL_POOL.join(", ")
        )
    }
}

fn parse_client_id(text: &str) -> Result<ClientId, &'static str> {
    let is_id = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"_+".contains(&byte));
    if is_id {
        Ok(ClientId::new(text))
    } else {
        Err("must be an app client's id: letters and digits")
    }
}

/// One secret, or two with a comma between: no secret has one in it.
fn parse_secrets(text: &str) -> Result<(ClientSecret, Option<ClientSecret>), &'static str> {
    let mut secrets = text.split(',').map(str::trim).filter(|secret| !secret.is_empty());
    let (first, second, more) = (secrets.next(), secrets.next(), secrets.next());
    match (first, more) {
        (Some(first), None) => Ok((ClientSecret::new(first), second.map(ClientSecret::new))),
        _ => Err("must be the app client's secret, or two of them with a comma between, the newer first"),
    }
}

fn check_region(reader: &mut Reader<'_>, pool_id: Option<&PoolId>) {
    let region = reader.read("COGNITO_REGION", |text| {
        let is_region = text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if is_region {
            Ok(text.to_owned())
        } else {
            Err("must be a region such as us-east-1")
        }
    });
    if let (Some(region), Some(pool_id)) = (region, pool_id)
        && region != pool_id.region()
    {
        reader.refuse(
            "COGNITO_REGION",
            "must be the region COGNITO_USER_POOL_ID begins with, or be left out",
        );
    }
}

/// Takes the Hosted UI's address, its host name, or the prefix of a domain at Amazon.
fn parse_domain(text: &str, pool_id: Option<&PoolId>) -> Result<Url, &'static str> {
    let is_name = |text: &str| {
        text.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
    };
    let address = match pool_id {
        _ if text.contains("://") => text.to_owned(),
        _ if !is_name(text) => {
            return Err("must be the address of the pool's Hosted UI, its host name or prefix");
        }
        Some(pool_id) if !text.contains('.') => {
            format!("https://{text}.auth.{}.amazoncognito.com", pool_id.region())
        }
        _ => format!("https://{text}"),
    };
    parse_base(&address)
}

/// An address that others are built upon.
fn parse_base(text: &str) -> Result<Url, &'static str> {
    let url = parse_address(text)?;
    let is_bare = url.path() == "/" && url.query().is_none();
    if is_bare {
        Ok(url)
    } else {
        Err("must have neither path nor query")
    }
}
