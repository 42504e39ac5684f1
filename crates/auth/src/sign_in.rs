//! The redirect flow: off to the Hosted UI, and back with a code (RFC 6749 section 4.1 with PKCE, RFC 7636).

use attributes::Values;
use cognito::{AuthorizationCode, AuthorizeRequest, ExpectedNonce, IdClaims, Prompt, TokenSet};
use session_store::{SessionId, StoreError};
use url::Url;

use crate::Auth;
use crate::admission::{Admitted, Verified};
use crate::deadline::within_deadline;
use crate::device::Device;
use crate::error::{FinishError, OtherIssuer, StartError};
use crate::pending::{BrowserCookies, PendingSignIn};
use crate::pool_calls::{Idempotency, QuotaCategory};
use crate::reauth::PreviousAuth;
use crate::return_to::ReturnTo;

/// What may be asked of the Hosted UI.
#[derive(Clone, Debug, Default)]
pub struct SignInOptions {
    /// Fills in the user name.
    pub login_hint: Option<String>,
    /// The language of its pages.
    pub lang: Option<String>,
    /// Which of its pages comes first.
    pub page: HostedPage,
    /// Has the person prove again who they are, even if the pool still knows them (`prompt=login`). If the browser has
    /// a session this confirms it: the same person must come back with a newer proof.
    pub reauthenticate: bool,
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
    /// `Set-Cookie` headers: what the callback will be checked against, and the oldest that made room for it.
    pub cookies: Vec<String>,
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
    /// The new session.
    pub session: SessionId,
    /// `Set-Cookie` headers: the new session, and the end of the sign-in.
    pub cookies: Vec<String>,
    /// Where the person was going.
    pub return_to: ReturnTo,
    /// Whether there is nothing to ask the person for.
    pub complete: bool,
}

impl Auth {
    /// Starts a sign-in: answers where to go, and the cookies that the callback will be checked against. Writes nothing
    /// to the store.
    pub async fn start_sign_in(
        &self,
        held: &BrowserCookies,
        return_to: ReturnTo,
        options: &SignInOptions,
    ) -> Result<StartedSignIn, StartError> {
        // First, so that an unreachable pool leaves no cookie behind.
        within_deadline(async { Ok::<_, StartError>(self.inner.cognito.metadata().await?) }).await?;
        let login_hint = match &options.login_hint {
            None => self.signed_up_name(held.browser.as_ref()).await?,
            given => given.clone(),
        };
        let (must_reauthenticate, previous_auth) =
            self.what_to_reauthenticate(held, options.reauthenticate).await?;
        let recovers = options.page == HostedPage::ForgotPassword;
        let kept = self.keep_pending(held, return_to, previous_auth, recovers);
        let pending = &kept.pending;
        let request = AuthorizeRequest {
            login_hint,
            lang: options.lang.clone(),
            prompt: must_reauthenticate.then_some(Prompt::Login),
            ..AuthorizeRequest::new(pending.state(), pending.nonce(), pending.verifier.challenge())
        };
        let cognito = &self.inner.cognito;
        let location = match options.page {
            HostedPage::SignIn => cognito.authorize_url(&request).await?,
            HostedPage::SignUp => cognito.sign_up_url(&request).await?,
            HostedPage::ForgotPassword => cognito.forgot_password_url(&request).await?,
        };
        let cookies = self.cookies();
        // Its name, for a day from now on: the callback may have to ask for a code in this very browser.
        let browser = held.browser.clone().unwrap_or_else(|| self.new_browser());
        let dropped = kept.dropped.iter().map(|slot| cookies.forget_pending(*slot));
        let kept = [cookies.set_browser(&browser), cookies.set_pending(&kept.set)];
        Ok(StartedSignIn {
            location,
            cookies: dropped.chain(kept).collect(),
        })
    }

