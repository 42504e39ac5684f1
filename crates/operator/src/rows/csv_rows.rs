//! Comma-separated values.

use std::collections::BTreeSet;
use std::io::BufRead;

use attributes::Values;

use super::numbered::Numbered;
use super::{USERNAME, Unreadable};

pub(super) fn read(input: impl BufRead, rows: &mut Numbered<'_>) -> Result<(), Unreadable> {
    let mut reader = csv::ReaderBuilder::new().from_reader(input);
    let header = header(&mut reader)?;
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|error| malformed(&error))?
    {
        let fields = record.iter().map(ToOwned::to_owned);
        let form: Values = header.iter().cloned().zip(fields).collect();
        if rows.give(form).is_break() {
            break;
        }
    }
    Ok(())
}

fn header(reader: &mut csv::Reader<impl BufRead>) -> Result<Vec<String>, Unreadable> {
    let names = reader.headers().map_err(|error| malformed(&error))?.iter();
    // Spreadsheets write a byte order mark.
    let names: Vec<String> = names
        .map(|name| name.trim_start_matches('\u{feff}').trim().to_owned())
        .collect();
    let mut seen = BTreeSet::new();
    if let Some(name) = names.iter().find(|name| !seen.insert(*name)) {
        let name = name.escape_debug();
        return Err(Unreadable::Malformed(format!(
            "the column `{name}` is there twice"
        )));
    }
    if !names.iter().any(|name| name == USERNAME) {
        return Err(Unreadable::Malformed(format!(
            "the first line must name the columns, one of them `{USERNAME}`"
        )));
    }
    Ok(names)
}

fn malformed(error: &csv::Error) -> Unreadable {
    let line = error.position().map_or(1, csv::Position::line);
    match error.kind() {
        csv::ErrorKind::Io(error) => Unreadable::Io(std::io::Error::new(error.kind(), error.to_string())),
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => Unreadable::Malformed(format!(
            "line {line}: there are {len} fields, and {expected_len} columns"
        )),
        csv::ErrorKind::Utf8 { .. } => Unreadable::Malformed(format!("line {line}: this is not UTF-8")),
        _ => Unreadable::Malformed(format!("line {line}: this is not CSV")),
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
}
