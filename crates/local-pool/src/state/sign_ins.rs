//! What a sign-in leaves behind: authorization codes, grants with their refresh tokens, browser sessions.

use clock::Timestamp;
use serde::{Deserialize, Serialize};

use super::table::Row;

/// An authorization code (RFC 6749, section 4.1.2), bound to all that the redemption must repeat.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct AuthorizationCode {
    pub pool: String,
    pub client: String,
    pub sub: String,
    pub redirect_uri: String,
    /// PKCE `S256` challenge (RFC 7636).
    pub challenge: Option<String>,
    pub scopes: Vec<String>,
    pub nonce: Option<String>,
    /// RFC 8707 resource: becomes the access token's `aud`.
    pub resource: Option<String>,
    pub auth_time: Timestamp,
    pub until: Timestamp,
}

/// One sign-in of one user at one client; every token of it carries its `origin_jti`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Grant {
    pub pool: String,
    pub client: String,
    pub sub: String,
    pub scopes: Vec<String>,
    pub nonce: Option<String>,
    pub resource: Option<String>,
    pub auth_time: Timestamp,
    pub started: Timestamp,
    /// Until when it can be refreshed; rotation does not prolong it.
    pub refresh_until: Timestamp,
    /// When the row expires.
    pub until: Timestamp,
    pub revoked: bool,
    /// Made by the JSON API and not by `/oauth2/token`.
    pub by_api: bool,
}

/// A refresh token; the table's key is its SHA-256, the token itself is not kept.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct RefreshToken {
    pub origin_jti: String,
    /// When a newer one took its place (rotation).
    pub replaced_at: Option<Timestamp>,
    pub until: Timestamp,
}

/// The session behind the `cognito` cookie: an hour from the interactive sign-in.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct BrowserSession {
    pub pool: String,
    pub sub: String,
    pub auth_time: Timestamp,
    pub until: Timestamp,
}

/// A sign-in page that waits for its second step, behind the `page-data` cookie.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PageSession {
    pub pool: String,
    pub sub: String,
    pub step: PageStep,
    pub until: Timestamp,
}

/// What the page waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum PageStep {
    /// The code of a sign-up whose password was given in this browser.
    ConfirmSignUp,
    /// The code of a forgotten password. The name as typed; there may be no such user.
    ResetPassword(String),
    /// A new password instead of the temporary one.
    NewPassword,
    /// A code of the authenticator app.
    Totp,
    /// The first code of an authenticator app that is being set up.
    TotpSetup,
}

/// A sign-in by API that waits for its next step. Its key is the `Session`.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Challenge {
    pub pool: String,
    pub client: String,
    /// None when there is no such user and the client hides that.
    pub sub: Option<String>,
    pub step: ChallengeStep,
    pub until: Timestamp,
}

/// What the next step is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ChallengeStep {
    /// `PASSWORD_VERIFIER`: the server's side of SRP, as hexadecimal numbers. Its key is the secret block.
    Srp {
        public_a: String,
        secret_b: String,
        public_b: String,
    },
    NewPassword,
    Totp,
    /// `MFA_SETUP`, and whether `VerifySoftwareToken` succeeded.
    TotpSetup {
        done: bool,
    },
}

impl Row for Challenge {
    const TABLE: &'static str = "challenges";
    fn over_at(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}

impl Row for AuthorizationCode {
    const TABLE: &'static str = "codes";
    fn over_at(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}

impl Row for Grant {
    const TABLE: &'static str = "grants";
    fn over_at(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}

impl Row for RefreshToken {
    const TABLE: &'static str = "refresh_tokens";
    fn over_at(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}

impl Row for BrowserSession {
    const TABLE: &'static str = "browser_sessions";
    fn over_at(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}

impl Row for PageSession {
    const TABLE: &'static str = "page_sessions";
    fn over_at(&self) -> Option<Timestamp> {
        Some(self.until)
    }
}
