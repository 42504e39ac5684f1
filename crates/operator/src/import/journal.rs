//! Which rows are started and which are finished, on disk: a killed import resumes without writing a row twice.
//!
//! Beside `people.csv` lie two files. `people.csv.journal` names each row before anything is written for it; its header
//! says what it belongs to. `people.csv.results.csv` has one line per finished row, in the order in which they
//! were finished. The outcome of a row that was started and is not finished is unknown: the next run reads the user first.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::outcome::{RowOutcome, Tally};
use super::row_set::RowSet;
use crate::rows::guard::guarded;

const HEADER: &str = "row,username,status,reason\n";

/// First line of a journal: what it belongs to. An import resumes only if all of it is the same.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JournalHeader {
    /// The pool's id.
    pub pool: String,
    /// SHA-256 of the input.
    pub input: String,
    /// Whether blanks remove.
    pub blanks_remove: bool,
}

/// What earlier runs of the same import have recorded.
#[derive(Default, Debug)]
pub struct EarlierRuns {
    /// Finished rows.
    pub finished: RowSet,
    /// Rows that were started, finished or not.
    pub started: RowSet,
    pub tally: Tally,
}

impl EarlierRuns {
    /// Whether a row was started and is not finished.
    pub fn has_unfinished_rows(&self) -> bool {
        !self.started.is_within(&self.finished)
    }
}

/// The two files, open for more lines and locked: a second import of the same input is refused.
#[derive(Debug)]
pub struct ImportJournal {
    /// None in a dry run, which writes nothing.
    journal: Option<File>,
    results: File,
    pub results_path: PathBuf,
}

/// Why the journal cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
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

impl ImportJournal {
    /// Opens or makes the two files beside `input`.
    pub fn open(input: &Path, header: &JournalHeader) -> Result<(Self, EarlierRuns), JournalError> {
        let journal_path = beside(input, "journal");
        let results_path = beside(input, "results.csv");
        let of = |path: &Path| {
            let path = path.to_owned();
            move |error| JournalError::Io { path, error }
        };
        let mut journal = open(&journal_path).map_err(of(&journal_path))?;
        // Locked before anything is read: two runs would both take themselves for the one that resumes.
        journal.try_lock().map_err(|error| match error {
            std::fs::TryLockError::WouldBlock => JournalError::Busy,
            std::fs::TryLockError::Error(error) => of(&journal_path)(error),
        })?;
        let mut results = open(&results_path).map_err(of(&results_path))?;
        let mut earlier = EarlierRuns::default();
        let is_ours = read_results(&mut results, &mut earlier).map_err(of(&results_path))?
            && read_journal(&mut journal, header, &mut earlier).map_err(of(&journal_path))?;
        if !is_ours {
            return Err(JournalError::OfAnother {
                journal: journal_path,
                results: results_path,
            });
        }
        write_header(&mut results).map_err(of(&results_path))?;
        let journal = Self {
            journal: Some(journal),
            results,
            results_path,
        };
        Ok((journal, earlier))
    }

    /// Results only, in a file of their own that is emptied first.
    pub fn for_dry_run(input: &Path) -> Result<Self, JournalError> {
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
            Err(error) => Err(JournalError::Io {
                path: results_path,
                error,
            }),
        }
    }

    /// Records that rows are about to be written, and syncs.
    pub fn begin(&mut self, rows: &[u64]) -> io::Result<()> {
        let lines = rows.iter().flat_map(|row| [row.to_string(), "\n".to_owned()]);
        let lines = lines.collect::<String>();
        match &mut self.journal {
            Some(journal) => append(journal, lines.as_bytes()),
            None => Ok(()),
        }
    }

    /// Records that rows are finished, and syncs.
    pub fn finish(&mut self, rows: &[Finished]) -> io::Result<()> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in rows {
            // One line per row, whatever the input has, and nothing that a spreadsheet takes for a formula.
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

/// A row with its outcome.
#[derive(Debug)]
pub struct Finished {
    pub number: u64,
    pub username: String,
    pub outcome: RowOutcome,
}

/// `people.csv.journal` for `people.csv`.
pub fn beside(input: &Path, ending: &str) -> PathBuf {
    let mut name = input.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    name.into()
}

/// Both files name people, so only their owner may read them.
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

/// Truncates an incomplete last line, which a killed run may have left.
fn truncate_incomplete_line(file: &mut File) -> io::Result<()> {
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

/// Reads the results of earlier runs; false if the file is another one. An empty file is valid.
fn read_results(file: &mut File, earlier: &mut EarlierRuns) -> io::Result<bool> {
    truncate_incomplete_line(file)?;
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
            && earlier.finished.insert(row)
        {
            earlier.tally.count(status);
        }
    }
    Ok(true)
}

/// Reads the journal; false if its header is another one. An empty journal gets `header`, unless there are results already.
fn read_journal(file: &mut File, header: &JournalHeader, earlier: &mut EarlierRuns) -> io::Result<bool> {
    truncate_incomplete_line(file)?;
    let mut lines = BufReader::new(&mut *file).lines();
    let Some(first) = lines.next().transpose()? else {
        drop(lines);
        // Results without a journal: which rows were started is unknown.
        if earlier.tally.rows() > 0 {
            return Ok(false);
        }
        append(file, format!("{}\n", serde_json::to_string(header)?).as_bytes())?;
        return Ok(true);
    };
    if serde_json::from_str::<JournalHeader>(&first).ok().as_ref() != Some(header) {
        return Ok(false);
    }
    for line in lines {
        if let Ok(row) = line?.parse() {
            earlier.started.insert(row);
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
