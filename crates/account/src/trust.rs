//! What of an account is trusted. Cognito lets anybody begin an account with somebody else's address and keeps their
//! password and attributes when the owner of the address confirms it (A. Sudhodanan and A. Paverd, "Pre-hijacked
//! accounts", USENIX Security 2022). So an account that another browser confirmed than the one that made it opens no
//! session before somebody has both its password and what was sent to its address; and after a recovery nothing opens
//! one that was proven before it.

use std::sync::Arc;
use std::time::Duration;

use attributes::{Schema, Username};
use clock::{Clock, Timestamp};
use cognito::{AccessToken, ConfirmationCode, IdClaims};
use serde::{Deserialize, Serialize};
use session_store::{BrowserId, Key, NewRecord, RecordKind, Records, StoreError, Versioned, hash};
use signin::{FinishError, Idempotency, PoolCalls, QuotaCategory, spelling};

use crate::pending_sign_up::{self, PendingSignUps, Stage};

/// For ever, as far as a record can: the mark goes when the owner has come.
const UNTIL_RECOVERY: Duration = Duration::from_hours(24 * 3650);
/// A confirmation that has no answer after this long may have been carried out.
const UNDER_WAY: Duration = Duration::from_mins(1);

/// An account that was made in another browser than the one that confirmed it. Marked before the pool is told: between
/// the two, no sign-in must slip through.
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

/// What is known of accounts by their names. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Trust {
    pub records: Records,
    pub clock: Clock,
    pub schema: Arc<Schema>,
    pub pool: PoolCalls,
    pub pending: PendingSignUps,
}

impl Trust {
    /// Marks an account that this browser did not make, before it is confirmed.
    pub async fn mark_unproven(&self, username: &str) -> Result<Mark, StoreError> {
        let key = unproven(username);
        let mark = self.draft_mark(key, false);
        let is_new = self.records.insert_if_absent(mark).await?;
        Ok(Mark(is_new.then_some(key)))
    }

    /// The account is confirmed, or may be.
    pub async fn keep_mark(&self, username: &str) -> Result<(), StoreError> {
        let record = self.draft_mark(unproven(username), true);
        let records = &self.records;
        records.retry_write(|| records.upsert(record.clone())).await
    }

    fn draft_mark(&self, key: Key, is_confirmed: bool) -> NewRecord {
        let since = self.clock.now();
        let mark = Unproven { since, is_confirmed };
        self.records.sealed(key, key.id, &mark, since + UNTIL_RECOVERY)
    }

    /// The pool did not confirm: the mark goes, unless it is another's or has become one that stays.
    pub async fn withdraw_mark(&self, mark: Mark) -> Result<(), StoreError> {
        let Some(key) = mark.0 else { return Ok(()) };
        let records = &self.records;
        let found: Option<Versioned<Unproven>> = records.load(key).await?;
        if let Some(found) = found.filter(|found| !found.value.is_confirmed) {
            // By its version, because another browser may be confirming with the right code just now.
            let now = self.clock.now();
            records.replace(key, found.version, &found.value, now).await?;
        }
        Ok(())
    }

    /// The account is new, or its owner has come.
    pub async fn forget_mark(&self, username: &str) -> Result<(), StoreError> {
        self.records.remove(&[unproven(username)]).await
    }

    /// Remembers the code that confirmed an account as long as it would have lived: who has it can read what is sent to
    /// the address, in whichever browser.
    pub async fn remember_code(&self, username: &str, code: &ConfirmationCode) -> Result<(), StoreError> {
        let (key, until) = (used_code(username), self.clock.now() + pending_sign_up::LIFE);
        let records = &self.records;
        let code = code_hash(username, code);
        records.upsert(records.sealed(key, key.id, &code, until)).await
    }

    /// Whether this is the code that has confirmed the account.
    pub async fn is_used_code(&self, username: &str, code: &ConfirmationCode) -> Result<bool, StoreError> {
        let used: Option<Versioned<[u8; 32]>> = self.records.load(used_code(username)).await?;
        Ok(used.is_some_and(|used| used.value == code_hash(username, code)))
    }

    /// What a sign-in of this person in this browser may be trusted with.
    pub async fn standing(&self, browser: &BrowserId, username: &str) -> Result<Standing, FinishError> {
        let mark: Option<Versioned<Unproven>> = self.records.load(unproven(username)).await?;
        let Some(Versioned { value: mark, .. }) = mark else {
            return Ok(Standing::Trusted);
        };
        let age = self.clock.now().saturating_since(mark.since);
        if !mark.is_confirmed && age < UNDER_WAY {
            return Err(FinishError::Unavailable("a confirmation is under way".into()));
        }
        let pending = self.pending.find(browser).await?;
        let proven =
            pending.filter(|pending| pending.stage == Stage::Confirmed && pending.is_about(username));
        Ok(match proven {
            Some(pending) if pending.made_here => Standing::Proven,
            Some(_) => Standing::Recovered,
            None => Standing::Unproven,
        })
    }

    /// What the account goes by at sign-up. No sign-in succeeds while that cannot be looked up: the account might be marked.
    pub async fn sign_up_name(
        &self,
        claims: &IdClaims,
        token: &AccessToken,
    ) -> Result<Option<String>, FinishError> {
        let kind = self.schema.sign_up_rules().username;
        let attribute = match kind {
            Username::Name => return Ok(Some(claims.username.clone())),
            Username::Email | Username::PhoneNumber => kind.address_attribute(),
        };
        if let Some(name) = claims.attributes.get(attribute) {
            return Ok(Some(name.clone()));
        }
        // Not every scope puts the address into the ID token.
        let read = || self.pool.cognito().get_user(token);
        match self
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
}

fn key(purpose: &str, part: &[u8]) -> Key {
    Key {
        kind: RecordKind::Trust,
        id: hash(purpose, &[part]),
    }
}

fn unproven(username: &str) -> Key {
    key("unproven account", spelling(username).as_bytes())
}

fn used_code(username: &str) -> Key {
    key("used code", spelling(username).as_bytes())
}

fn code_hash(username: &str, code: &ConfirmationCode) -> [u8; 32] {
    let username = spelling(username);
    hash("code", &[username.as_bytes(), code.expose().as_bytes()]).0
}
