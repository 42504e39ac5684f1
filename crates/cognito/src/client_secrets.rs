//! The app client's secrets. Cognito lets a client have two, so that one can replace the other without
//! interruption: the first that the pool accepts is used, until it is refused.

use std::sync::{PoisonError, RwLock};

use crate::http::Dialect;
use crate::{ClientSecret, Cognito, Error, OAuthErrorCode, RefreshToken, ServiceErrorCode};

pub(crate) struct ClientSecrets(RwLock<SecretList>);

struct SecretList {
    secrets: Vec<ClientSecret>,
    /// The place of the one in use.
    current: usize,
}

impl ClientSecrets {
    pub fn new(secrets: Vec<ClientSecret>) -> Self {
        Self(RwLock::new(SecretList { secrets, current: 0 }))
    }

    /// All of them with their places, the one in use first.
    fn in_order(&self) -> Vec<(usize, ClientSecret)> {
        let state = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let mut secrets: Vec<_> = state.secrets.iter().cloned().enumerate().collect();
        secrets.rotate_left(state.current);
        secrets
    }

    fn all(&self) -> Vec<ClientSecret> {
        self.0
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .secrets
            .clone()
    }

    fn set_current(&self, place: usize) {
        let mut state = self.0.write().unwrap_or_else(PoisonError::into_inner);
        state.current = place.min(state.secrets.len().saturating_sub(1));
    }
}

impl Cognito {
    /// Uses other secrets from now on, the one to try first at the front.
    pub fn replace_secrets(&self, secrets: Vec<ClientSecret>) {
        let mut state = self
            .shared
            .secrets
            .0
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        *state = SecretList { secrets, current: 0 };
    }

    /// Which of the secrets the pool accepts, in their order. Asks it to revoke a token that does not exist,
    /// which has no effect (RFC 7009 section 2.2).
    pub async fn check_secrets(&self) -> Result<Vec<bool>, Error> {
        let nonexistent = RefreshToken::new("none");
        let url = self.metadata().await?.revocation_endpoint.clone();
        let mut accepted = Vec::new();
        for secret in self.shared.secrets.all() {
            let request = self.form(&secret, url.clone(), &[("token", nonexistent.expose())]);
            let answer = self.shared.http.empty("revoke", Dialect::OAuth, request).await;
            match answer {
                Err(error) if is_secret_refused(&error) => accepted.push(false),
                Err(error) if error.is_temporary() => return Err(error),
                _ => accepted.push(true),
            }
        }
        if let Some(first) = accepted.iter().position(|accepted| *accepted) {
            self.shared.secrets.set_current(first);
        }
        Ok(accepted)
    }

    /// Calls with the secret in use, and with the others when the pool refuses it. The pool checks the secret before anything
    /// else, so a call that was refused for it had no effect and may be repeated, whatever it does.
    pub(crate) async fn with_secret<T, F>(&self, call: impl Fn(ClientSecret) -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        // The error of the first secret is returned: it is the one that was configured to be used.
        let mut refusal = None;
        for (place, secret) in self.shared.secrets.in_order() {
            match call(secret).await {
                Err(error) if is_secret_refused(&error) => refusal = Some(refusal.unwrap_or(error)),
                outcome => {
                    if refusal.is_some() {
                        self.shared.secrets.set_current(place);
                        tracing::warn!(
                            event = "client_secret_switched",
                            place = place + 1,
                            "the pool refuses the client secret used so far; this one is used now"
                        );
                    }
                    return outcome;
                }
            }
        }
        Err(refusal.unwrap_or(Error::Config(crate::ConfigError::NoSecret)))
    }
}

/// The OAuth endpoints have a code for it. The JSON API says `NotAuthorizedException` for many things: only its message
/// tells. Should its wording change, the OAuth endpoints still find the right secret.
fn is_secret_refused(error: &Error) -> bool {
    match error {
        Error::OAuth { code, .. } => *code == OAuthErrorCode::InvalidClient,
        Error::Service { code, message, .. } => {
            *code == ServiceErrorCode::NotAuthorized && message.as_str().contains("secret hash")
        }
        _ => false,
    }
}
