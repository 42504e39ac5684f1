//! The attributes of a pool: which exist, what their values may be, and which of them a client may see or change.

pub(crate) mod change;
pub(crate) mod rights;
pub(crate) mod schema;
pub(crate) mod standard;
pub(crate) mod values;

pub(crate) use schema::{DataType, Rule, Schema};
