//! What several pages share.

mod attribute_form;
mod carried;
mod confirm_form;
mod contact;
mod copy_button;
mod draft;
mod error_summary;
mod escape;
mod field;
mod field_group;
mod fixed_field;
mod footer;
mod forget_button;
mod form_inputs;
mod header;
mod input;
mod live_field;
mod local_times;
mod name_field;
mod not_done;
mod not_saved;
mod password_field;
mod post_form;
mod problem;
mod sentence;
mod show_password;
mod sign_up_draft;
mod sign_up_form;
mod summary;
mod tabs;
mod title;

pub(crate) use attribute_form::{AttributeForm, Save};
pub(crate) use carried::Carried;
pub(crate) use confirm_form::ConfirmForm;
pub(crate) use contact::{ContactResource, ContactSection, contact_resource};
pub(crate) use copy_button::CopyButton;
pub(crate) use draft::drop_draft;
#[cfg(feature = "ssr")]
pub(crate) use footer::APPLY_THEME;
pub(crate) use footer::{Footer, NoPageForm};
pub(crate) use forget_button::ForgetButton;
pub(crate) use header::Header;
pub(crate) use local_times::{LocalTimes, Time};
pub(crate) use password_field::PasswordField;
pub(crate) use post_form::{Announcement, FormInput, MistakeSummary, PostForm, Status, Told, input_id};
pub(crate) use problem::{Problem, confirm_path, login_path, new_password_path};
pub(crate) use sign_up_draft::DropSignUpDraft;
pub(crate) use sign_up_form::SignUpForm;
pub(crate) use tabs::{Word, tell_other_tabs};
pub(crate) use title::{Title, TitleFormat, short_name};

use not_done::not_done;
