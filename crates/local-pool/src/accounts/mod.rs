//! What can happen to an account, whoever asks for it: a page, the JSON API or an administrator.

pub(crate) mod codes;
pub(crate) mod credentials;
pub(crate) mod factors;
pub(crate) mod invite;
pub(crate) mod leave;
pub(crate) mod profile;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
