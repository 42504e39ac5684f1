//! The whole application through its router, with a real user pool behind it.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod account;
mod at_once;
mod attributes;
mod config;
mod contact;
mod csrf;
mod dependencies;
mod headers;
#[expect(dead_code, reason = "the tests of `auth` use the rest")]
#[path = "../../../crates/auth/tests/it/hooked.rs"]
mod hooked;
mod hosted_ui;
mod languages;
mod limits;
mod log;
mod me;
mod open_forms;
mod process;
mod sessions;
mod sign_in;
mod sign_up;
mod site;
mod sources;
mod visitor;
mod world;
