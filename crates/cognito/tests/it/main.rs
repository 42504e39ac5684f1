//! The client against a stub that answers whatever a test wants, and against the local pool.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail the test, too")]

mod account;
mod answers;
mod discovery;
mod forgeries;
mod issuers;
mod key_cache;
mod local_pool;
mod logs;
mod requests;
mod sign_up;
mod support;
mod tls;
