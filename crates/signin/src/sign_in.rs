//! The redirect flow: off to the Hosted UI, and back with a code (RFC 6749 section 4.1 with PKCE, RFC 7636).

use std::sync::Arc;

use clock::Clock;
use cognito::{AuthorizationCode, AuthorizeRequest, ExpectedNonce, IdClaims, Prompt, TokenSet};
use session_store::{BrowserId, Randomness, SessionId, StoreError};
use url::Url;

use crate::cookies::Cookies;
use crate::device::Device;
use crate::error::{FinishError, OtherIssuer, StartError};
use crate::pending::{BrowserCookies, PendingSignIn, PendingSignIns};
use crate::pool_calls::{Idempotency, PoolCalls, QuotaCategory, within_deadline};
use crate::reauth::PreviousAuth;
use crate::return_to::ReturnTo;
use crate::revocation::Revocations;
use crate::revoked_sessions::RevokedSessions;
use crate::session::StoredTokens;
use crate::sessions::{NewSession, Sessions};

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

/// A sign-in whose tokens are verified: whom the pool says it is. There is no session yet.
pub struct VerifiedSignIn {
    /// The claims of the ID token.
    pub claims: IdClaims,
    /// What the pool issued. To be revoked if no session comes of it.
    pub tokens: TokenSet,
    /// Where the person was going.
    pub return_to: ReturnTo,
    /// Whether it went by way of the page for a new password.
    pub recovers: bool,
    slot: char,
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
}

/// Starts sign-ins and finishes them. Cheap to clone.
#[derive(Clone)]
pub struct SignIn {
    pub(crate) pool: PoolCalls,
    pub(crate) pending: PendingSignIns,
    pub(crate) sessions: Sessions,
    pub(crate) revoked: RevokedSessions,
    pub(crate) revocations: Revocations,
    pub(crate) cookies: Cookies,
    pub(crate) clock: Clock,
    pub(crate) random: Arc<dyn Randomness>,
}

impl SignIn {
    /// Starts a sign-in: answers where to go, and the cookies that the callback will be checked against. Writes nothing
    /// to the store.
    ///
    /// # Errors
    /// When the pool or the store cannot be asked.
    pub async fn start(
        &self,
        held: &BrowserCookies,
        return_to: ReturnTo,
        options: &SignInOptions,
    ) -> Result<StartedSignIn, StartError> {
        let cognito = self.pool.cognito();
        // First, so that an unreachable pool leaves no cookie behind.
        within_deadline(async { Ok::<_, StartError>(cognito.metadata().await?) }).await?;
        let (must_reauthenticate, previous_auth) =
            self.what_to_reauthenticate(held, options.reauthenticate).await?;
        let recovers = options.page == HostedPage::ForgotPassword;
        let kept = self.pending.keep(held, return_to, previous_auth, recovers);
        let pending = &kept.pending;
        let request = AuthorizeRequest {
            login_hint: options.login_hint.clone(),
            lang: options.lang.clone(),
            prompt: must_reauthenticate.then_some(Prompt::Login),
            ..AuthorizeRequest::new(pending.state(), pending.nonce(), pending.verifier.challenge())
        };
        let location = match options.page {
            HostedPage::SignIn => cognito.authorize_url(&request).await?,
            HostedPage::SignUp => cognito.sign_up_url(&request).await?,
            HostedPage::ForgotPassword => cognito.forgot_password_url(&request).await?,
        };
        let cookies = &self.cookies;
        // Its name, for a day from now on: the callback may have to ask for a code in this very browser.
        let browser = self.browser_of(held);
        let dropped = kept.dropped.iter().map(|slot| cookies.forget_pending(*slot));
        let kept = [cookies.set_browser(&browser), cookies.set_pending(&kept.set)];
        Ok(StartedSignIn {
            location,
            cookies: dropped.chain(kept).collect(),
        })
    }

    /// The name of the browser, or a new one: one whose sign-in started before it had a name is a browser that nothing is
    /// known of.
    #[must_use]
    pub fn browser_of(&self, held: &BrowserCookies) -> BrowserId {
        held.browser.clone().unwrap_or_else(|| self.new_browser())
    }

    /// A name for a browser that has none yet; nothing is stored for it.
    #[must_use]
    pub fn new_browser(&self) -> BrowserId {
        BrowserId::new(self.random.as_ref())
    }

    /// Whether the pool must ask who it is, and the proof that the answer must be newer than. A browser whose session was
    /// revoked remotely is always asked.
    async fn what_to_reauthenticate(
        &self,
        held: &BrowserCookies,
        must_reauthenticate: bool,
    ) -> Result<(bool, Option<PreviousAuth>), StoreError> {
        let Some(id) = &held.session else {
            return Ok((must_reauthenticate, None));
        };
        if let Some(revoked) = self.revoked.find(id).await? {
            return Ok((true, revoked.previous_auth));
        }
        if !must_reauthenticate {
            return Ok((false, None));
        }
        let session = self.sessions.find(id).await?;
        Ok((true, session.as_ref().map(PreviousAuth::of)))
    }

    /// Where the sign-in that this answers was going, if it was started in this browser. Good for a page that says
    /// what went wrong.
    #[must_use]
    pub fn destination(&self, held: &BrowserCookies, answer: &CallbackAnswer) -> ReturnTo {
        let state = answer.state.as_ref();
        let pending = state.and_then(|state| self.pending.find(held, state));
        pending.map(|pending| pending.return_to).unwrap_or_default()
    }

