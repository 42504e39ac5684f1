//! Tokens: issued, refreshed, revoked, checked.

pub(crate) mod check;
pub(crate) mod issue;
pub(crate) mod mint;
pub(crate) mod refresh;

pub(crate) use check::{Bearer, check_access_token};
pub(crate) use issue::{SignIn, Tokens, issue};
