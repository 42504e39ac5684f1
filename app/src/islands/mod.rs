//! What is alive in the browser: compiled twice, rendered by the server and taken over by the browser. Everything here is paid
//! for by whoever opens a page for the first time; what only the server renders stands in `pages`.

mod attribute_form;
mod copy_button;
mod draft;
mod error_summary;
mod error_title;
mod escape;
mod field;
mod field_group;
mod fixed_field;
mod forget_button;
mod form_inputs;
mod input;
mod island_props;
pub(crate) mod links;
mod live_field;
mod local_times;
mod name_field;
mod not_saved;
mod password_field;
mod profile_form;
mod sentence;
mod show_password;
mod sign_up_draft;
mod tabs;
mod theme;
mod welcome_form;

#[cfg(feature = "ssr")]
pub(crate) use {
    copy_button::CopyButton,
    draft::ForgetDraft,
    error_title::say_in_title,
    escape::escaped,
    field::{field_id, input_name},
    forget_button::ForgetButton,
    island_props::IslandProps,
    live_field::LiveField,
    local_times::LocalTimes,
    name_field::NameField,
    not_saved::NotSaved,
    password_field::PasswordField,
    profile_form::ProfileForm,
    sentence::error_message,
    show_password::RevealPassword,
    sign_up_draft::{DropSignUpDraft, SignUpDraft},
    tabs::{BroadcastSignOut, TabListener},
    theme::{APPLY_THEME, ThemeChoice},
    welcome_form::WelcomeForm,
};

/// The id of the form that a page is about, and of what is typed there.
pub(crate) const PAGE_FORM: &str = "page-form";
