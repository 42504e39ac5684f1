//! What is logged, and how it looks.

use tracing_subscriber::EnvFilter;

use super::problem::Reader;

const DEFAULT_FILTER: &str = "info";

/// What is logged, and how it looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// How a line looks.
    pub format: LogFormat,
    /// Which lines there are, as `tracing_subscriber::EnvFilter` reads it.
    pub filter: String,
}

/// How a line looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For machines: one JSON object a line.
    Json,
}

impl Log {
    pub(super) fn read(reader: &mut Reader<'_>) -> Self {
        let format = reader.read("LOG_FORMAT", |text| match text {
            "text" => Ok(LogFormat::Text),
            "json" => Ok(LogFormat::Json),
            _ => Err("must be text or json"),
        });
        let filter = reader.read("RUST_LOG", |text| match EnvFilter::builder().parse(text) {
            Ok(_) => Ok(text.to_owned()),
            Err(_) => Err("must be a log filter: info, or info,signin=debug"),
        });
        Self {
            format: format.unwrap_or(LogFormat::Text),
            filter: filter.unwrap_or_else(|| DEFAULT_FILTER.to_owned()),
        }
    }
}
