//! What several pages share.

mod attribute_form;
mod carried;
mod confirm_form;
mod contact;
mod draft;
mod error_summary;
mod field;
mod field_group;
mod fixed_field;
mod footer;
mod forget_button;
mod form_inputs;
mod header;
mod input;
mod live_field;
mod name_field;
mod not_done;
mod password_field;
mod post_form;
mod problem;
mod save_status;
mod sentence;
mod sign_up_draft;
mod sign_up_form;
mod summary;
mod tabs;

pub(crate) use attribute_form::{AttributeForm, Save};
pub(crate) use carried::Carried;
pub(crate) use confirm_form::ConfirmForm;
pub(crate) use contact::{ContactResource, ContactSection, contact_resource};
pub(crate) use draft::drop_draft;
#[cfg(feature = "ssr")]
pub(crate) use footer::APPLY_THEME;
pub(crate) use footer::{Footer, NoPageForm};
pub(crate) use forget_button::ForgetButton;
pub(crate) use header::Header;
pub(crate) use password_field::PasswordField;
pub(crate) use post_form::{FormInput, MistakeSummary, PostForm, Status, Told, input_id};
pub(crate) use problem::{Problem, confirm_path, login_path, new_password_path};
pub(crate) use save_status::SaveStatus;
pub(crate) use sign_up_draft::DropSignUpDraft;
pub(crate) use sign_up_form::SignUpForm;
pub(crate) use tabs::{Word, tell_other_tabs};

use not_done::not_done;
