//! Comma-separated values, as programs and as spreadsheets write them: also with semicolons or tabs, a first line
//! `sep=;`, a byte order mark, and rows of blanks.

use std::collections::BTreeSet;
use std::io::{BufRead, Cursor, Read};

use attributes::{Values, is_blank};

use super::guard::unguarded;
use super::numbered::Numbered;
use super::{RowsError, USERNAME, column};

const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

pub(super) fn read(mut input: impl BufRead, rows: &mut Numbered<'_>) -> Result<(), RowsError> {
    let start = Start::read(&mut input)?;
    let malformed = |error: &csv::Error| malformed(error, start.lines);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(start.separator)
        .flexible(true)
        .from_reader(Cursor::new(start.header).chain(input));
    let columns = columns(reader.headers().map_err(|error| malformed(&error))?)?;
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| malformed(&error))?
    {
        if record.iter().all(is_blank) {
            continue;
        }
        let form = row(&columns, &record).map_err(|sentence| {
            let line = record.position().map_or(1, csv::Position::line) + start.lines;
            RowsError::Malformed(format!("line {line}: {sentence}"))
        })?;
        if rows.give(form).is_break() {
            break;
        }
    }
    Ok(())
}

/// What stands at the head of a file.
struct Start {
    separator: u8,
    /// The line that names the columns.
    header: Vec<u8>,
    /// How many lines came before it.
    lines: u64,
}

impl Start {
    fn read(input: &mut impl BufRead) -> Result<Self, RowsError> {
        let mut header = Vec::new();
        input.read_until(b'\n', &mut header)?;
        if header.starts_with("\u{feff}".as_bytes()) {
            header.drain(..3);
        }
        let line = header.trim_ascii().to_ascii_lowercase();
        let named = line
            .strip_prefix(b"sep=")
            .or_else(|| line.strip_prefix(b"\"sep=")?.strip_suffix(b"\""));
        // Blanks at the ends are gone, and with them a tab.
        let named = named.map(|named| named.first().copied().unwrap_or(b'\t'));
        let lines = u64::from(named.is_some());
        if named.is_some() {
            header.clear();
            input.read_until(b'\n', &mut header)?;
        }
        Ok(Self {
            separator: named.unwrap_or_else(|| separator_of(&header)),
            header,
            lines,
        })
    }
}

/// The separator that makes a column of user names; a comma if none does.
fn separator_of(header: &[u8]) -> u8 {
    let names_users = |separator: &u8| {
        let mut names = header.split(|byte| byte == separator);
        names.any(|name| column(&String::from_utf8_lossy(name).replace('"', "")) == USERNAME)
    };
    SEPARATORS.into_iter().find(names_users).unwrap_or(b',')
}

/// The names of the columns; what stands behind the last one may have no name, and then no values.
fn columns(header: &csv::StringRecord) -> Result<Vec<String>, RowsError> {
    let names: Vec<String> = header.iter().map(column).collect();
    let mut seen = BTreeSet::new();
    let twice = names.iter().find(|name| !name.is_empty() && !seen.insert(*name));
    if let Some(name) = twice {
        let name = name.escape_debug();
        return Err(RowsError::Malformed(format!(
            "the column `{name}` is there twice"
        )));
    }
    if !names.iter().any(|name| name == USERNAME) {
        return Err(RowsError::Malformed(format!(
            "the first line must name the columns, one of them `{USERNAME}`"
        )));
    }
    Ok(names)
}

/// Spreadsheets add blanks at the end of a row. A row that ends too early is refused: the file may have broken off.
fn row(columns: &[String], record: &csv::StringRecord) -> Result<Values, String> {
    let is_surplus = |at: usize| columns.get(at).is_none_or(String::is_empty);
    let is_short = (record.len()..columns.len()).any(|at| !is_surplus(at));
    let mut fields = record.iter().enumerate();
    if is_short || fields.any(|(at, value)| is_surplus(at) && !is_blank(value)) {
        let named = columns.iter().filter(|name| !name.is_empty()).count();
        return Err(format!("there are {} fields, and {named} columns", record.len()));
    }
    let named = columns.iter().enumerate().filter(|(_, name)| !name.is_empty());
    let value = |at: usize| unguarded(record.get(at).unwrap_or_default()).to_owned();
    Ok(named.map(|(at, name)| (name.clone(), value(at))).collect())
}

