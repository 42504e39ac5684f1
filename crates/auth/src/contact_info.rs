//! How a person is reached, and what many sign in with: e-mail address and telephone number. A new one counts when
//! its code has come back; until then it is written down here, so that it can be shown, sent again and taken back.

mod address;

use std::time::Duration;

use attributes::{ContactChange, Schema, Values};
use cognito::{AccessToken, ConfirmationCode, ServiceErrorCode, User};
use serde::{Deserialize, Serialize};
use session_store::{DeadlineExceeded, Key, Kind, StoreError, hash};
use signin::{CallError, QuotaCategory, RecentlyAuthenticated, SecurityEvent, Session, SessionCallError};

use crate::Auth;
use crate::profile::Profile;

pub use address::Address;

/// Codes for addresses are good for a day (Cognito developer guide, "Verifying updates to email addresses and phone
/// numbers").
const WAITING: Duration = Duration::from_hours(24);

/// One address of a person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContactInfo {
    /// Which.
    pub address: Address,
    /// What it is now.
    pub value: Option<String>,
    /// Whether it was proven.
    pub verified: bool,
    /// What it is to become when the code has come back.
    pub pending: Option<String>,
    /// Whether the operator lets people change it.
    pub change: ContactChange,
}

/// Why an address is as it was.
#[derive(Debug, thiserror::Error)]
pub enum ContactInfoError {
    /// The operator has not said that this pool can do it without locking people out.
    #[error("changes of this address are not offered")]
    NotOffered,
    /// Not of the form that the pool wants.
    #[error("this is no such address")]
    NotAnAddress,
    /// The person has it already, proven.
    #[error("the address is the present one")]
    SameAsNow,
    /// It belongs to another account.
    #[error("the address belongs to another account")]
    Taken,
    /// The app client may not write it.
    #[error("the app client may not write this attribute")]
    NotWritable(#[source] CallError),
    /// The pool could not send the code.
    #[error("the code could not be sent")]
    NotSent(#[source] CallError),
    /// Not the code that was sent.
    #[error("wrong code")]
    WrongCode,
    /// The code is too old, or a newer one was sent, or none.
    #[error("the code has expired")]
    ExpiredCode,
    /// Too many tries.
    #[error("too many tries")]
    TooOften,
    /// Everything else.
    #[error(transparent)]
    User(#[from] SessionCallError),
}

/// A change that waits for its code.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pending {
    value: String,
    before: Option<String>,
}

/// The scopes to ask for. `phone`, by which userInfo tells telephone numbers, only where people may change theirs: many
/// app clients do not allow it (Cognito developer guide, "Scopes, M2M, and resource servers").
#[must_use]
pub fn scopes(schema: &Schema) -> Vec<String> {
    let is_phone_offered = schema.contact_change(Address::Phone.name()) != ContactChange::Off;
    let always = ["openid", "email", "profile", "aws.cognito.signin.user.admin"];
    let scopes = always.into_iter().chain(is_phone_offered.then_some("phone"));
    scopes.map(String::from).collect()
}

impl Auth {
    /// One address of this person, and the change of it that waits for its code.
    pub(crate) fn contact_info(
        &self,
        address: Address,
        profile: &Profile,
        pending: Option<&Pending>,
    ) -> ContactInfo {
        let value = |name: &str| {
            let value = profile.values.get(name);
            value.filter(|value| !value.is_empty()).cloned()
        };
        ContactInfo {
            address,
            value: value(address.name()),
            verified: value(address.verified_name()).is_some_and(is_true),
            pending: pending.map(|pending| pending.value.clone()),
            change: self.inner.schema.contact_change(address.name()),
        }
    }

    /// Asks the pool to change an address: it sends a code to the new one.
    pub async fn change_address(
        &self,
        session: &RecentlyAuthenticated,
        address: Address,
        typed: &str,
    ) -> Result<Profile, ContactInfoError> {
        if self.inner.schema.contact_change(address.name()) == ContactChange::Off {
            return Err(ContactInfoError::NotOffered);
        }
        let value = address.read(typed).ok_or(ContactInfoError::NotAnAddress)?;
        let (auth, session) = (self.clone(), session.clone());
        self.signin()
            .background
            .run_detached(async move { auth.begin_change(&session, address, value).await })
            .await
    }

    async fn begin_change(
        &self,
        session: &Session,
        address: Address,
        value: String,
    ) -> Result<Profile, ContactInfoError> {
        let (token, user) = self.signin().tokens.verify_with_pool(session).await?;
        let before = user.attributes.get(address.name()).cloned();
        if before.as_ref() == Some(&value) && is_verified(&user, address) {
            return Err(ContactInfoError::SameAsNow);
        }
        let written = self.write_address(&token, address, &value).await;
        if !written.as_ref().is_err_and(CallError::is_refusal) {
            self.note_change(session, address, &Pending { value, before })
                .await?;
        }
        written.map_err(ContactInfoError::from_change)?;
        self.log_address(session, address, "begun");
        self.look_again(session, &token, address).await
    }

    /// Finishes a change, or proves the present address, with the code that was sent.
    pub async fn confirm_address(
        &self,
        session: &RecentlyAuthenticated,
        address: Address,
        code: ConfirmationCode,
    ) -> Result<Profile, ContactInfoError> {
        let (auth, session) = (self.clone(), session.clone());
        self.signin()
            .background
            .run_detached(async move {
                let (token, _) = auth.signin().tokens.verify_with_pool(&session).await?;
                let verify = || {
                    auth.signin()
                        .pool
                        .cognito()
                        .verify_attribute(&token, address.name(), &code)
                };
                let verified = auth.signin().pool.call_once(QuotaCategory::Update, verify).await;
                verified.map_err(ContactInfoError::from_code)?;
                auth.forget_change(&session, address).await?;
                auth.log_address(&session, address, "confirmed");
                auth.look_again(&session, &token, address).await
            })
            .await
    }

    /// Sends the code again.
    pub async fn send_code_again(&self, session: &Session, address: Address) -> Result<(), ContactInfoError> {
        let (auth, session) = (self.clone(), session.clone());
        self.signin()
            .background
            .run_detached(async move {
                let (token, _) = auth.signin().tokens.verify_with_pool(&session).await?;
                let send = || {
                    auth.signin()
                        .pool
                        .cognito()
                        .send_attribute_code(&token, address.name())
                };
                let outcome = auth
                    .signin()
                    .pool
                    .call_once(QuotaCategory::ResourceRead, send)
                    .await;
                outcome.map(drop).map_err(ContactInfoError::from_code)
            })
            .await
    }

    /// Takes a change back: the address from before is written again, which makes the pool forget the new one and its
    /// code. A pool that changes at once then has the old address unproven; nothing can be done about that.
    pub async fn cancel_change(
        &self,
        session: &Session,
        address: Address,
    ) -> Result<Profile, ContactInfoError> {
        let (auth, session) = (self.clone(), session.clone());
        self.signin()
            .background
            .run_detached(async move {
                let (token, user) = auth.signin().tokens.verify_with_pool(&session).await?;
                if let Some(pending) = auth
                    .pending_change(&session, address)
                    .await
                    .map_err(SessionCallError::from)?
                {
                    let present = user.attributes.get(address.name()).cloned();
                    let before = pending.before.or(present.filter(|value| *value != pending.value));
                    let written = auth
                        .write_address(&token, address, &before.unwrap_or_default())
                        .await;
                    written.map_err(ContactInfoError::from_change)?;
                    auth.forget_change(&session, address).await?;
                    auth.log_address(&session, address, "taken back");
                }
                auth.look_again(&session, &token, address).await
            })
            .await
    }

    fn log_address(&self, session: &Session, address: Address, what: &str) {
        let line = self
            .signin()
            .security
            .event(SecurityEvent::AddressChange)
            .of(session);
        line.done(&format!("{} {what}", address.name()));
    }

    async fn write_address(
        &self,
        token: &AccessToken,
        address: Address,
        value: &str,
    ) -> Result<(), CallError> {
        let values = Values::from([(address.name().to_owned(), value.to_owned())]);
        let write = || {
            self.signin()
                .pool
                .cognito()
                .update_user_attributes(token, &values)
        };
        self.signin()
            .pool
            .call_once(QuotaCategory::Update, write)
            .await
            .map(drop)
    }

    /// What the pool has now takes the place of what the session showed. A pool that needs no code has finished.
    async fn look_again(
        &self,
        session: &Session,
        token: &AccessToken,
        address: Address,
    ) -> Result<Profile, ContactInfoError> {
        let (mut profile, seen) = self.last_seen(session).await?;
        let read = || self.signin().pool.cognito().get_user(token);
        let user = self
            .signin()
            .pool
            .call_once(QuotaCategory::Read, read)
            .await
            .map_err(SessionCallError::from)?;
        let pending = self
            .pending_change(session, address)
            .await
            .map_err(SessionCallError::from)?;
        let is_done = |pending: Pending| {
            user.attributes.get(address.name()) == Some(&pending.value) && is_verified(&user, address)
        };
        if pending.is_some_and(is_done) {
            self.forget_change(session, address).await?;
        }
        for name in [address.name(), address.verified_name()] {
            match user.attributes.get(name) {
                Some(value) => drop(profile.values.insert(name.to_owned(), value.clone())),
                None => drop(profile.values.remove(name)),
            }
        }
        self.keep_unless_changed(session, seen, &profile)
            .await
            .map_err(SessionCallError::from)?;
        Ok(profile)
    }

    /// Whether a change of this address waits for its code.
    pub(crate) async fn is_change_pending(
        &self,
        session: &Session,
        address: Address,
    ) -> Result<bool, SessionCallError> {
        Ok(self.pending_change(session, address).await?.is_some())
    }

    async fn pending_change(
        &self,
        session: &Session,
        address: Address,
    ) -> Result<Option<Pending>, StoreError> {
        let found = self.signin().records.load(key(session, address)).await?;
        Ok(found.map(|loaded| loaded.value))
    }

    async fn note_change(
        &self,
        session: &Session,
        address: Address,
        pending: &Pending,
    ) -> Result<(), SessionCallError> {
        let (records, until) = (&self.signin().records, self.signin().clock.now() + WAITING);
        let record = records.sealed(key(session, address), session.user(), pending, until);
        Ok(records.upsert(record).await?)
    }

    async fn forget_change(&self, session: &Session, address: Address) -> Result<(), SessionCallError> {
        Ok(self.signin().records.remove(&[key(session, address)]).await?)
    }
}

/// One per person and address, whatever the session.
pub(crate) fn key(session: &Session, address: Address) -> Key {
    Key {
        kind: Kind::Change,
        id: hash("change", &[&session.user().0, address.name().as_bytes()]),
    }
}

/// Cognito takes booleans in any case and may give them back as it took them.
fn is_true(value: impl AsRef<str>) -> bool {
    value.as_ref().eq_ignore_ascii_case("true")
}

fn is_verified(user: &User, address: Address) -> bool {
    user.attributes.get(address.verified_name()).is_some_and(is_true)
}

impl ContactInfoError {
    fn from_change(error: CallError) -> Self {
        use ServiceErrorCode as Code;
        match error.service_code() {
            Some(Code::InvalidParameter) => Self::NotAnAddress,
            Some(Code::AliasExists) => Self::Taken,
            Some(Code::NotAuthorized) => Self::NotWritable(error),
            Some(Code::CodeDeliveryFailure | Code::InvalidEmailRoleAccessPolicy) => Self::NotSent(error),
            Some(Code::LimitExceeded) => Self::TooOften,
            _ => Self::User(error.into()),
        }
    }

    fn from_code(error: CallError) -> Self {
        use ServiceErrorCode as Code;
        match error.service_code() {
            Some(Code::CodeMismatch | Code::InvalidParameter) => Self::WrongCode,
            Some(Code::ExpiredCode) => Self::ExpiredCode,
            Some(Code::AliasExists) => Self::Taken,
            Some(Code::CodeDeliveryFailure | Code::InvalidEmailRoleAccessPolicy) => Self::NotSent(error),
            Some(Code::LimitExceeded) => Self::TooOften,
            _ => Self::User(error.into()),
        }
    }
}

impl From<DeadlineExceeded> for ContactInfoError {
    fn from(error: DeadlineExceeded) -> Self {
        Self::User(error.into())
    }
}
