//! The redirect flow: off to the Hosted UI, and back with a code (RFC 6749 section 4.1 with PKCE, RFC 7636).

use attributes::Values;
use cognito::{AuthorizationCode, AuthorizeRequest, ExpectedNonce, IdClaims, Prompt, TokenSet};
use url::Url;

use crate::Auth;
use crate::admission::{Admitted, Verified};
use crate::calls::{Category, Repeat};
use crate::deadline::within_deadline;
use crate::device::Device;
use crate::error::{FinishError, OtherIssuer, StartError};
use crate::fresh::Earlier;
use crate::ids::{BrowserId, SessionId};
use crate::pending::PendingSignIn;
use crate::return_to::ReturnTo;
use crate::session::Session;

/// What may be asked of the Hosted UI.
#[derive(Clone, Debug, Default)]
pub struct SignInOptions {
    /// Fills in the user name.
    pub login_hint: Option<String>,
    /// The language of its pages.
    pub lang: Option<String>,
    /// Which of its pages comes first.
    pub page: HostedPage,
    /// Has the person prove again who they are, even if the pool still knows them (`prompt=login`).
    pub fresh: bool,
    /// With `fresh`, the session that this confirms: the same person must come back with a newer proof.
    pub confirms: Option<Session>,
    /// What the person signs in with.
    pub device: Device,
}

/// A page of the Hosted UI. From each of them people go on to sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum HostedPage {
    /// Asks for the password, unless the pool still knows who it is.
    #[default]
    SignIn,
    /// Makes an account.
    SignUp,
    /// Sends a code to who forgot their password.
    ForgotPassword,
}

/// A sign-in that was started.
#[derive(Debug)]
pub struct StartedSignIn {
    /// Where to send the browser.
    pub location: Url,
    /// The browser's name, to be set as a cookie.
    pub browser: BrowserId,
}

/// What came to the callback: the query parameters of RFC 6749 section 4.1.2 and RFC 9207.
#[derive(Clone, Default)]
pub struct CallbackAnswer {
    /// The authorization code.
    pub code: Option<String>,
    /// The state that was sent along.
    pub state: Option<String>,
    /// An error instead of a code.
    pub error: Option<String>,
    /// The issuer, if the pool names it.
    pub iss: Option<String>,
}

/// A sign-in that succeeded.
#[derive(Debug)]
pub struct SignedIn {
    /// The new session, to be set as a cookie.
    pub session: SessionId,
    /// Where the person was going.
    pub return_to: ReturnTo,
    /// Whether there is nothing to ask the person for.
    pub complete: bool,
}

impl Auth {
    /// Starts a sign-in: keeps what the callback will be checked against and answers where to go.
    pub async fn start_sign_in(
        &self,
        browser: Option<BrowserId>,
        return_to: ReturnTo,
        options: &SignInOptions,
    ) -> Result<StartedSignIn, StartError> {
        // First, so that an unreachable pool leaves no record behind.
        within_deadline(async { Ok::<_, StartError>(self.inner.cognito.metadata().await?) }).await?;
        let login_hint = match &options.login_hint {
            None => self.signed_up_name(browser.as_ref()).await?,
            given => given.clone(),
        };
        let browser = browser.unwrap_or_else(|| BrowserId::new(self.inner.random.as_ref()));
        let earlier = options
            .confirms
            .as_ref()
            .filter(|_| options.fresh)
            .map(Earlier::of);
        let pending = self
            .keep_pending(
                &browser,
                return_to,
                options.device,
                earlier,
                options.page == HostedPage::ForgotPassword,
            )
            .await?;
        let challenge = pending.verifier.challenge();
        let request = AuthorizeRequest {
            login_hint,
            lang: options.lang.clone(),
            prompt: options.fresh.then_some(Prompt::Login),
            ..AuthorizeRequest::new(pending.state, pending.nonce, challenge)
        };
        let cognito = &self.inner.cognito;
        let location = match options.page {
            HostedPage::SignIn => cognito.authorize_url(&request).await?,
            HostedPage::SignUp => cognito.sign_up_url(&request).await?,
            HostedPage::ForgotPassword => cognito.forgot_password_url(&request).await?,
        };
        Ok(StartedSignIn { location, browser })
    }

