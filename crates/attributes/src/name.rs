//! Names of attributes.

/// What the names of custom attributes start with on the wire.
pub(crate) const CUSTOM_PREFIX: &str = "custom:";
