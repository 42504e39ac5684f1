#![doc = include_str!("../README.md")]

mod ids;
mod lease;
mod memory;
mod random;
mod records;
#[cfg(feature = "redis")]
mod redis;
mod seal;
#[cfg(feature = "sqlite")]
mod sqlite;
mod store;

pub use ids::{BrowserId, SessionId, hash};
pub use lease::{DeadlineExceeded, LEASE, LeaseGuard, Leases};
pub use memory::MemoryStore;
pub use random::{Randomness, SystemRandomness, draw};
pub use records::{Records, Versioned, WRITE_RETRY_WINDOW};
#[cfg(feature = "redis")]
pub use redis::RedisStore;
pub use seal::{KeyError, KeyRing};
#[cfg(feature = "sqlite")]
pub use sqlite::SqliteStore;
pub use store::{
    GLOBAL_OWNER, Id, Key, Lease, NewRecord, Record, RecordKind, Replacement, Store, StoreError,
};
