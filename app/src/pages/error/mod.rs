//! Pages of what went wrong in another request, and of addresses that lead nowhere.

mod failed;
mod not_found;

pub(crate) use failed::failed_page;
pub(crate) use not_found::not_found_page;
