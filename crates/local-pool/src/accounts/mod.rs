//! Operations on accounts, for pages, the JSON API and administrators alike.

pub(crate) mod codes;
pub(crate) mod credentials;
pub(crate) mod factors;
pub(crate) mod invite;
pub(crate) mod leave;
pub(crate) mod profile;
pub(crate) mod sign_in;
pub(crate) mod sign_up;
