//! What forms are made of, whoever sends them: fields in one frame, the summary of errors above them, and why a form was not
//! saved.

pub(super) mod field;
pub(super) mod field_group;
mod fixed_field;
mod frame;
mod input;
pub(super) mod inputs;
mod live_field;
mod name_field;
pub(super) mod not_saved;
mod password_field;
mod sentence;
mod show_password;
pub(super) mod summary;
mod title;

pub(super) use sentence::display;
#[cfg(feature = "ssr")]
pub(crate) use {
    field::input_name,
    frame::Frame,
    live_field::LiveField,
    name_field::NameField,
    not_saved::NotSaved,
    password_field::PasswordField,
    show_password::RevealPassword,
    summary::{ErrorItem, ErrorSummary},
};
