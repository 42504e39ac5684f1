//! `operator attributes import`: many users, from a file.

mod journal;
mod journal_writer;
mod outcome;
mod preflight;
mod row_set;
mod worker_pool;

use std::fs::File;
use std::io::{BufReader, Seek};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use crate::audit::AuditLog;
use crate::pool::PacedPool;
use crate::progress::Progress;
use crate::row_writer::RowWriter;
use crate::rows::{Blank, Format, Row};
use crate::rules::Rules;
use journal::{EarlierRuns, ImportJournal, JournalHeader};
use preflight::Preflight;
use worker_pool::WorkerPool;

pub use journal_writer::JournalWriter;
pub use outcome::{RowOutcome, Tally};
pub use preflight::validation_error;

/// Cognito's quota for writes (`UserUpdate`), in calls per second.
const QUOTA: u32 = 25;

/// How long a call of a killed run may still be in flight to the pool.
const IN_FLIGHT: Duration = Duration::from_secs(2);

/// Rows that are read ahead: a bound, because the file may be larger than the memory.
const READ_AHEAD: usize = 64;

/// What to import, and how.
pub struct Import {
    pub path: PathBuf,
    pub format: Format,
    pub blank: Blank,
    pub dry_run: bool,
    /// How many rows are written at the same time.
    pub at_once: usize,
}

impl Import {
    /// 0 when every row is as it should be, 1 when some are refused.
    pub async fn run(self, pool: PacedPool, rules: Rules, audit: AuditLog) -> Result<ExitCode, String> {
        let path = self.path.display();
        let file = File::open(&self.path).map_err(|error| format!("{path}: {error}"))?;
        let preflight = preflight::preflight(&file, self.format, self.blank, &rules);
        let preflight = preflight.map_err(|error| format!("{path}: {error}"))?;
        print_preflight(&preflight);
        let (journal, earlier) = self.open_journal(pool.id(), &preflight)?;
        if earlier.tally.rows() > 0 {
            eprintln!("Going on after {} rows of an earlier run.", earlier.tally.rows());
        }
        if earlier.has_unfinished_rows() {
            // A call that is still in flight would write a row just after it was read, and it would count as unchanged.
            sleep(IN_FLIGHT).await;
        }
        let results = journal.results_path.display().to_string();
        let audit_path = audit.path().display().to_string();
        let (journal_writer, thread) = JournalWriter::start(journal, (!self.dry_run).then_some(audit));
        let row_writer = RowWriter {
            pool,
            rules,
            journal_writer: Some(journal_writer.clone()),
            dry_run: self.dry_run,
        };
        let started = Instant::now();
        let progress = Progress::new(preflight.rows, earlier.tally.rows());
        let worker_pool = WorkerPool::new(row_writer, journal_writer, self.at_once, progress);
        let worked = worker_pool.run(self.rows(file), &earlier).await;
        let kept = thread.await.map_err(|error| error.to_string())?;
        kept.map_err(|error| format!("{results}: {error}"))?;
        self.report(&earlier, worked.tally, started.elapsed());
        println!("Results: {results}");
        if !self.dry_run {
            println!("Audit log: {audit_path}");
        }
        if let Some(reason) = worked.stopped {
            return Err(format!("stopped: {reason}. The same command goes on from here"));
        }
        if earlier.tally.rows() + worked.tally.rows() != preflight.rows {
            return Err("the input changed while it was read, and is not done to the end".to_owned());
        }
        let is_clean = worked.tally.refused + earlier.tally.refused == 0;
        Ok(ExitCode::from(u8::from(!is_clean)))
    }

    fn open_journal(
        &self,
        pool: &str,
        preflight: &Preflight,
    ) -> Result<(ImportJournal, EarlierRuns), String> {
        if self.dry_run {
            let journal = ImportJournal::for_dry_run(&self.path).map_err(|error| error.to_string())?;
            return Ok((journal, EarlierRuns::default()));
        }
        let header = JournalHeader {
            pool: pool.to_owned(),
            input: preflight.digest.clone(),
            blanks_remove: self.blank == Blank::Remove,
        };
        ImportJournal::open(&self.path, &header).map_err(|error| error.to_string())
    }

    /// The rows, read on a thread of its own, a few ahead.
    fn rows(&self, mut file: File) -> mpsc::Receiver<Row> {
        let (sender, rows) = mpsc::channel(READ_AHEAD);
        let (format, blank) = (self.format, self.blank);
        tokio::task::spawn_blocking(move || {
            let mut each = |row| match sender.blocking_send(row) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            };
            let read = file
                .rewind()
                .map_err(Into::into)
                .and_then(|()| format.read(BufReader::new(file), blank, &mut each));
            if let Err(error) = read {
                tracing::error!(event = "input_changed", %error, "the input changed while it was read");
            }
        });
        rows
    }

    fn report(&self, earlier: &EarlierRuns, now: Tally, took: Duration) {
        let all = Tally {
            changed: earlier.tally.changed + now.changed,
            unchanged: earlier.tally.unchanged + now.unchanged,
            refused: earlier.tally.refused + now.refused,
        };
        let mood = if self.dry_run {
            "A dry run. It would be: "
        } else {
            ""
        };
        println!("{mood}{} rows: {all}", all.rows());
        #[expect(clippy::cast_precision_loss, reason = "for a figure with one decimal")]
        let per_second = now.rows() as f64 / took.as_secs_f64().max(0.001);
        println!(
            "This run: {} rows in {:.1} s, {per_second:.1} rows per second; Cognito's quota is {QUOTA} writes per second",
            now.rows(),
            took.as_secs_f64()
        );
    }
}

fn print_preflight(preflight: &Preflight) {
    eprintln!(
        "{} rows, {} of them against the rules.",
        preflight.rows, preflight.invalid
    );
    for line in &preflight.reported {
        eprintln!("  {line}");
    }
    if preflight.invalid > preflight.reported.len() as u64 {
        eprintln!("  …");
    }
}
