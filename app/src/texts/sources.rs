//! Where the person's data comes from.

use crate::api::{Difference, Source, TokenRule, Verdict};

pub struct Sources {
    pub title: &'static str,
    pub lead: &'static str,
    pub token: &'static str,
    pub age: fn(u64) -> String,
    pub untrusted: &'static str,
    pub renew: &'static str,
    pub table: &'static str,
    pub name: &'static str,
    pub reason: &'static str,
    pub nothing: &'static str,
    /// The heading of the attributes that none of the ways tells.
    pub untold: &'static str,
    pub rule: fn(TokenRule) -> &'static str,
    pub verdict: fn(Verdict) -> &'static str,
    pub source: fn(Source) -> &'static str,
    pub silent: fn(Source) -> &'static str,
    pub difference: fn(&Difference) -> String,
}
