//! From a verified sign-in to a session: not every right password makes one.

use attributes::Values;
use cognito::{IdClaims, TokenSet};
use session_store::{BrowserId, SessionId, StoreError};

use crate::Auth;
use crate::device::Device;
use crate::error::FinishError;
use crate::pending::PendingSignIn;
use crate::profile::Profile;
use crate::session::{self, Begun, Session};
use crate::tokens::Tokens;
use crate::trust::Standing;

/// A sign-in whose tokens are verified.
pub(crate) struct Verified<'a> {
    pub browser: &'a BrowserId,
    pub device: Device,
    pub claims: IdClaims,
    pub tokens: TokenSet,
    pub values: Values,
    pub pending: PendingSignIn,
}

/// A session that was admitted.
pub(crate) struct Admitted {
    pub id: SessionId,
    pub session: Session,
    pub profile: Profile,
}

impl Auth {
    /// Begins a session, unless the account is marked and this browser has no code for it, or the person proved who they
    /// are before their last recovery and not since. A recovery ends all sessions there were.
    pub(crate) async fn admit(&self, verified: Verified<'_>) -> Result<Admitted, FinishError> {
        let Verified {
            browser,
            device,
            claims,
            tokens,
            values,
            pending,
        } = verified;
        let username = self.name_to_prove(&claims, &tokens).await?;
        let standing = match &username {
            Some(username) => self.standing(browser, username).await?,
            None => Standing::Trusted,
        };
        if let (Standing::Unproven, Some(username)) = (standing, &username) {
            self.ask_for_proof(browser, username, &values, tokens, pending.return_to)
                .await?;
            return Err(FinishError::AddressUnproven);
        }
        let user = session::user(&claims.issuer, &claims.subject);
        if self.is_before_recovery(user, claims.auth_time).await? {
            self.revoke_in_background(tokens.refresh_token);
            return Err(FinishError::BeforeRecovery(pending.return_to));
        }
        let is_recovery = pending.recovers || standing == Standing::Recovered;
        if is_recovery {
            self.end_all_before(user, claims.auth_time).await?;
        }
        let now = self.inner.clock.now();
        let admitted = self
            .begin(
                &claims,
                Tokens::new(tokens, now),
                Profile::new(values, now),
                Begun {
                    device,
                    is_recovered: standing == Standing::Recovered,
                },
            )
            .await?;
        // Once more: a recovery that came in between has not seen this session.
        if self.is_before_recovery(user, claims.auth_time).await? {
            self.revoke_in_background(self.end_session(&admitted.session).await?);
            return Err(FinishError::BeforeRecovery(pending.return_to));
        }
        if is_recovery {
            self.take_changes_back(&admitted.session).await;
        }
        if let (Standing::Recovered | Standing::Proven, Some(username)) = (standing, username) {
            // Last: should anything fail before, the account stays marked.
            self.forget_mark(&username).await?;
        }
        Ok(admitted)
    }

    /// By what name the account may be marked. Whoever comes from an identity provider has no password to be known.
    async fn name_to_prove(
        &self,
        claims: &IdClaims,
        tokens: &TokenSet,
    ) -> Result<Option<String>, FinishError> {
        if !claims.identities.is_empty() {
            return Ok(None);
        }
        self.sign_up_name(claims, &tokens.access_token).await
    }

    async fn begin(
        &self,
        claims: &IdClaims,
        tokens: Tokens,
        profile: Profile,
        begun: Begun,
    ) -> Result<Admitted, StoreError> {
        let (id, session) = self.begin_session(claims, &tokens, &profile, begun).await?;
        Ok(Admitted { id, session, profile })
    }
}
