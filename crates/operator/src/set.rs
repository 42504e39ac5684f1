//! `operator attributes set`: one user.

use std::process::ExitCode;

use attributes::Values;

use crate::cli::Set;
use crate::import::Outcome;
use crate::row_writer::{Done, RowWriter};
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
    let Done { outcome, written } = row_writer
        .write(&row, false)
        .await
        .map_err(|error| error.to_string())?;
    if let (Some(written), false) = (written, dry_run) {
        let path = audit.path().display().to_string();
        audit
            .add(&[written])
            .map_err(|error| format!("the values are written, but {path} is not: {error}"))?;
    }
    Ok(tell(&outcome, dry_run))
}

/// The same name twice is a slip of the pen: which one was meant?
fn form(values: Vec<(String, String)>) -> Result<Values, String> {
    let mut form = Values::new();
    for (name, value) in values {
        let told = format!("`{}` is given twice", name.escape_debug());
        if form.insert(name, value).is_some() {
            return Err(told);
        }
    }
    Ok(form)
}

fn tell(outcome: &Outcome, dry_run: bool) -> ExitCode {
    match outcome {
        Outcome::Changed(names) if dry_run => println!("would change: {}", names.join(", ")),
        Outcome::Changed(names) => println!("changed: {}", names.join(", ")),
        Outcome::Unchanged => println!("unchanged: it is so already"),
        Outcome::Refused(reason) => {
            eprintln!("refused: {reason}");
            return ExitCode::FAILURE;
        }
    }
    ExitCode::SUCCESS
}
