//! The application. Pages are HTML first: every form posts and every link links without WebAssembly.
//!
//! Compiled twice, for the server (feature `ssr`) and for the browser (feature `hydrate`), are only `islands`, what is alive in the
//! browser, and what it needs: the functions it calls (`api`), errors and texts. The server renders islands too, and the browser takes
//! them over with the properties that travel with them. All the rest is the server's: pages, and what pages share.
// A page is one type, as deep as its markup.
#![recursion_limit = "256"]
#![cfg_attr(
    feature = "ssr",
    expect(clippy::needless_pass_by_value, reason = "components own their properties")
)]

mod api;
#[cfg(feature = "ssr")]
mod brand;
mod client;
mod error;
mod islands;
#[cfg(feature = "ssr")]
mod pages;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg_attr(
    not(feature = "ssr"),
    expect(
        dead_code,
        reason = "the server alone writes titles and the choice of language"
    )
)]
mod texts;

pub use client::{LOAD_HEADER, LOCATION_HEADER, MARK, NAVIGATION_HEADER, PREFETCH, VIEWS};
pub use error::{AppError, ErrorKind, RequestId};
pub use islands::navigation::{restore_owner, start as start_navigation};
#[cfg(feature = "ssr")]
pub use pages::{FrontEnd, PAGES, answer_page};
#[cfg(feature = "ssr")]
pub use server::QUERY_NAMES;
