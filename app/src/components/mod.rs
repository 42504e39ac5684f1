//! What several pages share.

mod attribute_form;
mod contact;
mod draft;
mod error_summary;
mod field;
mod field_group;
mod fixed_field;
mod footer;
mod form_inputs;
mod header;
mod input;
mod post_form;
mod problem;
mod save_status;
mod sentence;
mod tabs;

pub(crate) use attribute_form::{AttributeForm, Save};
pub(crate) use contact::{ContactResource, ContactSection, contact_resource};
pub(crate) use draft::drop_draft;
#[cfg(feature = "ssr")]
pub(crate) use footer::APPLY_THEME;
pub(crate) use footer::Footer;
pub(crate) use header::Header;
pub(crate) use post_form::{FormInput, MistakeSummary, PostForm, Status, Told};
pub(crate) use problem::{Problem, confirm_path};
pub(crate) use save_status::SaveStatus;
pub(crate) use tabs::{Word, tell_other_tabs};
