//! The addresses that browsers are sent to.

use url::Url;

use crate::{Cognito, Error, Nonce, PkceChallenge, State};

/// What one sign-in asks of the pool (Cognito developer guide, "Authorize endpoint").
#[derive(Clone, Debug)]
pub struct AuthorizeRequest {
    /// Comes back with the callback.
    pub state: State,
    /// Comes back in the ID token.
    pub nonce: Nonce,
    /// Hash of the verifier that the code will be exchanged with.
    pub code_challenge: PkceChallenge,
    /// A username to fill in.
    pub login_hint: Option<String>,
    /// Language of the pages, such as `de` or `pt-BR`.
    pub lang: Option<String>,
    /// An identity provider, so that the pool's own page is left out.
    pub identity_provider: Option<String>,
    /// Whether to ask the person again.
    pub prompt: Option<Prompt>,
}

impl AuthorizeRequest {
    /// A request with nothing but what is needed.
    #[must_use]
    pub fn new(state: State, nonce: Nonce, code_challenge: PkceChallenge) -> Self {
        Self {
            state,
            nonce,
            code_challenge,
            login_hint: None,
            lang: None,
            identity_provider: None,
            prompt: None,
        }
    }
}

/// The `prompt` parameter (OpenID Connect Core 1.0 section 3.1.2.1). The pool heeds it with managed login only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// No page: a code for whom the pool still knows, or `login_required`.
    None,
    /// Ask for the password again.
    Login,
    /// Let the person choose an account; only identity providers heed it.
    SelectAccount,
    /// Ask for consent; only identity providers heed it.
    Consent,
}

impl Prompt {
    /// The value on the wire.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Login => "login",
            Self::SelectAccount => "select_account",
            Self::Consent => "consent",
        }
    }
}

impl Cognito {
    /// The address that starts a sign-in: authorization code with PKCE (RFC 6749 section 4.1.1, RFC 7636 section 4.3).
    /// Holds the state and the nonce: send it to the browser, don't log it.
    pub async fn authorize_url(&self, request: &AuthorizeRequest) -> Result<Url, Error> {
        let endpoint = self.metadata().await?.authorization_endpoint.clone();
        Ok(self.with_request(endpoint, request))
    }

    /// The same for a person without an account: the sign-up page takes the parameters of the authorize endpoint
    /// and stands beside it (Cognito developer guide, "Managed login endpoints reference").
    pub async fn sign_up_url(&self, request: &AuthorizeRequest) -> Result<Url, Error> {
        self.page_url("/signup", request).await
    }

    /// The same for a person who forgot their password: the page that sends them a code, and then goes on to sign in.
    pub async fn forgot_password_url(&self, request: &AuthorizeRequest) -> Result<Url, Error> {
        self.page_url("/forgotPassword", request).await
    }

    async fn page_url(&self, path: &str, request: &AuthorizeRequest) -> Result<Url, Error> {
        let mut endpoint = self.metadata().await?.authorization_endpoint.clone();
        endpoint.set_path(path);
        Ok(self.with_request(endpoint, request))
    }

    fn with_request(&self, mut url: Url, request: &AuthorizeRequest) -> Url {
        let config = self.config();
        url.query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", config.client_id.as_str())
            .append_pair("redirect_uri", config.redirect_uri.as_str())
            .append_pair("scope", &config.scopes.join(" "))
            .append_pair("state", request.state.expose())
            .append_pair("nonce", request.nonce.expose())
            .append_pair("code_challenge", request.code_challenge.as_str())
            .append_pair("code_challenge_method", "S256");
        let optional = [
            ("login_hint", request.login_hint.as_deref()),
            ("lang", request.lang.as_deref()),
            ("identity_provider", request.identity_provider.as_deref()),
            ("prompt", request.prompt.map(Prompt::as_str)),
        ];
        for (name, value) in optional {
            if let Some(value) = value {
                url.query_pairs_mut().append_pair(name, value);
            }
        }
        url
    }

    /// The address that ends the pool's own session and comes back to `sign_out_uri` (Cognito developer guide,
    /// "Logout endpoint"; its parameters are not those of OpenID Connect).
    pub async fn sign_out_url(&self) -> Result<Url, Error> {
        let mut url = self.metadata().await?.sign_out_endpoint.clone();
        url.query_pairs_mut()
            .append_pair("client_id", self.config().client_id.as_str())
            .append_pair("logout_uri", self.config().sign_out_uri.as_str());
        Ok(url)
    }
}
