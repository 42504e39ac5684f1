//! Pages and JSON are compressed while they are sent. An answer that holds a secret says `no-transform`: beside text that
//! an attacker chose, its length would tell of it (BREACH). Tokens of forms are masked anew in each page instead.

use axum::http::header::CACHE_CONTROL;
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use tower_http::CompressionLevel;
use tower_http::compression::predicate::{DefaultPredicate, SizeAbove};
use tower_http::compression::{CompressionLayer, Predicate};

/// Where more effort costs more time than the bytes it saves.
const LEVEL: CompressionLevel = CompressionLevel::Precise(3);
/// In bytes; less fits into one packet either way.
const SMALLEST: u16 = 1024;

pub(super) fn compress() -> CompressionLayer<impl Predicate> {
    let is_worth_it = DefaultPredicate::new().and(SizeAbove::new(SMALLEST));
    CompressionLayer::new()
        .quality(LEVEL)
        .compress_when(is_worth_it.and(may_be_transformed))
}

fn may_be_transformed(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let mut rules = headers.get_all(CACHE_CONTROL).iter();
    !rules.any(|rule| rule.to_str().is_ok_and(|rule| rule.contains("no-transform")))
}
