//! Where records live. One small trait; `SqliteStore` keeps them in a file, `RedisStore` on a server that
//! several machines share, [`MemoryStore`](crate::MemoryStore) in the process.
//!
//! A record is opaque bytes (sealed before they get here) under a kind and a hashed id. Sessions, their tokens, cached profiles and one-time messages are separate records, so that writing one
//! never overwrites another. Each has a version: a write names the version it read, and loses if another
//! write came first. Leases, by which processes take turns, are records without a version: they belong to
//! whoever holds them.

use std::fmt;

use async_trait::async_trait;
use clock::Timestamp;

/// The hash under which a record is kept.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Id(pub [u8; 32]);

impl fmt::Debug for Id {
    /// The first bytes only: enough to follow one record in a log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().take(4).try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The owner of records that belong to no browser, session or user.
pub const GLOBAL_OWNER: Id = Id([0; 32]);

/// What a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RecordKind {
    /// That a sign-in has had its callback.
    UsedSignIn,
    /// A sign-up that waits for its confirmation.
    PendingSignUp,
    /// Who is signed in, since when.
    Session,
    /// The tokens behind a session.
    Tokens,
    /// The person's attributes as last read from the pool.
    Profile,
    /// Something to be shown once.
    Message,
    /// Who may do what only one process may do at a time.
    Lease,
    /// A refresh that was begun and not finished.
    RefreshIntent,
    /// A pending change of credentials or contact details.
    Change,
    /// What a person skipped when they were asked.
    SkippedPrompts,
    /// A session that was ended from another browser.
    RemoteRevocation,
    /// The outcome of a plain form, for who posts it again.
    FormOutcome,
    /// What of an account is not trusted, and since when.
    Trust,
}

impl RecordKind {
    /// A stable name for storage.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::UsedSignIn => "used_sign_in",
            Self::PendingSignUp => "pending_sign_up",
            Self::Session => "session",
            Self::Tokens => "tokens",
            Self::Profile => "profile",
            Self::Message => "message",
            Self::Lease => "lease",
            Self::RefreshIntent => "refresh",
            Self::Change => "change",
            Self::SkippedPrompts => "answers",
            Self::RemoteRevocation => "ended",
            Self::FormOutcome => "form_outcome",
            Self::Trust => "trust",
        }
    }

    /// Whether what was written of it must be there after the power was cut. A lease ends with its holder, a code is used up at the
    /// pool, too, a profile can be read again, and a message is of the moment.
    #[must_use]
    pub fn outlasts_power(self) -> bool {
        !matches!(
            self,
            Self::UsedSignIn | Self::Profile | Self::Message | Self::Lease
        )
    }

    /// The same of a new record: who has just signed in signs in again. What is changed or ended of a session stays so.
    #[must_use]
    pub fn outlasts_power_when_new(self) -> bool {
        self.outlasts_power() && !matches!(self, Self::Session | Self::Tokens)
    }

    /// Whether records of this kind can be listed by their owner.
    #[must_use]
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Session | Self::RefreshIntent)
    }
}

/// Names one record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// What it is.
    pub kind: RecordKind,
    /// Which one.
    pub id: Id,
}

/// A record to be inserted.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// Its name.
    pub key: Key,
    /// Whose it is: the browser of a pending sign-up, the user of a session or a change, the
    /// session or the user of the others, and for who has neither the browser. Refreshes and used sign-ins are
    /// [everybody's](GLOBAL_OWNER).
    pub owner: Id,
    /// Sealed bytes.
    pub value: Vec<u8>,
    /// From then on it is as if it were not there.
    pub expires_at: Timestamp,
    /// As many live ones of this kind, itself included, may its owner have; of a kind that [is listed](RecordKind::is_listed).
    pub at_most: Option<u32>,
}

impl NewRecord {
    /// The same, to be inserted only if its owner then has no more of its kind.
    #[must_use]
    pub fn with_at_most(mut self, count: u32) -> Self {
        self.at_most = Some(count);
        self
    }
}

/// A record as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Sealed bytes.
    pub value: Vec<u8>,
    /// 1 when inserted, one more with each replacement.
    pub version: u64,
    /// From then on it is as if it were not there.
    pub expires_at: Timestamp,
}

/// A new value for a record that was read.
#[derive(Clone, Debug)]
pub struct Replacement {
    /// The record's name.
    pub key: Key,
    /// The version that was read.
    pub version: u64,
    /// Sealed bytes.
    pub value: Vec<u8>,
    /// From then on it is as if it were not there.
    pub expires_at: Timestamp,
}

/// The right to do what only one may do at a time: for a while, until it is given back or runs out.
#[derive(Clone, Copy, Debug)]
pub struct Lease {
    /// What it is about.
    pub key: Key,
    /// Its holder: a unique value.
    pub holder: [u8; 16],
    /// It expires then.
    pub until: Timestamp,
}

/// A store could not do what was asked. With a store on another machine the outcome may be unknown.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A record of that name exists already.
    #[error("a record of that name exists already")]
    Exists,
    /// Its owner has as many records of that kind as they may.
    #[error("there are as many records of that kind as there may be")]
    Full,
    /// The database failed.
    #[error("the session store failed")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl StoreError {
    /// Whether an owner has as many records of a kind as they may.
    #[must_use]
    pub fn is_full(&self) -> bool {
        matches!(self, Self::Full)
    }

    /// Whether the same may work a little later.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        matches!(self, Self::Database(_))
    }
}

/// Keeps records. `now` decides what has expired, so that the clock stays an input. The owner of a record never
/// changes.
#[async_trait]
pub trait Store: Send + Sync {
    /// Inserts all of them or none; fails with [`StoreError::Exists`] when one is there already and has not
    /// expired, and with [`StoreError::Full`] when there would be more than [`NewRecord::at_most`]. Counted and
    /// inserted at once: however many insert at the same time, there are never more.
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError>;

    /// Writes whatever was there before. The version goes on counting, so that a write of an older version fails.
    async fn upsert(&self, record: &NewRecord, now: Timestamp) -> Result<(), StoreError>;

    /// Reads several in one round trip: one answer for each key, in the order of the keys.
    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError>;

    /// Reads one.
    async fn load(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        Ok(self.load_many(&[key], now).await?.pop().flatten())
    }

    /// All of an owner, oldest first, of a kind that [is listed](RecordKind::is_listed).
    async fn list(
        &self,
        kind: RecordKind,
        owner: Id,
        now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError>;

    /// Writes a new value if the version is still the one that was read; answers whether it was.
    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError>;

    /// Removes one and answers what it was: only one of many callers gets it.
    async fn take(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError>;

    /// Removes all of them; those that are not there are passed over.
    async fn remove(&self, keys: &[Key]) -> Result<(), StoreError>;

    /// Acquires the lease if it is free, and extends it for the same holder; answers whether it is theirs now.
    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError>;

    /// Gives the lease back, if it is still this holder's.
    async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError>;

    /// Removes at most `at_most` expired records and answers how many went. A store whose records go by
    /// themselves removes what pointed to them.
    async fn remove_expired(&self, now: Timestamp, at_most: u32) -> Result<u32, StoreError>;
}
