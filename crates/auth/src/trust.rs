//! What of an account is trusted. Cognito lets anybody begin an account with somebody else's address and keeps their
//! password and attributes when the owner of the address confirms it (A. Sudhodanan and A. Paverd, "Pre-hijacked
//! accounts", USENIX Security 2022). So an account that another browser confirmed than the one that made it opens no
//! session before somebody has both its password and what was sent to its address; and after a recovery nothing opens
//! one that was proven before it.

use std::time::Duration;

use clock::Timestamp;
use cognito::{AccessToken, ConfirmationCode, IdClaims};
use serde::{Deserialize, Serialize};
use session_store::{BrowserId, Id, Key, Kind, StoreError, Versioned, hash};
use signin::{FinishError, Idempotency, QuotaCategory, SecurityEvent, Session, spelling};

use crate::Auth;
use crate::contact_info::Address;
use crate::pending_sign_up::{self, Stage};

/// For ever, as far as a record can: the mark goes when the owner has come.
const UNTIL_RECOVERY: Duration = Duration::from_hours(24 * 3650);
/// The longest that the pool's own sessions in browsers last (Cognito API reference,
/// `SetUserPoolClientSessionConfiguration`).
const POOLS_LONGEST_SESSION: Duration = Duration::from_hours(24 * 90);
/// A confirmation that has no answer after this long may have been carried out.
const UNDER_WAY: Duration = Duration::from_mins(1);

/// An account that was made in another browser than the one that confirmed it. Marked before the pool is told: between
/// the two, nobody must slip through.
#[derive(Serialize, Deserialize)]
struct Unproven {
    since: Timestamp,
    is_confirmed: bool,
}

/// A mark of a confirmation that is under way, if this one set it.
pub(crate) struct Mark(Option<Key>);

/// What a sign-in may be trusted with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Like any other.
    Trusted,
    /// The browser has made the account and has its code, though another one confirmed it.
    Proven,
    /// The browser has the code of an account that another one made: whatever that one left is not the owner's.
    Recovered,
    /// The account is marked, and the browser has no code.
    Unproven,
}

impl Auth {
    /// Marks an account that this browser did not make, before it is confirmed.
    pub(crate) async fn mark_unproven(&self, username: &str) -> Result<Mark, StoreError> {
        let key = unproven(username);
        let mark = self.draft_mark(key, false);
        let is_new = self.signin().records.insert_if_absent(mark).await?;
        Ok(Mark(is_new.then_some(key)))
    }

    /// The account is confirmed, or may be.
    pub(crate) async fn keep_mark(&self, username: &str) -> Result<(), StoreError> {
        let record = self.draft_mark(unproven(username), true);
        let records = &self.signin().records;
        records.retry_write(|| records.upsert(record.clone())).await
    }

    fn draft_mark(&self, key: Key, is_confirmed: bool) -> session_store::NewRecord {
        let since = self.signin().clock.now();
        let mark = Unproven { since, is_confirmed };
        self.signin()
            .records
            .sealed(key, key.id, &mark, since + UNTIL_RECOVERY)
    }

    /// The pool did not confirm: the mark goes, unless it is another's or has become one that stays.
    pub(crate) async fn take_mark_back(&self, mark: Mark) -> Result<(), StoreError> {
        let Some(key) = mark.0 else { return Ok(()) };
        let records = &self.signin().records;
        let found: Option<Versioned<Unproven>> = records.load(key).await?;
        if let Some(found) = found.filter(|found| !found.value.is_confirmed) {
            // By its version, because another browser may be confirming with the right code just now.
            let now = self.signin().clock.now();
            records.replace(key, found.version, &found.value, now).await?;
        }
        Ok(())
    }

    /// The account is new, or its owner has come.
    pub(crate) async fn forget_mark(&self, username: &str) -> Result<(), StoreError> {
        self.signin().records.remove(&[unproven(username)]).await
    }

    /// Remembers the code that confirmed an account as long as it would have lived: who has it can read what is sent to
    /// the address, in whichever browser.
    pub(crate) async fn remember_code(
        &self,
        username: &str,
        code: &ConfirmationCode,
    ) -> Result<(), StoreError> {
        let (key, until) = (
            used_code(username),
            self.signin().clock.now() + pending_sign_up::LIFE,
        );
        let records = &self.signin().records;
        let code = code_hash(username, code);
        records.upsert(records.sealed(key, key.id, &code, until)).await
    }

    /// Whether this is the code that has confirmed the account.
    pub(crate) async fn is_used_code(
        &self,
        username: &str,
        code: &ConfirmationCode,
    ) -> Result<bool, StoreError> {
        let used: Option<Versioned<[u8; 32]>> = self.signin().records.load(used_code(username)).await?;
        Ok(used.is_some_and(|used| used.value == code_hash(username, code)))
    }

