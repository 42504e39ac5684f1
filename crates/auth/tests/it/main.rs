//! The flows against a real pool over HTTP, and what every store must do.

mod stores;
