//! What is alive in the browser: compiled twice, rendered by the server and taken over by the browser. Everything here is paid
//! for by each first visit; what only the server renders stands in `pages`.

mod attribute_form;
mod copy_button;
mod draft;
mod elements;
#[cfg(feature = "ssr")]
mod escape;
mod forget_button;
pub(crate) mod form;
mod island;
pub(crate) mod json;
pub(crate) mod links;
mod local_times;
pub(crate) mod navigation;
mod profile_form;
mod sign_up_draft;
mod tabs;
mod theme;
mod welcome_form;

#[cfg(feature = "ssr")]
pub(crate) use {
    copy_button::CopyButton,
    draft::ForgetDraft,
    escape::{escaped, option, option_start, push_escaped},
    forget_button::ForgetButton,
    island::{island, write_island},
    local_times::LocalTimes,
    profile_form::ProfileForm,
    sign_up_draft::{DropSignUpDraft, SignUpDraft},
    tabs::{BroadcastSignOut, TabListener},
    theme::{APPLY_THEME, ThemeChoice},
    welcome_form::WelcomeForm,
};

/// The id of the form that a page is about, and of what is typed there.
pub(crate) const PAGE_FORM: &str = "page-form";
