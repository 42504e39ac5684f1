//! What a single value may be, kind by kind.

mod country;
mod date;
#[cfg(feature = "toml")]
mod language;
mod normalize;
mod number;
mod step;
mod telephone;
mod text;
mod url;
#[cfg(feature = "toml")]
mod zone;

pub(crate) use country::check_country;
pub use country::country_codes;
pub(crate) use date::{check_date, check_timestamp, format_moment};
pub use date::{join_moment, split_moment};
#[cfg(feature = "toml")]
pub(crate) use language::check_language;
pub(crate) use normalize::{coded, is_invisible, is_joiner, name};
pub use normalize::{normalize_code, normalize_text};
pub use number::{MAX_DECIMALS, MAX_NUMBER};
pub(crate) use number::{check_number, plain_number, swap_separators};
pub use step::Step;
pub(crate) use telephone::check_telephone;
pub(crate) use text::{
    MAX_LENGTH, check_boolean, check_length, check_lines, check_text, is_control, with_line_feeds,
};
pub use text::{MAX_VALUE_LENGTH, is_blank};
pub(crate) use url::check_url;
#[cfg(feature = "toml")]
pub(crate) use zone::check_time_zone;
#[cfg(feature = "toml")]
pub use zone::time_zones;
