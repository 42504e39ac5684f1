//! `operator attributes set`: one user.

use std::process::ExitCode;

use attributes::Values;

use crate::cli::Set;
use crate::import::RowOutcome;
use crate::row_writer::{RowResult, RowWriter};
use crate::rows::Row;
use crate::rules::Rules;
use crate::start::{connect_to_write, read_schema};

/// 0 when the user has what was asked for, 1 when that is refused.
pub async fn run(options: Set) -> Result<ExitCode, String> {
    let rules = Rules::new(&read_schema(&options.list)?);
    let row = Row {
        number: 1,
        username: options.user,
        form: form(options.values)?,
    };
    let dry_run = options.writing.dry_run;
    let (pool, mut audit) = connect_to_write(options.at, &options.writing).await?;
    let row_writer = RowWriter {
        pool,
        rules,
        journal_writer: None,
        dry_run,
    };
    let RowResult { outcome, written } = row_writer
        .write(&row, false)
        .await
        .map_err(|error| error.to_string())?;
    if let (Some(written), false) = (written, dry_run) {
        let path = audit.path().display().to_string();
        audit
            .add(&[written])
            .map_err(|error| format!("the values are written, but {path} is not: {error}"))?;
    }
    Ok(print_outcome(&outcome, dry_run))
}

/// A name that is given twice is refused: which value was meant is unknown.
fn form(values: Vec<(String, String)>) -> Result<Values, String> {
    let mut form = Values::new();
    for (name, value) in values {
        let message = format!("`{}` is given twice", name.escape_debug());
        if form.insert(name, value).is_some() {
            return Err(message);
        }
    }
    Ok(form)
}

fn print_outcome(outcome: &RowOutcome, dry_run: bool) -> ExitCode {
    match outcome {
        RowOutcome::Changed(names) if dry_run => println!("would change: {}", names.join(", ")),
        RowOutcome::Changed(names) => println!("changed: {}", names.join(", ")),
        RowOutcome::Unchanged => println!("unchanged: it is so already"),
        RowOutcome::Refused(reason) => {
            eprintln!("refused: {reason}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
