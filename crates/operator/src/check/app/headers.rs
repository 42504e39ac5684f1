//! Whether the headers that protect pages arrive as the app sends them.

use url::Url;

use super::asking::Answer;
use super::{APP, Finding};

/// With each page. Those of the sign-in have a `Referrer-Policy` of their own.
const EVERYWHERE: [(&str, &str); 4] = [
    ("x-content-type-options", "nosniff"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("referrer-policy", "same-origin"),
];
/// The app says two years; a year is what browsers' own lists ask for.
const YEAR: u64 = 365 * 24 * 60 * 60;
const LEAVE_THEM: &str = "let the proxy hand on the app's headers and add none of the same name (nginx: no proxy_hide_header and \
                          no add_header; Apache: no Header set or unset; CloudFront: a response headers policy without override)";

pub fn compare(origin: &Url, page: &Answer, again: Option<&Answer>) -> Vec<Finding> {
    let found = [
        policy(page),
        transport(origin, page),
        everywhere(page),
        cached(page, again),
    ];
    found.into_iter().flatten().collect()
}

/// Addresses of the sign-in have a code in them.
pub fn of_sign_in(started: &Answer) -> Option<Finding> {
    let arrived: Vec<&str> = started.all("referrer-policy").collect();
    (arrived != ["no-referrer"]).then(|| headers(&["referrer-policy (at /login)"]))
}

/// One policy, which forbids what is not named, lets scripts run by a nonce, and frames nowhere.
fn policy(page: &Answer) -> Option<Finding> {
    let policies: Vec<&str> = page.all("content-security-policy").collect();
    let difference = match policies.as_slice() {
        [] => "no Content-Security-Policy arrives",
        [policy] => {
            let whole = ["default-src 'none'", "frame-ancestors 'none'", "'nonce-"];
            if whole.iter().all(|part| policy.contains(part)) {
                return None;
            }
            "another Content-Security-Policy arrives than the app's"
        }
        _ => "the Content-Security-Policy arrives with another one beside it, and browsers obey both",
    };
    Some(Finding::error(
        "app-csp",
        APP,
        difference.to_owned(),
        LEAVE_THEM.to_owned(),
    ))
}

/// RFC 6797 section 6.1: what is said on http counts for nothing.
fn transport(origin: &Url, page: &Answer) -> Option<Finding> {
    if origin.scheme() != "https" {
        return None;
    }
    let said = page.header("strict-transport-security");
    let age = said.and_then(|value| {
        let directives = value.split(';').map(str::trim);
        let mut ages = directives.filter_map(|directive| directive.strip_prefix("max-age="));
        ages.next()?.trim_matches('"').parse::<u64>().ok()
    });
    let difference = match age {
        Some(age) if age >= YEAR => return None,
        Some(age) => {
            format!("Strict-Transport-Security arrives with max-age={age}, which is less than a year")
        }
        None => "no Strict-Transport-Security arrives".to_owned(),
    };
    let advice = format!("give the server an APP_ORIGIN with https; {LEAVE_THEM}");
    Some(Finding::error("app-hsts", APP, difference, advice))
}

fn everywhere(page: &Answer) -> Option<Finding> {
    let is_wrong = |(name, value): &&(&str, &str)| {
        let arrived: Vec<&str> = page.all(name).collect();
        arrived != [*value]
    };
    let wrong: Vec<&str> = EVERYWHERE
        .iter()
        .filter(is_wrong)
        .map(|(name, _)| *name)
        .collect();
    (!wrong.is_empty()).then(|| headers(&wrong))
}

fn headers(names: &[&str]) -> Finding {
    Finding::warning(
        "app-headers",
        APP,
        format!("not as the app sends them: {}", names.join(", ")),
        LEAVE_THEM.to_owned(),
    )
}

/// Each page has a nonce of its own, unless somebody keeps pages.
fn cached(page: &Answer, again: Option<&Answer>) -> Option<Finding> {
    let is_kept = page
        .header("cache-control")
        .is_none_or(|value| !value.contains("no-store"));
    let policy = |answer: &Answer| answer.header("content-security-policy").map(ToOwned::to_owned);
    let first = policy(page).filter(|policy| policy.contains("'nonce-"));
    let is_repeated = first.is_some() && first == again.and_then(policy);
    let difference = match (is_repeated, is_kept) {
        (true, _) => "a page arrives twice with the same nonce: something in front keeps pages",
        (_, true) => "pages arrive without Cache-Control: no-store",
        _ => return None,
    };
    let advice = "let the proxy cache files below /pkg/ only, and leave Cache-Control as it is".to_owned();
    Some(Finding::error("app-cached", APP, difference.to_owned(), advice))
}
