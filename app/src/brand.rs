//! The brand of this application. Only what the server renders asks for it.

use std::sync::Arc;

use brand::{Brand, FileName};
use leptos::context::use_context;

/// The brand of this application.
pub(crate) fn use_brand() -> Arc<Brand> {
    use_context::<Arc<Brand>>().unwrap_or_default()
}

/// The address of a file of the brand.
pub(crate) fn address_of(file: &FileName) -> String {
    format!("/brand/{}", file.as_str())
}
