//! What was begun and what is finished, on disk: so that a run that was killed can go on without doing a row twice.
//!
//! Beside `people.csv` lie two files. `people.csv.journal` names each row before anything is written for it, and says in
//! its first line what it belongs to. `people.csv.results.csv` has one line per finished row, in the order in which they
//! were finished. A row that was begun and is not finished may have been written: whoever goes on looks first.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::outcome::{Outcome, Tally};
use super::row_set::RowSet;
use crate::rows::guard::guarded;

const HEADER: &str = "row,username,status,reason\n";

/// What a journal belongs to. Going on makes sense only if all of it is the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Purpose {
    /// The pool's id.
    pub pool: String,
    /// SHA-256 of the input.
    pub input: String,
    /// Whether blanks remove.
    pub blanks_remove: bool,
}

/// What earlier runs have left.
#[derive(Default, Debug)]
pub struct Past {
    /// Finished rows.
    pub finished: RowSet,
    /// Rows that were begun, finished or not.
    pub begun: RowSet,
    pub tally: Tally,
}

impl Past {
    /// Whether a row was begun and is not finished.
    pub fn is_torn(&self) -> bool {
        !self.begun.is_within(&self.finished)
    }
}

/// The two files, open for more lines. No other run of the same input can open them meanwhile.
#[derive(Debug)]
pub struct Ledger {
    /// None in a rehearsal, which begins nothing.
    journal: Option<File>,
    results: File,
    pub results_path: PathBuf,
}

/// Why there is no ledger.
#[derive(Debug, thiserror::Error)]
pub enum LedgerError {
    #[error("{}: {error}", path.display())]
    Io { path: PathBuf, error: io::Error },
    #[error("another run is at work on this input")]
    Busy,
    #[error(
        "{} is about another input, pool or --blank; move it and {} away to start anew",
        journal.display(), results.display()
    )]
    OfAnother { journal: PathBuf, results: PathBuf },
}

impl Ledger {
    /// Opens or makes the two files beside `input`.
    pub fn open(input: &Path, purpose: &Purpose) -> Result<(Self, Past), LedgerError> {
        let journal_path = beside(input, "journal");
        let results_path = beside(input, "results.csv");
        let of = |path: &Path| {
            let path = path.to_owned();
            move |error| LedgerError::Io { path, error }
        };
        let mut journal = open(&journal_path).map_err(of(&journal_path))?;
        journal.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => LedgerError::Busy,
            std::fs::TryLockError::Error(error) => of(&journal_path)(error),
        })?;
        let mut results = open(&results_path).map_err(of(&results_path))?;
        let mut past = Past::default();
        let is_ours = read_results(&mut results, &mut past).map_err(of(&results_path))?
            && read_journal(&mut journal, purpose, &mut past).map_err(of(&journal_path))?;
        if !is_ours {
            return Err(LedgerError::OfAnother {
                journal: journal_path,
                results: results_path,
            });
        }
        write_header(&mut results).map_err(of(&results_path))?;
        let ledger = Self {
            journal: Some(journal),
            results,
            results_path,
        };
        Ok((ledger, past))
    }

    /// Only results, in a file of their own, made anew: for a run that writes nothing.
    pub fn rehearse(input: &Path) -> Result<Self, LedgerError> {
        let results_path = beside(input, "dry-run.csv");
        let results = open(&results_path).and_then(|mut file| {
            file.set_len(0)?;
            write_header(&mut file)?;
            Ok(file)
        });
        match results {
            Ok(results) => Ok(Self {
                journal: None,
                results,
                results_path,
            }),
            Err(error) => Err(LedgerError::Io {
                path: results_path,
                error,
            }),
        }
    }

    /// Notes that rows are about to be written.
    pub fn begin(&mut self, rows: &[u64]) -> io::Result<()> {
        let lines = rows.iter().flat_map(|row| [row.to_string(), "\n".to_owned()]);
        let lines = lines.collect::<String>();
        match &mut self.journal {
            Some(journal) => append(journal, lines.as_bytes()),
            None => Ok(()),
        }
    }

    /// Notes that rows are finished.
    pub fn finish(&mut self, rows: &[Finished]) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in rows {
            // One line per row, whatever the input has.
            // People look at this file with a spreadsheet.
            let username = guarded(&row.username.replace(char::is_control, "\u{fffd}"));
            let reason = row.outcome.reason().replace(char::is_control, " ");
            let fields = [
                &row.number.to_string(),
                &username,
                row.outcome.status().as_str(),
                reason.trim(),
            ];
            writer.write_record(fields).map_err(io::Error::other)?;
        }
        let lines = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
        append(&mut self.results, &lines)
    }
}

/// A row and how it ended.
#[derive(Debug)]
pub struct Finished {
    pub number: u64,
    pub username: String,
    pub outcome: Outcome,
}

/// `people.csv.journal` for `people.csv`.
pub fn beside(input: &Path, ending: &str) -> PathBuf {
    let mut name = input.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Both files name people: for the owner's eyes only.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    private_file::open(path, &mut options).map(|opened| opened.file)
}

fn append(file: &mut File, lines: &[u8]) -> io::Result<()> {
    if lines.is_empty() {
        return Ok(());
    }
    file.write_all(lines)?;
    file.sync_data()
}

/// Cuts off what a killed run left of a last line.
fn mend(file: &mut File) -> io::Result<()> {
    let end = file.seek(SeekFrom::End(0))?;
    let mut whole = end;
    let mut byte = [0];
    while whole > 0 {
        file.seek(SeekFrom::Start(whole - 1))?;
        file.read_exact(&mut byte)?;
        if byte == *b"\n" {
            break;
        }
        whole -= 1;
    }
    file.set_len(whole)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(())
}

/// Whether these are results. Nothing at all is fine, too.
fn read_results(file: &mut File, past: &mut Past) -> io::Result<bool> {
    mend(file)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(BufReader::new(&mut *file));
    let mut record = csv::StringRecord::new();
    let mut is_first = true;
    while reader.read_record(&mut record).map_err(io::Error::other)? {
        if is_first && record.iter().ne(HEADER.trim_end().split(',')) {
            return Ok(false);
        }
        is_first = false;
        let row = record.get(0).and_then(|number| number.parse().ok());
        let status = record.get(2).and_then(|status| status.parse().ok());
        if let (Some(row), Some(status)) = (row, status)
            && past.finished.insert(row)
        {
            past.tally.count(status);
        }
    }
    Ok(true)
}

/// Whether the journal is about `purpose`; a new one is from now on, unless there are results of an older one.
fn read_journal(file: &mut File, purpose: &Purpose, past: &mut Past) -> io::Result<bool> {
    mend(file)?;
    let mut lines = BufReader::new(&mut *file).lines();
    let Some(first) = lines.next().transpose()? else {
        drop(lines);
        if past.tally.rows() > 0 {
            return Ok(false);
        }
        append(file, format!("{}\n", serde_json::to_string(purpose)?).as_bytes())?;
        return Ok(true);
    };
    if serde_json::from_str::<Purpose>(&first).ok().as_ref() != Some(purpose) {
        return Ok(false);
    }
    for line in lines {
        if let Ok(row) = line?.parse() {
            past.begun.insert(row);
        }
    }
    file.seek(SeekFrom::End(0))?;
    Ok(true)
}

fn write_header(results: &mut File) -> io::Result<()> {
    if results.seek(SeekFrom::End(0))? == 0 {
        append(results, HEADER.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
