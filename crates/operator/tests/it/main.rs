//! The program as an operator runs it, against a real local pool over HTTP.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod check;
mod doubt;
mod export;
mod import;
mod kills;
mod lossy;
mod pull;
mod same_verdict;
mod set;
mod stage;