fn malformed(error: &csv::Error, lines_before: u64) -> RowsError {
    let line = error.position().map_or(1, csv::Position::line) + lines_before;
    match error.kind() {
        csv::ErrorKind::Io(error) => RowsError::Io(std::io::Error::new(error.kind(), error.to_string())),
        csv::ErrorKind::Utf8 { .. } => RowsError::Malformed(format!("line {line}: this is not UTF-8")),
        _ => RowsError::Malformed(format!("line {line}: this is not CSV")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::rows;
    use super::super::{Blank, Format};

    #[test]
    fn mistakes_are_told_with_their_line() {
        for (text, expected) in [
            (
                "username,a\nx,1\ny,1,2\n",
                "line 3: there are 3 fields, and 2 columns",
            ),
            ("username,a,a\n", "the column `a` is there twice"),
            (
                "name,a\nx,1\n",
                "the first line must name the columns, one of them `username`",
            ),
            ("", "the first line must name the columns, one of them `username`"),
        ] {
            assert_eq!(
                rows(Format::Csv, text, Blank::Leave),
                Err(expected.to_owned()),
                "{text:?}"
            );
        }
    }

    #[test]
    fn what_spreadsheets_write_is_read() {
        let text = "\u{feff}username, custom:a\r\nalice,\"two\nlines\"\r\n\r\nbob,2\r\n";
        let rows = rows(Format::Csv, text, Blank::Leave).unwrap();
        assert_eq!(rows[0].form["custom:a"], "two\nlines");
        assert_eq!((rows[1].number, rows[1].username.as_str()), (2, "bob"));
    }

    #[test]
    fn separators_and_blank_rows_of_spreadsheets_are_read() {
        let expected = rows(
            Format::Csv,
            "username,custom:a\nalice,\"37,5\"\nbob,TRUE\n",
            Blank::Leave,
        );
        assert_eq!(expected.as_ref().map(Vec::len), Ok(2));
        for text in [
            "Username;custom:a\r\nalice;37,5\r\n;\r\nbob;TRUE\r\n;;;\r\n",
            "\u{feff}\"USERNAME\";\"custom:a\"\r\nalice;37,5\r\nbob;TRUE\r\n",
            "sep=,\r\nusername,custom:a,,\r\nalice,\"37,5\",,\r\n,,,\r\nbob,TRUE\r\n",
            "\u{feff}sep=;\r\nusername;custom:a\r\nalice;37,5\r\nbob;TRUE;\r\n",
            "\"sep=;\"\nusername;custom:a\nalice;37,5\nbob;TRUE\n",
            "SEP=\t\nusername\tcustom:a\nalice\t37,5\nbob\tTRUE\n",
            "username\tcustom:a\nalice\t37,5\nbob\tTRUE\n",
            "custom:a;Username\n37,5;alice\nTRUE;\u{feff}bob\u{200b}\n",
        ] {
            assert_eq!(rows(Format::Csv, text, Blank::Leave), expected, "{text:?}");
        }
        let text = "sep=;\nusername;a\nx;1\ny;1;2\n";
        let told = rows(Format::Csv, text, Blank::Leave);
        assert_eq!(told, Err("line 4: there are 3 fields, and 2 columns".to_owned()));
    }

    #[test]
    fn guards_against_formulas_come_off() {
        let text = "username,custom:a\n'+49301234567,'=1+1\n'quoted,'O'\n";
        let rows = rows(Format::Csv, text, Blank::Leave).unwrap();
        assert_eq!(
            (rows[0].username.as_str(), rows[0].form["custom:a"].as_str()),
            ("+49301234567", "=1+1")
        );
        assert_eq!(
            (rows[1].username.as_str(), rows[1].form["custom:a"].as_str()),
            ("'quoted", "'O'")
        );
    }
}
