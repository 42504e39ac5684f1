#![doc = include_str!("../README.md")]

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
mod template;
mod tokens;
mod totp;

pub use builder::{Builder, DataFileError, StartError};
pub use clock::{Clock, ManualClock, Timestamp};
pub use journal::{Message, RecordedRequest};
pub use keys::SigningKeys;
pub use misbehave::{MISBEHAVIOURS, Misbehaviour, Times};
pub use pool::LocalPool;
pub use seed::{
    AttributeType, ClientSeed, CustomAttributeSeed, GroupSeed, IdentitySeed, Mfa, PasswordPolicy, PoolSeed,
    ResourceServerSeed, RotationSeed, Seed, SeedError, StyleSeed, UserSeed, UserStatus,
};
pub use template::{Template, TemplateError};
pub use totp::totp_code;
