//! What a single value may be, kind by kind.

mod date;
mod number;
mod text;

pub(crate) use date::{check_date, check_timestamp};
pub(crate) use number::check_number;
pub use number::{MAX_DECIMALS, MAX_NUMBER};
pub use text::{MAX_VALUE_LENGTH, is_blank};
pub(crate) use text::{check_boolean, check_length, check_text};
