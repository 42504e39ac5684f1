//! From a verified sign-in to a session: not every right password makes one.

use attributes::Values;
use clock::Clock;
use cognito::{IdClaims, TokenSet};
use session_store::{BrowserId, SessionId, StoreError};
use signin::{
    BrowserCookies, CallbackAnswer, Device, FinishError, NewSession, ReturnTo, Revocations, Session,
    Sessions, SignIn, SignInOptions, SignedIn, StartError, StartedSignIn, StoredTokens, VerifiedSignIn, user,
};

use crate::contact_info::AddressChanges;
use crate::onboarding::Onboarding;
use crate::pending_sign_up::PendingSignUps;
use crate::profile::{Profile, ProfileCache};
use crate::proof::AddressProof;
use crate::recovery::{Recoveries, Reviews};
use crate::trust::{Standing, Trust};

/// A session that was admitted.
struct Admitted {
    id: SessionId,
    session: Session,
    profile: Profile,
}

/// A sign-in that succeeded, and whether the person can go on at once.
#[derive(Debug)]
pub struct FinishedSignIn {
    /// The new session.
    pub session: SessionId,
    /// `Set-Cookie` headers: the new session, and the end of the sign-in.
    pub cookies: Vec<String>,
    /// Where the person was going.
    pub return_to: ReturnTo,
    /// Whether there is nothing to ask the person for.
    pub complete: bool,
}

/// Starts and finishes sign-ins. Cheap to clone.
#[derive(Clone)]
pub struct Admission {
    pub(crate) sign_in: SignIn,
    pub(crate) sessions: Sessions,
    pub(crate) revocations: Revocations,
    pub(crate) cache: ProfileCache,
    pub(crate) pending: PendingSignUps,
    pub(crate) trust: Trust,
    pub(crate) proof: AddressProof,
    pub(crate) recoveries: Recoveries,
    pub(crate) reviews: Reviews,
    pub(crate) onboarding: Onboarding,
    pub(crate) addresses: AddressChanges,
    pub(crate) clock: Clock,
}

impl Admission {
    /// [Starts a sign-in](signin::SignIn::start), with the name of a user who has just signed up in this browser.
    ///
    /// # Errors
    /// When the pool or the store cannot be asked.
    pub async fn start_sign_in(
        &self,
        held: &BrowserCookies,
        return_to: ReturnTo,
        options: &SignInOptions,
    ) -> Result<StartedSignIn, StartError> {
        let login_hint = match &options.login_hint {
            None => self.pending.name(held.browser.as_ref()).await?,
            given => given.clone(),
        };
        let options = SignInOptions {
            login_hint,
            ..options.clone()
        };
        self.sign_in.start(held, return_to, &options).await
    }

    /// Finishes a sign-in: [verifies](signin::SignIn::verify) it, and if the account is to be trusted begins a session
    /// with a new id. The session that this browser had ends.
    ///
    /// # Errors
    /// [`FinishError`]: why there is no new session. The one there was goes on.
    pub async fn finish_sign_in(
        &self,
        held: &BrowserCookies,
        device: Device,
        answer: &CallbackAnswer,
    ) -> Result<FinishedSignIn, FinishError> {
        let sign_in = &self.sign_in;
        // Verified before anything is judged: until then it is unknown whose account it is.
        let verified = sign_in.verify(held, answer).await?;
        let browser = sign_in.browser_of(held);
        // Boxed: it is large, and part of what renders a page.
        let admitted = Box::pin(self.admit(&browser, device, &verified)).await?;
        let Admitted { id, session, profile } = admitted;
        // Only now: had the new one not been admitted, the person would be without any session.
        sign_in.end_previous(held).await?;
        if !session.is_to_review() {
            self.onboarding
                .skip_what_sign_up_left_blank(Some(&browser), &session, &profile)
                .await?;
        }
        // After it was used: it says what the form left blank.
        self.pending.forget(Some(&browser)).await?;
        let complete = self
            .onboarding
            .pending_prompts(&session, &profile)
            .await?
            .is_empty();
        let SignedIn {
            session,
            cookies,
            return_to,
        } = sign_in.signed_in(verified, id);
        Ok(FinishedSignIn {
            session,
            cookies,
            return_to,
            complete,
        })
    }

    /// Begins a session, unless the account is marked and this browser has no code for it, or the person proved who they
    /// are before their last recovery and not since. A recovery ends all sessions there were.
    async fn admit(
        &self,
        browser: &BrowserId,
        device: Device,
        verified: &VerifiedSignIn,
    ) -> Result<Admitted, FinishError> {
        let VerifiedSignIn {
            claims,
            tokens,
            return_to,
            ..
        } = verified;
        let (username, standing) = self.standing(browser, claims, tokens).await?;
        // Before anything ends: a stranger with only the password must not end the owner's sessions.
        if let (Standing::Unproven, Some(username)) = (standing, &username) {
            let values: &Values = &claims.attributes;
            self.proof
                .ask(browser, username, values, tokens.clone(), return_to.clone())
                .await?;
            return Err(FinishError::AddressUnproven);
        }
        let user = user(&claims.issuer, &claims.subject);
        if self.recoveries.is_before_recovery(user, claims.auth_time).await? {
            self.revocations.revoke(tokens.refresh_token.clone());
            return Err(FinishError::BeforeRecovery(return_to.clone()));
        }
        let is_recovery = verified.recovers || standing == Standing::Recovered;
        if is_recovery {
            // Before there is a new session: it would end with the others.
            self.recoveries.end_all_before(user, claims.auth_time).await?;
        }
        let admitted = self
            .begin(verified, device, standing == Standing::Recovered)
            .await?;
        // Once more: a recovery that came in between has not seen this session.
        if self.recoveries.is_before_recovery(user, claims.auth_time).await? {
            let refresh_token = self.sessions.end(&admitted.session).await?;
            self.revocations.revoke(refresh_token);
            return Err(FinishError::BeforeRecovery(return_to.clone()));
        }
        if is_recovery {
            self.addresses.cancel_all(&admitted.session).await;
        }
        if let (Standing::Recovered | Standing::Proven, Some(username)) = (standing, username) {
            // Last: should anything fail before, the account stays marked.
            self.trust.forget_mark(&username).await?;
        }
        Ok(admitted)
    }

    /// Whether the account is marked, and by what name it may be.
    async fn standing(
        &self,
        browser: &BrowserId,
        claims: &IdClaims,
        tokens: &TokenSet,
    ) -> Result<(Option<String>, Standing), FinishError> {
        // An account of an identity provider has no password that another browser could have chosen.
        if !claims.identities.is_empty() {
            return Ok((None, Standing::Trusted));
        }
        let username = self.trust.sign_up_name(claims, &tokens.access_token).await?;
        let standing = match &username {
            Some(username) => self.trust.standing(browser, username).await?,
            None => Standing::Trusted,
        };
        Ok((username, standing))
    }

    async fn begin(
        &self,
        verified: &VerifiedSignIn,
        device: Device,
        is_recovered: bool,
    ) -> Result<Admitted, StoreError> {
        let (now, claims) = (self.clock.now(), &verified.claims);
        let profile = Profile::new(claims.attributes.clone(), now);
        let user = user(&claims.issuer, &claims.subject);
        let new = NewSession {
            claims,
            device,
            is_to_review: self.reviews.is_due(user, is_recovered).await?,
        };
        // Before the session: its first page finds the profile.
        self.cache.store(user, &profile).await?;
        let tokens = StoredTokens::new(verified.tokens.clone(), now);
        let (id, session) = self.sessions.begin(new, &tokens).await?;
        Ok(Admitted { id, session, profile })
    }
}
