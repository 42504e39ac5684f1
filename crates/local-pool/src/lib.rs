//! A stand-in for Amazon Cognito user pools: Hosted UI, OAuth endpoints and JSON API on loopback, strict enough that
//! what passes here works on AWS.
//!
//! ```no_run
//! # async fn demo() -> Result<(), local_pool::StartError> {
//! use local_pool::{LocalPool, Seed};
//!
//! let pool = LocalPool::builder().seed(Seed::demo()).start().await?;
//! println!("sign in at {}, client {}", pool.url(), pool.client_id());
//! pool.clock().advance(std::time::Duration::from_secs(3600));
//! let codes: Vec<String> = pool.outbox().into_iter().map(|mail| mail.code).collect();
//! # drop(codes);
//! # Ok(())
//! # }
//! ```
//!
//! Never a plausible answer for what is not implemented: unknown operations, members and settings are refused by name.

mod accounts;
mod api;
mod attributes;
mod builder;
mod calendar;
mod controls;
mod cookies;
mod exception;
mod hangup;
mod journal;
mod keys;
mod misbehave;
mod oauth;
mod pages;
mod params;
mod password;
mod pool;
mod quotas;
mod random;
mod replies;
mod router;
mod seed;
mod serve;
mod service;
mod srp;
mod state;
mod store;
mod tokens;
mod totp;

pub use builder::{Builder, DataFileError, StartError};
pub use clock::{Clock, ManualClock, Timestamp};
pub use journal::{Message, RecordedRequest};
pub use misbehave::{MISBEHAVIOURS, Misbehaviour, Times};
pub use pool::LocalPool;
pub use seed::{
    AttributeType, ClientSeed, CustomAttributeSeed, GroupSeed, IdentitySeed, Mfa, PasswordPolicy, PoolSeed,
    ResourceServerSeed, RotationSeed, Seed, SeedError, UserSeed, UserStatus,
};
pub use totp::totp_code;

/// The README's example, kept true.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
