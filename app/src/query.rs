//! The query of the page in view, each value decoded once. The router's own map decodes twice: an address that was kept
//! in a value would come out as another one.

/// Every query parameter that a page reads.
#[cfg(feature = "ssr")]
pub const QUERY_NAMES: [&str; 14] = [
    "code",
    "elsewhere",
    "error",
    "forgot_password",
    "fresh",
    "here",
    "iss",
    "kind",
    "login_hint",
    "other",
    "reference",
    "return_to",
    "sign_up",
    "state",
];

/// A value of the page's query; the first, if it is there more than once.
#[cfg(feature = "ssr")]
pub(crate) fn query(name: &'static str) -> Option<String> {
    debug_assert!(QUERY_NAMES.contains(&name), "{name} is missing in `QUERY_NAMES`");
    crate::server::query(name)
}

/// No page is rendered in the browser.
#[cfg(not(feature = "ssr"))]
pub(crate) fn query(name: &'static str) -> Option<String> {
    unreachable!("{name} was asked for in the browser")
}
