//! What doctor and update look at.

use clap::Args;
use jiff::SignedDuration;
use url::Url;

use super::{List, PoolArgs, SESSION_LIMIT, parse_span};
use crate::check::Ids;
use crate::messages::MessageOptions;
use crate::pool::{Endpoint, parse_endpoint};

/// The pool, the app and the list that are compared.
#[derive(Debug, Args)]
pub struct Look {
    #[command(flatten)]
    pub at: PoolArgs,
    #[command(flatten)]
    pub list: List,
    /// The app client's id.
    #[arg(long = "client", value_name = "ID", env = "CLIENT_ID")]
    pub client_id: String,
    /// The app's public address.
    #[arg(
        long,
        value_name = "URL",
        env = "APP_ORIGIN",
        default_value = "http://localhost:3000"
    )]
    pub app_origin: Url,
    /// Where the pool sends people back; by the app's address if not given.
    #[arg(long, value_name = "URL", env = "REDIRECT_URI")]
    pub redirect_uri: Option<String>,
    /// Where the pool sends people after signing out; by the app's address if not given.
    #[arg(long, value_name = "URL", env = "SIGN_OUT_URI")]
    pub sign_out_uri: Option<String>,
    /// How long a session of the app lasts at most.
    #[arg(long, value_name = "SPAN", env = "SESSION_LIMIT", default_value = SESSION_LIMIT, value_parser = parse_span)]
    pub session_limit: SignedDuration,
    #[command(flatten)]
    pub messages: MessageOptions,
    /// Another address of Amazon SES than Amazon's, for a stand-in.
    #[arg(long, value_name = "URL", env = "SES_ENDPOINT", value_parser = parse_endpoint)]
    ses_endpoint: Option<Endpoint>,
    /// What the server takes for the client's secret, to compare it with the pool's.
    #[arg(long, value_name = "SECRET", env = "CLIENT_SECRET", hide_env_values = true)]
    pub client_secret: Option<String>,
}

impl Look {
    /// Where SES is, if not at Amazon's.
    pub fn ses_endpoint(&self) -> Option<&Url> {
        self.ses_endpoint.as_ref()?.0.as_ref()
    }

    /// Where the pool is to send people back.
    pub fn redirect_uri(&self) -> String {
        self.given_or_at(self.redirect_uri.as_deref(), "/logged_in")
    }

    /// Where the pool is to send people after signing out.
    pub fn sign_out_uri(&self) -> String {
        self.given_or_at(self.sign_out_uri.as_deref(), "/logged_out")
    }

    fn given_or_at(&self, given: Option<&str>, path: &str) -> String {
        let given = given.filter(|given| !given.is_empty());
        given.map_or_else(|| address(&self.app_origin, path), ToOwned::to_owned)
    }

    /// What commands have to name.
    pub fn ids(&self) -> Ids {
        Ids {
            pool: self.at.pool_id.clone(),
            client: self.client_id.clone(),
            endpoint: self.at.endpoint().cloned(),
        }
    }
}

/// The address of a path at an origin.
pub fn address(origin: &Url, path: &str) -> String {
    origin.origin().ascii_serialization() + path
}
