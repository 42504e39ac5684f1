//! The userInfo endpoint.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use reqwest::Method;
use serde_json::{Map, Value};

use crate::attributes::{self, Names};
use crate::claims::RawClaims;
use crate::http::Dialect;
use crate::{AccessToken, Cognito, Error, Subject};

/// The user of an access token, with the attributes that its scopes and the app client may read, as they are
/// now. `Debug` leaves out what is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct UserInfo {
    /// `sub`.
    pub subject: Subject,
    /// `username`, which the pool always sends; empty from a stand-in that does not.
    pub username: String,
    /// Standard attributes (without `sub`) and custom ones, spelled as the user API does: all strings.
    pub attributes: BTreeMap<String, String>,
    /// Those of the attributes that the answer has as booleans or numbers: none, from Cognito.
    pub not_text: BTreeSet<String>,
}

impl Cognito {
    /// Reads the user of an access token (OpenID Connect Core 1.0 section 5.3). The token needs the scope `openid`.
    /// An answer about another user than `expected` is refused (section 5.3.2).
    pub async fn user_info(&self, token: &AccessToken, expected: &Subject) -> Result<UserInfo, Error> {
        let url = self.metadata().await?.userinfo_endpoint.clone();
        let request = self.request(Method::GET, url).bearer_auth(token.expose());
        let members: Map<String, Value> = self.shared.http.json("userInfo", Dialect::OAuth, request).await?;
        let raw = RawClaims(members);
        if raw.text("sub") != Some(expected.as_str()) {
            return Err(Error::OtherSubject);
        }
        Ok(UserInfo {
            subject: expected.clone(),
            username: raw.text("username").unwrap_or_default().to_owned(),
            attributes: attributes::among(&raw.0),
            not_text: attributes::not_text_among(&raw.0),
        })
    }
}

impl fmt::Debug for UserInfo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UserInfo")
            .field("subject", &self.subject)
            .field("attributes", &Names(&self.attributes))
            .finish_non_exhaustive()
    }
}
