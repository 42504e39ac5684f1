//! The log goes to standard error; standard output is for the person who started the server.

use std::io::{self, IsTerminal as _};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt;

use crate::config::{Log, LogFormat};

/// Begins to log.
pub(crate) fn start(log: &Log) {
    let filter = EnvFilter::builder().parse_lossy(&log.filter);
    let lines = fmt().with_env_filter(filter).with_writer(io::stderr);
    match log.format {
        LogFormat::Text => lines.with_ansi(io::stderr().is_terminal()).init(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).init(),
    }
}
