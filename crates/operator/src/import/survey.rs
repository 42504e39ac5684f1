//! The whole input, looked at before anything is written.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufReader, Read};
use std::ops::ControlFlow;

use aws_lc_rs::digest::{Context, SHA256};

use crate::rows::{Blank, Format, Row, USERNAME, Unreadable};
use crate::rules::{Rules, sentence};

/// How many bad rows are told one by one.
const TOLD: usize = 10;

/// What an input file holds.
#[derive(Debug)]
pub struct Survey {
    pub rows: u64,
    /// How many rows break a rule, whoever they are about.
    pub bad: u64,
    /// The first of them, in words.
    pub told: Vec<String>,
    /// SHA-256 of the file, in hexadecimal.
    pub digest: String,
}

/// Why an input file is not used at all.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    #[error("these columns are not in attributes.toml, so nothing is written: {0}")]
    UnknownColumns(String),
}

impl From<std::io::Error> for Unusable {
    fn from(error: std::io::Error) -> Self {
        Unreadable::from(error).into()
    }
}

/// Reads the file to its end and judges every row.
pub fn survey(file: &File, format: Format, blank: Blank, rules: &Rules) -> Result<Survey, Unusable> {
    let mut hashed = Hashed {
        inner: file,
        context: Context::new(&SHA256),
    };
    let (mut rows, mut bad, mut told, mut unknown) = (0, 0, Vec::new(), BTreeSet::new());
    let mut each = |row: Row| {
        rows = row.number;
        unknown.extend(row.form.keys().filter(|name| !rules.knows(name)).cloned());
        if let Some(objection) = objection(&row, rules) {
            bad += 1;
            if told.len() < TOLD {
                told.push(format!("row {}: {objection}", row.number));
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
        return Err(Unusable::UnknownColumns(names.join(", ")));
    }
    std::io::copy(&mut hashed, &mut std::io::sink())?;
    let digest = hashed.context.finish();
    let digest = digest.as_ref().iter().map(|byte| format!("{byte:02x}"));
    Ok(Survey {
        rows,
        bad,
        told,
        digest: digest.collect(),
    })
}

/// What is wrong with a row, whoever it is about.
pub fn objection(row: &Row, rules: &Rules) -> Option<String> {
    if row.username.is_empty() {
        return Some(format!("there is no {USERNAME}"));
    }
    let errors = rules.judge(&row.form);
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