    /// What a sign-in of this person in this browser may be trusted with.
    pub(crate) async fn standing(
        &self,
        browser: &BrowserId,
        username: &str,
    ) -> Result<Standing, FinishError> {
        let mark: Option<Versioned<Unproven>> = self.signin().records.load(unproven(username)).await?;
        let Some(Versioned { value: mark, .. }) = mark else {
            return Ok(Standing::Trusted);
        };
        let age = self.signin().clock.now().saturating_since(mark.since);
        if !mark.is_confirmed && age < UNDER_WAY {
            return Err(FinishError::Unavailable("a confirmation is under way".into()));
        }
        let pending = self.pending_sign_up(browser).await?;
        let proven =
            pending.filter(|pending| pending.stage == Stage::Confirmed && pending.is_about(username));
        Ok(match proven {
            Some(pending) if pending.made_here => Standing::Proven,
            Some(_) => Standing::Recovered,
            None => Standing::Unproven,
        })
    }

    /// What the account goes by at sign-up. Nobody is let in while that cannot be looked up: the account might be marked.
    pub(crate) async fn sign_up_name(
        &self,
        claims: &IdClaims,
        token: &AccessToken,
    ) -> Result<Option<String>, FinishError> {
        use attributes::Username;

        let kind = self.inner.schema.sign_up_rules().username;
        let attribute = match kind {
            Username::Name => return Ok(Some(claims.username.clone())),
            Username::Email | Username::PhoneNumber => kind.address_attribute(),
        };
        if let Some(name) = claims.attributes.get(attribute) {
            return Ok(Some(name.clone()));
        }
        // Not every scope puts the address into the ID token.
        let read = || self.signin().pool.cognito().get_user(token);
        match self
            .signin()
            .pool
            .call(QuotaCategory::Read, Idempotency::Idempotent, read)
            .await
        {
            Ok(user) => Ok(user.attributes.get(attribute).cloned()),
            Err(error) => {
                tracing::error!(
                    event = "account_address_unreadable",
                    %error,
                    attribute,
                    "the address of an account cannot be read"
                );
                Err(FinishError::Unavailable(error.into()))
            }
        }
    }

    /// Ends all that was begun before a recovery: sessions, and whatever the pool would sign in again without a
    /// question.
    pub(crate) async fn end_all_before(&self, user: Id, proven_at: Timestamp) -> Result<(), StoreError> {
        let until = self.signin().clock.now() + POOLS_LONGEST_SESSION;
        let records = &self.signin().records;
        let key = recovery(user);
        // First: who signs in between finds either this, or their session ended.
        records
            .upsert(records.sealed(key, user, &proven_at, until))
            .await?;
        for session in records.ids(Kind::Session, user).await? {
            self.signin().revoked_sessions.record(session, user).await?;
            self.signin()
                .revocations
                .revoke(self.signin().sessions.end_by_id(session, user).await?);
            let line = self
                .signin()
                .security
                .event(SecurityEvent::SessionEnded)
                .of_ids(session, user);
            line.done("the account was recovered");
        }
        Ok(())
    }

    /// Whether this proof is from before the person's last recovery.
    pub(crate) async fn is_before_recovery(
        &self,
        user: Id,
        authenticated_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let recovered: Option<Versioned<Timestamp>> = self.signin().records.load(recovery(user)).await?;
        Ok(recovered.is_some_and(|recovered| authenticated_at < recovered.value))
    }

    /// Whether the person is to look through what the account has; noted for their other sessions, too, if so.
    pub(crate) async fn is_to_review(&self, user: Id, is_recovered: bool) -> Result<bool, StoreError> {
        let (records, key) = (&self.signin().records, review(user));
        let mut asked = self.inner.schema.for_sign_up();
        if asked.all(|attribute| !attribute.mutable) {
            return Ok(false);
        }
        if !is_recovered {
            return records.exists(key).await;
        }
        let until = self.signin().clock.now() + UNTIL_RECOVERY;
        records.upsert(records.sealed(key, user, &(), until)).await?;
        Ok(true)
    }

    pub(crate) async fn forget_review(&self, user: Id) -> Result<(), StoreError> {
        self.signin().records.remove(&[review(user)]).await
    }

    /// Takes back what was begun and would still change how the person is reached. What fails stays visible to them.
    pub(crate) async fn take_changes_back(&self, session: &Session) {
        for address in Address::ALL {
            let taken_back = async {
                if self.is_change_pending(session, address).await? {
                    self.cancel_change(session, address).await?;
                }
                Ok::<_, crate::ContactInfoError>(())
            };
            if let Err(error) = taken_back.await {
                let error: &dyn std::error::Error = &error;
                tracing::error!(
                    event = "address_change_kept",
                    session = ?session.id(),
                    ?address,
                    error,
                    "a change of an address was not taken back"
                );
            }
        }
    }
}

fn key(purpose: &str, part: &[u8]) -> Key {
    Key {
        kind: Kind::Trust,
        id: hash(purpose, &[part]),
    }
}

fn unproven(username: &str) -> Key {
    key("unproven account", spelling(username).as_bytes())
}

fn used_code(username: &str) -> Key {
    key("used code", spelling(username).as_bytes())
}

fn recovery(user: Id) -> Key {
    key("recovery", &user.0)
}

pub(crate) fn review(user: Id) -> Key {
    key("review", &user.0)
}

fn code_hash(username: &str, code: &ConfirmationCode) -> [u8; 32] {
    let username = spelling(username);
    hash("code", &[username.as_bytes(), code.expose().as_bytes()]).0
}