    /// Whether the pool must ask who it is, and the proof that the answer must be newer than. A browser whose session was
    /// ended from elsewhere is always asked.
    async fn what_to_reauthenticate(
        &self,
        held: &BrowserCookies,
        must_reauthenticate: bool,
    ) -> Result<(bool, Option<PreviousAuth>), StoreError> {
        let Some(id) = &held.session else {
            return Ok((must_reauthenticate, None));
        };
        if let Some(ended) = self.remote_revocation(id).await? {
            return Ok((true, ended.previous_auth));
        }
        if !must_reauthenticate {
            return Ok((false, None));
        }
        let session = self.session(id).await?;
        Ok((true, session.as_ref().map(PreviousAuth::of)))
    }

    /// Where the sign-in that this answers was going, if it was started in this browser. Good for a page that says
    /// what went wrong.
    #[must_use]
    pub fn destination(&self, held: &BrowserCookies, answer: &CallbackAnswer) -> ReturnTo {
        let pending = answer
            .state
            .as_ref()
            .and_then(|state| self.find_pending(held, state));
        pending.map(|pending| pending.return_to).unwrap_or_default()
    }

    /// Finishes a sign-in: finds what was kept for it, exchanges the code, verifies what came back, and begins
    /// a session with a new id. The session that this browser had ends.
    pub async fn finish_sign_in(
        &self,
        held: &BrowserCookies,
        device: Device,
        answer: &CallbackAnswer,
    ) -> Result<SignedIn, FinishError> {
        let pending = self.match_pending(held, answer).await?;
        self.check_issuer(answer)?;
        if let Some(error) = &answer.error {
            return Err(FinishError::from_callback(error.as_str().into()));
        }
        let (pending, code) = pending
            .zip(answer.code.clone())
            .ok_or(FinishError::UsedOrExpired)?;
        let (claims, tokens, values) =
            within_deadline(self.exchange(&AuthorizationCode::new(code), &pending)).await?;
        let previous_auth = pending.previous_auth.as_ref();
        if previous_auth
            .is_some_and(|previous_auth| previous_auth.is_repeated_by(&claims.subject, claims.auth_time))
        {
            self.revoke_in_background(tokens.refresh_token);
            return Err(FinishError::NotAskedAgain);
        }

        // One whose sign-in started before it had a name is a browser that nothing is known of.
        let browser = held.browser.clone().unwrap_or_else(|| self.new_browser());
        let (return_to, slot) = (pending.return_to.clone(), pending.slot());
        let verified = Verified {
            browser: &browser,
            device,
            claims,
            tokens,
            values,
            pending,
        };
        let Admitted { id, session, profile } = self.admit(verified).await?;
        if let Some(previous) = &held.session {
            self.forget(previous).await?;
        }
        if !session.is_to_review() {
            self.skip_what_sign_up_left_blank(Some(&browser), &session, &profile)
                .await?;
        }
        self.forget_sign_up(Some(&browser)).await?;
        let complete = self.pending_prompts(&session, &profile).await?.is_empty();
        let cookies = self.cookies();
        Ok(SignedIn {
            cookies: vec![cookies.set_session(&id), cookies.forget_pending(slot)],
            session: id,
            return_to,
            complete,
        })
    }

    /// The pending sign-in the answer belongs to; used up by this, before the code is sent anywhere. An error answer may
    /// come without one.
    async fn match_pending(
        &self,
        held: &BrowserCookies,
        answer: &CallbackAnswer,
    ) -> Result<Option<PendingSignIn>, FinishError> {
        let state = answer.state.as_ref();
        let Some(pending) = state.and_then(|state| self.find_pending(held, state)) else {
            let is_stranger = held.pending.is_empty() && held.session.is_none();
            return match answer.error {
                None if is_stranger => Err(FinishError::NotPending),
                _ => Ok(None),
            };
        };
        if self.is_too_old(&pending) {
            return Err(FinishError::TooLate);
        }
        let is_first = self.use_up(&pending).await?;
        Ok(is_first.then_some(pending))
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
            .call(QuotaCategory::SignIn, Idempotency::NonIdempotent, redeem)
            .await
            .map_err(FinishError::from_exchange)?;
        let nonce = pending.nonce();
        let nonce = ExpectedNonce::Exactly(&nonce);
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
