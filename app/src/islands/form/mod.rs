//! What all forms are made of: fields in one frame, the summary of errors above them, and why a form was not
//! saved.

#[cfg(feature = "ssr")]
pub(super) mod field;
#[cfg(feature = "ssr")]
pub(super) mod field_group;
#[cfg(feature = "ssr")]
mod frame;
#[cfg(feature = "ssr")]
mod input;
pub(super) mod inputs;
pub(super) mod live;
mod live_field;
mod name_field;
pub(super) mod names;
pub(super) mod not_saved;
mod password_field;
mod sentence;
mod show_password;
pub(super) mod summary;
mod title;

// Elsewhere shown on the page with every component only.
#[cfg(all(feature = "ssr", debug_assertions))]
pub(crate) use field::Field;
pub(super) use sentence::{display, error_message};
#[cfg(feature = "ssr")]
pub(crate) use {
    frame::Frame,
    live_field::LiveField,
    name_field::NameField,
    names::input_name,
    not_saved::NotSaved,
    password_field::PasswordField,
    show_password::RevealPassword,
    summary::{ErrorItem, ErrorSummary},
    title::say_in_title,
};
