//! Preflight: reads and validates the whole input before anything is written.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

use aws_lc_rs::digest::{Context, SHA256};

use crate::rows::{Blank, Format, Row, RowsError, USERNAME};
use crate::rules::{Rules, sentence};

/// How many invalid rows are reported one by one.
const REPORTED: usize = 10;

/// Result of the preflight.
#[derive(Debug)]
pub struct Preflight {
    pub rows: u64,
    /// Rows that break a rule of the attribute list.
    pub invalid: u64,
    /// The first of them, in words.
    pub reported: Vec<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
}

/// Why an input file is refused as a whole.
#[derive(Debug, thiserror::Error)]
pub enum PreflightError {
    #[error(transparent)]
    RowsError(#[from] RowsError),
    #[error("these columns are not in attributes.toml, so nothing is written: {0}")]
    UnknownColumns(String),
}

impl From<std::io::Error> for PreflightError {
    fn from(error: std::io::Error) -> Self {
        RowsError::from(error).into()
    }
}

/// Reads the file to its end and validates every row.
pub fn preflight(
    file: &File,
    format: Format,
    blank: Blank,
    rules: &Rules,
) -> Result<Preflight, PreflightError> {
    let mut hashed = Hashed {
        inner: file,
        context: Context::new(&SHA256),
    };
    let (mut rows, mut invalid, mut reported, mut unknown) = (0, 0, Vec::new(), BTreeSet::new());
    let mut each = |row: Row| {
        rows = row.number;
        unknown.extend(row.form.keys().filter(|name| !rules.knows(name)).cloned());
        if let Some(error) = validation_error(&row, rules) {
            invalid += 1;
            if reported.len() < REPORTED {
                reported.push(format!("row {}: {error}", row.number));
            }
        }
        ControlFlow::Continue(())
    };
    format.read(BufReader::new(&mut hashed), blank, &mut each)?;
    if !unknown.is_empty() {
        let names: Vec<_> = unknown
            .iter()
            .map(|name| format!("`{}`", name.escape_debug()))
            .collect();
        return Err(PreflightError::UnknownColumns(names.join(", ")));
    }
    // The readers may stop before the end (a blank line, JSON's last bracket); the digest is of the whole file.
    std::io::copy(&mut hashed, &mut std::io::sink())?;
    let digest = hashed.context.finish();
    let digest = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    Ok(Preflight {
        rows,
        invalid,
        reported,
        digest: digest.collect(),
    })
}

/// Which rules a row breaks, in words; the user it is about is not looked at.
pub fn validation_error(row: &Row, rules: &Rules) -> Option<String> {
    if row.username.is_empty() {
        return Some(format!("there is no {USERNAME}"));
    }
    let errors = rules.validation_errors(&row.form);
    (!errors.is_empty()).then(|| sentence(&errors))
}

struct Hashed<'a> {
    inner: &'a File,
    context: Context,
}

impl Read for Hashed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.context.update(&buffer[..length]);
        Ok(length)
    }
}
