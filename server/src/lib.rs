//! The server: settings, wiring, routes and layers. The only place that knows all parts.
//!
//! [`router()`] is the table of contents; [`run`] is the way from the environment to a listening server; [`main`] is what
//! the binary can be told besides.
// A page is one type, nested as deep as its view.
#![recursion_limit = "256"]

mod api;
mod background_tasks;
mod brand_files;
mod check_config;
mod checks;
mod cli;
pub mod config;
mod connections;
mod data_export;
mod form_targets;
mod health;
mod local;
mod log;
mod memory;
mod middleware;
mod readiness;
mod reload;
pub mod router;
mod service_manager;
mod session_key;
mod shutdown;
mod site;
mod start;
mod state;
mod timeouts;

pub use background_tasks::remove_expired_for_ever;
pub use cli::main;
pub use connections::serve;
pub use form_targets::watch_form_targets;
pub use log::log_lines;
pub use memory::keep_pages_small;
pub use middleware::{FormTargets, apply as with_layers, policy};
pub use readiness::Readiness;
pub use router::router;
pub use start::{StartError, run};
pub use state::{AppParts, AppState};
