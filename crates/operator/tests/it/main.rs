//! The program as an operator runs it, against a real local pool over HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod app;
mod app_stand_in;
mod breaks;
mod check;
mod check_accounts;
mod create;
mod create_kills;
mod denying;
mod doctor;
mod export;
mod fixture;
mod holding;
mod import;
mod kills;
mod list_pairs;
mod lossy;
mod mail;
mod messages;
mod outcome_unknown;
mod pairs;
mod policies;
mod pool_agreement;
mod pull;
mod ses_stand_in;
mod set;
mod update;
