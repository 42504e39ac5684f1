//! Pages of what went wrong in another request, and of addresses that lead nowhere.

mod failed;
mod not_found;

pub(crate) use failed::FailedPage;
pub(crate) use not_found::NotFoundPage;