    /// Finishes a sign-in: takes the pending value, exchanges the code, verifies what came back, and begins
    /// a session with a new id. `previous` is the session this browser had: it ends.
    pub async fn finish_sign_in(
        &self,
        browser: Option<&BrowserId>,
        previous: Option<&SessionId>,
        answer: &CallbackAnswer,
    ) -> Result<SignedIn, FinishError> {
        let pending = self.match_pending(browser, answer).await?;
        self.check_issuer(answer)?;
        if let Some(error) = &answer.error {
            return Err(FinishError::from_callback(error.as_str().into()));
        }
        let (pending, code) = pending
            .zip(answer.code.clone())
            .ok_or(FinishError::UsedOrExpired)?;
        let (claims, tokens, values) =
            within_deadline(self.exchange(&AuthorizationCode::new(code), &pending)).await?;
        let earlier = pending.earlier.as_ref();
        if earlier.is_some_and(|earlier| earlier.is_repeated_by(&claims.subject, claims.auth_time)) {
            self.revoke_in_background(tokens.refresh_token);
            return Err(FinishError::NotAskedAgain);
        }

        let browser = browser.ok_or(FinishError::NotPending)?;
        let verified = Verified {
            browser,
            claims,
            tokens,
            values,
            pending,
        };
        let return_to = verified.pending.return_to.clone();
        let Admitted { id, session, profile } = self.admit(verified).await?;
        if let Some(previous) = previous {
            self.forget(previous).await?;
        }
        if !session.is_to_review() {
            self.skip_what_sign_up_left_blank(Some(browser), &session, &profile)
                .await?;
        }
        self.forget_sign_up(Some(browser)).await?;
        let complete = self.to_ask(&session, &profile).await?.is_empty();
        Ok(SignedIn {
            session: id,
            return_to,
            complete,
        })
    }

    /// The pending sign-in the answer belongs to; used up by this. An error answer may come without one.
    async fn match_pending(
        &self,
        browser: Option<&BrowserId>,
        answer: &CallbackAnswer,
    ) -> Result<Option<PendingSignIn>, FinishError> {
        let pending = match (browser, &answer.state) {
            (Some(browser), Some(state)) => self.take_pending(browser, state).await?,
            _ => None,
        };
        if pending.is_none() && browser.is_none() && answer.error.is_none() {
            return Err(FinishError::NotPending);
        }
        Ok(pending)
    }

    /// Cognito sends no `iss` today; if it does one day, or somebody mixes servers up, it must be ours
    /// (RFC 9207 section 2.4).
    fn check_issuer(&self, answer: &CallbackAnswer) -> Result<(), FinishError> {
        match &answer.iss {
            Some(issuer) if !self.inner.cognito.config().is_issuer(issuer) => {
                Err(FinishError::Untrusted(OtherIssuer.into()))
            }
            _ => Ok(()),
        }
    }

    async fn exchange(
        &self,
        code: &AuthorizationCode,
        pending: &PendingSignIn,
    ) -> Result<(IdClaims, TokenSet, Values), FinishError> {
        let cognito = &self.inner.cognito;
        let redeem = || cognito.exchange_code(code, &pending.verifier);
        let tokens = self
            .call(Category::SignIn, Repeat::Never, redeem)
            .await
            .map_err(FinishError::from_exchange)?;
        let nonce = ExpectedNonce::Exactly(&pending.nonce);
        let claims = cognito
            .verify_id_token(&tokens.id_token, nonce)
            .await
            .map_err(FinishError::from_verification)?;
        let access = cognito
            .verify_access_token(&tokens.access_token)
            .await
            .map_err(FinishError::from_verification)?;
        if access.subject != claims.subject {
            return Err(FinishError::Untrusted(
                "the two tokens name different users".into(),
            ));
        }
        let values = claims.attributes.clone();
        Ok((claims, tokens, values))
    }

    /// Ends the session this browser had before, refresh token included.
    async fn forget(&self, previous: &SessionId) -> Result<(), FinishError> {
        if let Some(session) = self.session(previous).await? {
            let refresh_token = self.end_session(&session).await?;
            self.revoke_in_background(refresh_token);
        }
        Ok(())
    }
}
