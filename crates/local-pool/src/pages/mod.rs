//! The pages a person sees: plain HTML that works without JavaScript.

pub(crate) mod client_style;
pub(crate) mod confirm;
pub(crate) mod error;
mod flow;
pub(crate) mod forgot_password;
mod form;
pub(crate) mod inbox;
pub(crate) mod index;
pub(crate) mod layout;
pub(crate) mod login;
pub(crate) mod new_password;
pub(crate) mod second_factor;
pub(crate) mod sign_up;
pub(crate) mod words;
