//! What a single value may be, kind by kind.

mod date;
mod number;
mod text;

pub(crate) use date::{check_date, check_timestamp};
pub(crate) use number::check_number;
pub use number::{MAX_DECIMALS, MAX_NUMBER};
pub(crate) use text::{MAX_LENGTH, check_boolean, check_length, check_text};
pub use text::{MAX_VALUE_LENGTH, is_blank};

#[cfg(feature = "toml")]
pub(crate) use text::is_control;
