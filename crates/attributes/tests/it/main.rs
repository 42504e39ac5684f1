//! The crate as the server and the browser use it.
#![cfg(feature = "toml")]

mod properties;
mod shipped_list;
