//! The log goes to standard error; standard output is for the person who started the server. Whatever comes from
//! outside, no line is longer than a kilobyte, and none holds what a terminal or a viewer would obey.

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _, Write};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Map, Value, json};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::{MakeWriter, layer};
use tracing_subscriber::layer::{Context, SubscriberExt as _};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer};

use crate::config::{Log, LogFormat};

/// In bytes, the line break included.
const LONGEST_LINE: usize = 1024;
/// In a JSON line that is too long, texts are cut to so many characters.
const LONGEST_TEXT: usize = 100;
/// Stands before what `RUST_LOG` says: the security log is only turned off by name.
const ALWAYS: &str = "security=info";

/// Begins to log. The answer counts the errors in it.
pub(crate) fn start(log: &Log) -> ErrorCount {
    let filter = EnvFilter::builder().parse_lossy(format!("{ALWAYS},{}", log.filter));
    let is_terminal = io::stderr().is_terminal();
    let lines = log_lines(log.format, io::stderr, is_terminal);
    let errors = ErrorCount::default();
    tracing_subscriber::registry()
        .with(filter)
        .with(lines)
        .with(errors.clone())
        .init();
    errors
}

/// How many errors were logged.
#[derive(Clone, Default)]
pub(crate) struct ErrorCount(Arc<AtomicUsize>);

impl ErrorCount {
    pub fn count(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

impl<S: Subscriber> Layer<S> for ErrorCount {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() == Level::ERROR {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// What writes the lines of the log.
pub fn log_lines<S, W>(format: LogFormat, writer: W, colors: bool) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let lines = layer().with_writer(Lines {
        writer,
        format,
        colors,
    });
    match format {
        LogFormat::Text => lines.with_ansi(colors).boxed(),
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).boxed(),
    }
}

/// Hands each line on as it may be written.
struct Lines<W> {
    writer: W,
    format: LogFormat,
    /// Whether the formatter puts in colours; those in values it has escaped.
    colors: bool,
}

/// One line on its way: the formatter writes each with one call.
struct Line<W> {
    writer: W,
    format: LogFormat,
    colors: bool,
}

impl<'a, W: MakeWriter<'a>> MakeWriter<'a> for Lines<W> {
    type Writer = Line<W::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        Line {
            writer: self.writer.make_writer(),
            format: self.format,
            colors: self.colors,
        }
    }
}

impl<W: Write> Write for Line<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        // Most lines: there is nothing to escape.
        if let Some((b'\n', text)) = line.split_last()
            && line.len() <= LONGEST_LINE
            && text.iter().all(|byte| matches!(byte, b' '..=b'~'))
        {
            self.writer.write_all(line)?;
            return Ok(line.len());
        }
        let text = String::from_utf8_lossy(line);
        let text = text.strip_suffix('\n').unwrap_or(&text);
        let mut safe = match self.format {
            LogFormat::Text => cut(escape(text, |c, safe| match c {
                '\u{1b}' if self.colors => safe.write_char(c),
                c => write!(safe, "{}", c.escape_unicode()),
            })),
            LogFormat::Json => escape_json(text),
        };
        safe.push('\n');
        self.writer.write_all(safe.as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Outside of its texts JSON is ASCII, and each of these characters may be written so inside of them.
fn escape_json(line: &str) -> String {
    let write = |c: char, safe: &mut String| {
        let mut units = [0; 2];
        let mut units = c.encode_utf16(&mut units).iter();
        units.try_for_each(|unit| write!(safe, "\\u{unit:04x}"))
    };
    let safe = escape(line, write);
    if safe.len() < LONGEST_LINE {
        return safe;
    }
    let mut line: Map<String, Value> = serde_json::from_str(line).unwrap_or_default();
    line.values_mut().for_each(shorten);
    let safe = escape(&Value::Object(line.clone()).to_string(), write);
    if safe.len() < LONGEST_LINE {
        return safe;
    }
    // So many fields, or so much that is escaped: what finds the request is left.
    let id = line.get("span").and_then(|span| span.get("id")).cloned();
    line.retain(|name, _| ["timestamp", "level", "target", "event"].contains(&name.as_str()));
    line.insert("span".to_owned(), json!({ "id": id }));
    line.insert("message".to_owned(), "a line was too long".into());
    Value::Object(line).to_string()
}

fn shorten(value: &mut Value) {
    match value {
        Value::String(text) => {
            if let Some((end, _)) = text.char_indices().nth(LONGEST_TEXT) {
                text.truncate(end);
                text.push_str("...");
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(shorten),
        Value::Array(values) => values.iter_mut().for_each(shorten),
        _ => {}
    }
}

fn cut(mut line: String) -> String {
    if line.len() >= LONGEST_LINE {
        line.truncate(LONGEST_LINE - 4);
        line.push_str("...");
    }
    line
}

/// Writes all that is not printable ASCII in another way.
fn escape(line: &str, write: impl Fn(char, &mut String) -> std::fmt::Result) -> String {
    let mut safe = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            ' '..='~' => safe.push(c),
            // Writing to a text does not fail.
            c => drop(write(c, &mut safe)),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(format: LogFormat, text: &str) -> String {
        let mut written = Vec::new();
        let mut line = Line {
            writer: &mut written,
            format,
            colors: false,
        };
        line.write_all(text.as_bytes()).unwrap();
        String::from_utf8(written).unwrap()
    }

    #[test]
    fn characters_that_viewers_obey_are_escaped() {
        let text = "a\u{9b}31m\u{202e}b\u{2028}c\nd\u{e9}\n";
        assert_eq!(
            lines(LogFormat::Text, text),
            "a\\u{9b}31m\\u{202e}b\\u{2028}c\\u{a}d\\u{e9}\n"
        );
        let json = format!("{}\n", json!({ "path": "\u{9b}\u{202e}\u{1f600}é" }));
        let written = lines(LogFormat::Json, &json);
        assert!(written.is_ascii(), "{written}");
        let read: Value = serde_json::from_str(&written).unwrap();
        assert_eq!(read["path"], "\u{9b}\u{202e}\u{1f600}é");
    }

    #[test]
    fn lines_end_at_one_kilobyte_and_stay_json() {
        for long in ["x".repeat(60_000), "é".repeat(30_000), "\u{1f600}".repeat(10_000)] {
            let text = lines(LogFormat::Text, &format!("{long}\n"));
            assert!(
                text.len() <= LONGEST_LINE && text.ends_with("...\n"),
                "{}",
                text.len()
            );
            let many: Map<String, Value> = (0..50)
                .map(|at| (at.to_string(), "y".repeat(90).into()))
                .collect();
            for value in [json!({ "level": "INFO", "span": { "path": long } }), many.into()] {
                let json = lines(LogFormat::Json, &format!("{value}\n"));
                assert!(json.len() <= LONGEST_LINE, "{}", json.len());
                assert!(serde_json::from_str::<Value>(&json).unwrap().is_object());
            }
        }
    }
}
