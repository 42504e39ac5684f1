//! The flows against a real pool over HTTP, and what every store must do.

mod profile;
mod sessions;
mod sign_in;
mod stage;
mod stores;
mod tokens;
