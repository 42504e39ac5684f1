//! What every store must do, and what is special about Redis.

#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod redis;
mod stores;
