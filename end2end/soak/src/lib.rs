//! Runs the application as it runs in production: several processes behind a proxy, one store, a pool; kills them,
//! pauses them, and looks at what is lost. Real programs on free ports of this machine, ended by their ids.

pub mod app;
pub mod bench;
mod browser;
pub mod future;
pub mod leaks;
pub mod machines;
pub mod pool;
pub mod ports;
pub mod process;
pub mod proxy;
pub mod redis;
pub mod run;
mod secrets;
mod sockets;
pub mod visitor;
pub mod writer;

use std::error::Error;
use std::path::PathBuf;

/// What can go wrong here is told to a person, not to a program.
pub type Fallible<T> = Result<T, Box<dyn Error + Send + Sync>>;

/// The folder of the repository.
fn root() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
