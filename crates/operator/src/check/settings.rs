//! The pool's own settings.

use super::{Finding, Sides};

const ABOUT: &str = "user pool";

/// A stand-in has its pages at its own address.
pub fn compare(sides: &Sides<'_>) -> Option<Finding> {
    let has_one = sides.pool.domain().or(sides.pool.custom_domain()).is_some();
    (sides.ids.endpoint.is_none() && !has_one).then(|| {
        Finding::error(
            "no-domain",
            ABOUT,
            "it has no domain, so there are no sign-in pages".to_owned(),
            "in the console: Branding, Domain".to_owned(),
        )
    })
}
