//! Rows of an input file, one after the other: the file may be larger than the memory.

mod csv_rows;
pub mod guard;
mod json_rows;
mod numbered;

use std::io::BufRead;
use std::ops::ControlFlow;
use std::path::Path;

use attributes::{Values, normalize_text};
use clap::ValueEnum;

/// The column, or JSON member, with the user a row is about.
pub const USERNAME: &str = "username";

/// The name of a column as it is meant: programs write `Username`, and spreadsheets a byte order mark.
fn column(name: &str) -> String {
    let name = normalize_text(name);
    if name.eq_ignore_ascii_case(USERNAME) {
        USERNAME.to_owned()
    } else {
        name
    }
}

/// What a file is written in.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// Comma-separated values (RFC 4180) with a header.
    Csv,
    /// JSON objects: one per line, or in an array.
    Json,
}

/// What a blank value in a file means.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Blank {
    /// Nothing: the attribute stays as it is.
    Leave,
    /// The attribute's value is taken away.
    Remove,
}

/// One row: a user, and the values to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// From 1; the header does not count.
    pub number: u64,
    /// Empty when the row does not say.
    pub username: String,
    pub form: Values,
}

/// Why a file cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub enum RowsError {
    #[error("cannot be read: {0}")]
    Io(#[from] std::io::Error),
    #[error("{0}")]
    Malformed(String),
}

/// Who gets the rows. `Break` ends the reading.
pub type Each<'a> = &'a mut dyn FnMut(Row) -> ControlFlow<()>;

impl Format {
    /// By the ending of the file's name.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "json" | "jsonl" | "ndjson" => Some(Self::Json),
            _ => None,
        }
    }

    /// Reads all rows. Names are not checked here, but no row has the same one twice.
    pub fn read(self, input: impl BufRead, blank: Blank, each: Each<'_>) -> Result<(), RowsError> {
        let mut numbered = numbered::Numbered::new(blank, each);
        match self {
            Self::Csv => csv_rows::read(input, &mut numbered),
            Self::Json => json_rows::read(input, &mut numbered),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(super) fn rows(format: Format, text: &str, blank: Blank) -> Result<Vec<Row>, String> {
        let mut rows = Vec::new();
        let mut each = |row| {
            rows.push(row);
            ControlFlow::Continue(())
        };
        let result = format.read(text.as_bytes(), blank, &mut each);
        result.map(|()| rows).map_err(|error| error.to_string())
    }

    #[test]
    fn the_ending_tells_the_format() {
        for (name, format) in [
            ("a.csv", Some(Format::Csv)),
            ("A.CSV", Some(Format::Csv)),
            ("a.jsonl", Some(Format::Json)),
            ("a.json", Some(Format::Json)),
            ("a.ndjson", Some(Format::Json)),
            ("a.txt", None),
            ("csv", None),
        ] {
            assert_eq!(Format::of(Path::new(name)), format, "{name}");
        }
    }

    #[test]
    fn both_formats_say_the_same() {
        let csv = "username,custom:a,custom:b\nalice,1,\n\"bob,b\",\"say \"\"x\"\"\",true\n";
        let lines = r#"{"username":"alice","custom:a":1,"custom:b":null}
            {"username":"bob,b","custom:a":"say \"x\"","custom:b":true}"#;
        let array = format!("[{}]", lines.replace("}\n", "},\n"));
        for blank in [Blank::Leave, Blank::Remove] {
            let expected = rows(Format::Csv, csv, blank).unwrap();
            assert_eq!(expected.len(), 2);
            assert_eq!(expected[1].username, "bob,b");
            assert_eq!(expected[1].form["custom:a"], "say \"x\"");
            for json in [lines, &array] {
                assert_eq!(rows(Format::Json, json, blank).as_ref(), Ok(&expected), "{json}");
            }
        }
    }

    #[test]
    fn a_blank_is_nothing_or_a_removal() {
        let csv = "username,custom:a\nalice,  \n";
        assert!(rows(Format::Csv, csv, Blank::Leave).unwrap()[0].form.is_empty());
        assert_eq!(
            rows(Format::Csv, csv, Blank::Remove).unwrap()[0].form["custom:a"],
            "  "
        );
    }

    #[test]
    fn reading_ends_when_the_receiver_is_dropped() {
        let mut seen = 0;
        let mut each = |_| {
            seen += 1;
            ControlFlow::Break(())
        };
        let csv = "username\na\nb\nc\n";
        Format::Csv.read(csv.as_bytes(), Blank::Leave, &mut each).unwrap();
        let json = "{\"username\":\"a\"}\nthis is not JSON";
        Format::Json
            .read(json.as_bytes(), Blank::Leave, &mut each)
            .unwrap();
        assert_eq!(seen, 2);
    }
}
