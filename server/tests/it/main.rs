//! The whole application through its router, with a real user pool behind it.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod account;
mod address_list;
mod addresses;
mod at_once;
mod attributes;
mod brand;
mod classic_pool;
mod config;
mod connections;
mod contact;
mod cookies;
mod csrf;
mod dependencies;
mod expiry;
mod form_once;
mod fuzz;
mod headers;
#[expect(dead_code, reason = "the tests of `auth` use the rest")]
#[path = "../../../crates/auth/tests/it/hooked.rs"]
mod hooked;
mod html;
mod installation;
mod keeping;
mod languages;
mod latency;
mod limits;
mod log;
mod log_events;
mod log_lines;
mod malformed;
mod markup;
mod me;
mod navigation;
mod onboarding;
mod open_forms;
mod pages;
mod process;
mod queries;
mod redirects;
mod redis_tls;
mod rights;
mod round_trips;
mod security_log;
mod security_md;
mod sessions;
mod sign_in;
mod sign_up;
mod sign_up_once;
mod signals;
mod site;
mod sources;
mod start_up;
mod values;
mod world;
