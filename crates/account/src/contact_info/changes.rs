//! Changing an address: begun with the new one, finished with the code that was sent to it, or taken back.

use std::sync::Arc;

use attributes::{ContactChange, Schema, Values};
use cognito::{AccessToken, ConfirmationCode, User};
use signin::{
    Act, Background, CallError, PoolCalls, QuotaCategory, RateLimits, RecentlyAuthenticated, SecurityEvent,
    SecurityLog, Session, SessionCallError, Tokens, within_deadline,
};

use super::pending::{PendingChange, PendingChanges};
use super::{Address, ContactInfoError, is_true};
use crate::profile::Profile;
use crate::profiles::Profiles;

/// Changes addresses. Cheap to clone.
#[derive(Clone)]
pub struct AddressChanges {
    pub(crate) schema: Arc<Schema>,
    pub(crate) tokens: Tokens,
    pub(crate) pool: PoolCalls,
    pub(crate) pending: PendingChanges,
    pub(crate) profiles: Profiles,
    pub(crate) limits: RateLimits,
    pub(crate) security: SecurityLog,
    pub(crate) background: Background,
}

impl AddressChanges {
    /// Asks the pool to change an address: it sends a code to the new one.
    ///
    /// # Errors
    /// [`ContactInfoError`]: the address is as it was, unless the code could only not be sent.
    pub async fn begin(
        &self,
        session: &RecentlyAuthenticated,
        address: Address,
        typed: &str,
    ) -> Result<Profile, ContactInfoError> {
        if self.schema.contact_change(address.name()) == ContactChange::Off {
            return Err(ContactInfoError::NotOffered);
        }
        let value = address.read(typed).ok_or(ContactInfoError::NotAnAddress)?;
        // A typing error sends nothing and tells nothing.
        self.limits.count_by_person(Act::SendAddressCode, session)?;
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move { flow.begin_change(&session, address, value).await })
            .await
    }

    async fn begin_change(
        &self,
        session: &Session,
        address: Address,
        value: String,
    ) -> Result<Profile, ContactInfoError> {
        let (token, user) = self.tokens.of(session).verify_with_pool().await?;
        let before = user.attributes.get(address.name()).cloned();
        if before.as_ref() == Some(&value) && is_verified(&user, address) {
            return Err(ContactInfoError::SameAsNow);
        }
        let written = self.write_address(&token, address, &value).await;
        // Also without an answer: the pool may have taken it, and then waits for the code.
        if !written.as_ref().is_err_and(CallError::is_refusal) {
            self.pending
                .store(session, address, &PendingChange { value, before })
                .await?;
        }
        written.map_err(ContactInfoError::from_change)?;
        self.log_address(session, address, "begun");
        self.look_again(session, &token, address).await
    }

    /// Finishes a change, or proves the present address, with the code that was sent.
    ///
    /// # Errors
    /// [`ContactInfoError`]: nothing was confirmed.
    pub async fn confirm(
        &self,
        session: &RecentlyAuthenticated,
        address: Address,
        code: ConfirmationCode,
    ) -> Result<Profile, ContactInfoError> {
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move {
                let (token, _) = flow.tokens.of(&session).verify_with_pool().await?;
                let verify = || {
                    flow.pool
                        .cognito()
                        .verify_attribute(&token, address.name(), &code)
                };
                let verified = flow.pool.call_once(QuotaCategory::Update, verify).await;
                verified.map_err(ContactInfoError::from_code)?;
                flow.pending.remove(&session, address).await?;
                flow.log_address(&session, address, "confirmed");
                flow.look_again(&session, &token, address).await
            })
            .await
    }

    /// Whether this address is the person's and proven: what another tab has confirmed meanwhile needs no code any more.
    ///
    /// # Errors
    /// [`ContactInfoError::User`]: the pool did not say.
    pub async fn is_confirmed(
        &self,
        session: &Session,
        address: Address,
        value: &str,
    ) -> Result<bool, ContactInfoError> {
        let (_, user) = within_deadline(self.tokens.of(session).verify_with_pool()).await?;
        let is_present = user
            .attributes
            .get(address.name())
            .is_some_and(|now| now == value);
        Ok(is_present && is_verified(&user, address))
    }

    /// Sends the code again.
    ///
    /// # Errors
    /// [`ContactInfoError`]: no code was sent.
    pub async fn send_code_again(&self, session: &Session, address: Address) -> Result<(), ContactInfoError> {
        self.limits.count_by_person(Act::SendAddressCode, session)?;
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move {
                let (token, _) = flow.tokens.of(&session).verify_with_pool().await?;
                let send = || flow.pool.cognito().send_attribute_code(&token, address.name());
                let outcome = flow.pool.call_once(QuotaCategory::ResourceRead, send).await;
                outcome.map(drop).map_err(ContactInfoError::from_code)
            })
            .await
    }

    /// Takes a change back: the address from before is written again, which makes the pool forget the new one and its
    /// code. A pool that changes at once then has the old address unproven; nothing can be done about that.
    ///
    /// # Errors
    /// [`ContactInfoError`]: the change still waits.
    pub async fn cancel(&self, session: &Session, address: Address) -> Result<Profile, ContactInfoError> {
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move {
                let (token, user) = flow.tokens.of(&session).verify_with_pool().await?;
                if let Some(pending) = flow.pending.find(&session, address).await? {
                    let present = user.attributes.get(address.name()).cloned();
                    let before = pending.before.or(present.filter(|value| *value != pending.value));
                    let written = flow
                        .write_address(&token, address, &before.unwrap_or_default())
                        .await;
                    written.map_err(ContactInfoError::from_change)?;
                    flow.pending.remove(&session, address).await?;
                    flow.log_address(&session, address, "taken back");
                }
                flow.look_again(&session, &token, address).await
            })
            .await
    }

    fn log_address(&self, session: &Session, address: Address, what: &str) {
        let line = self.security.event(SecurityEvent::AddressChange).of(session);
        line.done(&format!("{} {what}", address.name()));
    }

    async fn write_address(
        &self,
        token: &AccessToken,
        address: Address,
        value: &str,
    ) -> Result<(), CallError> {
        let values = Values::from([(address.name().to_owned(), value.to_owned())]);
        let write = || self.pool.cognito().update_user_attributes(token, &values);
        self.pool.call_once(QuotaCategory::Update, write).await.map(drop)
    }

    /// What the pool has now takes the place of what the session showed. A pool that needs no code has finished.
    async fn look_again(
        &self,
        session: &Session,
        token: &AccessToken,
        address: Address,
    ) -> Result<Profile, ContactInfoError> {
        let (mut profile, seen) = self.profiles.last_seen_version(session).await?;
        let read = || self.pool.cognito().get_user(token);
        let user = self
            .pool
            .call_once(QuotaCategory::Read, read)
            .await
            .map_err(SessionCallError::from)?;
        let pending = self.pending.find(session, address).await?;
        let is_done = |pending: PendingChange| {
            user.attributes.get(address.name()) == Some(&pending.value) && is_verified(&user, address)
        };
        if pending.is_some_and(is_done) {
            self.pending.remove(session, address).await?;
        }
        for name in [address.name(), address.verified_name()] {
            match user.attributes.get(name) {
                Some(value) => drop(profile.values.insert(name.to_owned(), value.clone())),
                None => drop(profile.values.remove(name)),
            }
        }
        self.profiles
            .cache
            .store_or_invalidate(session.user(), seen, &profile)
            .await?;
        Ok(profile)
    }

    /// Takes back what was begun and would still change how the person is reached. What fails stays visible to them.
    pub(crate) async fn cancel_all(&self, session: &Session) {
        for address in Address::ALL {
            let cancelled = async {
                if self.pending.find(session, address).await?.is_some() {
                    self.cancel(session, address).await?;
                }
                Ok::<_, ContactInfoError>(())
            };
            if let Err(error) = cancelled.await {
                tracing::error!(
                    event = "address_change_kept",
                    session = ?session.id(),
                    ?address,
                    error = &error as &dyn std::error::Error,
                    "a change of an address was not taken back"
                );
            }
        }
    }
}

fn is_verified(user: &User, address: Address) -> bool {
    user.attributes.get(address.verified_name()).is_some_and(is_true)
}
