//! The flows against a real pool over HTTP, and what every store must do.

#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

mod account;
mod conflicts;
mod consents;
mod contact_info;
mod contact_info_at_once;
mod enumeration;
mod front;
mod idempotency;
mod jar;
mod limits;
mod misbehaviours;
mod onboarding;
mod pool_calls;
mod processes;
mod profile;
mod providers;
mod reauth;
mod refusals;
mod rights;
mod secrets;
mod sessions;
mod sign_in;
mod sign_up;
mod sign_up_names;
mod sources;
mod stage;
mod strangers;
mod tokens;
mod verdicts;