    /// Finds what was kept for a sign-in, exchanges the code, and verifies what came back, in this order. No session
    /// begins by it.
    ///
    /// # Errors
    /// [`FinishError`]: why nothing of the answer may be used.
    pub async fn verify(
        &self,
        held: &BrowserCookies,
        answer: &CallbackAnswer,
    ) -> Result<VerifiedSignIn, FinishError> {
        // The pending sign-in first: without one that is ours, nothing of the request is worth a call.
        let pending = self.match_pending(held, answer).await?;
        self.check_issuer(answer)?;
        // Only now: an error of another server than ours is never shown.
        if let Some(error) = &answer.error {
            return Err(FinishError::from_callback(error.as_str().into()));
        }
        let (pending, code) = pending
            .zip(answer.code.clone())
            .ok_or(FinishError::UsedOrExpired)?;
        let (claims, tokens) =
            within_deadline(self.exchange(&AuthorizationCode::new(code), &pending)).await?;
        // After the verification: `auth_time` counts only if the token is the pool's.
        let previous = pending.previous_auth.as_ref();
        if previous.is_some_and(|previous| previous.is_repeated_by(&claims.subject, claims.auth_time)) {
            self.revocations.revoke(tokens.refresh_token);
            return Err(FinishError::NotAskedAgain);
        }
        Ok(VerifiedSignIn {
            slot: pending.slot(),
            recovers: pending.recovers,
            return_to: pending.return_to,
            claims,
            tokens,
        })
    }

    /// Finishes a sign-in: [verifies](Self::verify) it and begins a session with a new id. The session that this browser
    /// had ends.
    ///
    /// # Errors
    /// [`FinishError`]: why there is no new session. The one there was goes on.
    pub async fn finish(
        &self,
        held: &BrowserCookies,
        device: Device,
        answer: &CallbackAnswer,
    ) -> Result<SignedIn, FinishError> {
        let verified = self.verify(held, answer).await?;
        let tokens = StoredTokens::new(verified.tokens.clone(), self.clock.now());
        let new = NewSession {
            claims: &verified.claims,
            device,
            is_to_review: false,
        };
        let (session, _) = self.sessions.begin(new, &tokens).await?;
        // Only now: had it failed, the person would be without any session.
        self.end_previous(held).await?;
        Ok(self.signed_in(verified, session))
    }

    /// What the browser is told of a session that has begun.
    #[must_use]
    pub fn signed_in(&self, verified: VerifiedSignIn, session: SessionId) -> SignedIn {
        let cookies = &self.cookies;
        SignedIn {
            cookies: vec![
                cookies.set_session(&session),
                cookies.forget_pending(verified.slot),
            ],
            session,
            return_to: verified.return_to,
        }
    }

    /// The pending sign-in the answer belongs to; used up by this, before the code is sent anywhere. An error answer may
    /// come without one.
    async fn match_pending(
        &self,
        held: &BrowserCookies,
        answer: &CallbackAnswer,
    ) -> Result<Option<PendingSignIn>, FinishError> {
        let state = answer.state.as_ref();
        let Some(pending) = state.and_then(|state| self.pending.find(held, state)) else {
            let is_stranger = held.pending.is_empty() && held.session.is_none();
            return match answer.error {
                None if is_stranger => Err(FinishError::NotPending),
                _ => Ok(None),
            };
        };
        if self.pending.is_too_old(&pending) {
            return Err(FinishError::TooLate);
        }
        // Before the exchange: of two answers with one state only one may get as far.
        let is_first = self.pending.use_up(&pending).await?;
        Ok(is_first.then_some(pending))
    }

    /// Cognito sends no `iss` today; if it does one day, or in a mix-up attack, it must be ours
    /// (RFC 9207 section 2.4).
    fn check_issuer(&self, answer: &CallbackAnswer) -> Result<(), FinishError> {
        match &answer.iss {
            Some(issuer) if !self.pool.cognito().config().is_issuer(issuer) => {
                Err(FinishError::Untrusted(OtherIssuer.into()))
            }
            _ => Ok(()),
        }
    }

    async fn exchange(
        &self,
        code: &AuthorizationCode,
        pending: &PendingSignIn,
    ) -> Result<(IdClaims, TokenSet), FinishError> {
        let cognito = self.pool.cognito();
        let redeem = || cognito.exchange_code(code, &pending.verifier);
        let tokens = self
            .pool
            .call(QuotaCategory::SignIn, Idempotency::NonIdempotent, redeem)
            .await
            .map_err(FinishError::from_exchange)?;
        let nonce = pending.nonce();
        let nonce = ExpectedNonce::Exactly(&nonce);
        let claims = cognito
            .verify_id_token(&tokens.id_token, nonce)
            .await
            .map_err(FinishError::from_verification)?;
        // After the ID token, whose nonce ties the answer to this sign-in: the access token has none of its own.
        let access = cognito
            .verify_access_token(&tokens.access_token)
            .await
            .map_err(FinishError::from_verification)?;
        if access.subject != claims.subject {
            return Err(FinishError::Untrusted(
                "the two tokens name different users".into(),
            ));
        }
        Ok((claims, tokens))
    }

    /// Ends the session this browser had before, refresh token included.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_previous(&self, held: &BrowserCookies) -> Result<(), StoreError> {
        let Some(previous) = &held.session else {
            return Ok(());
        };
        if let Some(session) = self.sessions.find(previous).await? {
            let refresh_token = self.sessions.end(&session).await?;
            self.revocations.revoke(refresh_token);
        }
        Ok(())
    }
}
