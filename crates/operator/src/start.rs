//! From the command line to what does the work.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

use attributes::Schema;

use crate::audit::{AuditLog, Author};
use crate::cli::{Import, List, PoolArgs, Writing};
use crate::import;
use crate::pool::{Connection, PacedPool, Rates, Target};
use crate::rows::Format;
use crate::rules::Rules;

/// The list of attributes, or all that is wrong with it.
pub fn read_schema(list: &List) -> Result<Schema, String> {
    parse_schema(list, &read_text(list)?)
}

/// The text of the list.
pub fn read_text(list: &List) -> Result<String, String> {
    std::fs::read_to_string(&list.file).map_err(|error| format!("{}: {error}", list.file.display()))
}

/// The list that a text is, or all that is wrong with it.
pub fn parse_schema(list: &List, text: &str) -> Result<Schema, String> {
    let path = list.file.display();
    Schema::from_toml(text).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
        format!("{path} cannot be used:{}", lines.concat())
    })
}

pub async fn connect(at: PoolArgs) -> Result<Connection, String> {
    let target = Target {
        endpoint: at.endpoint().cloned(),
        pool_id: at.pool_id,
    };
    target.connect().await
}

/// A pool that is written to, and the log of it.
pub async fn connect_to_write(at: PoolArgs, writing: &Writing) -> Result<(PacedPool, AuditLog), String> {
    let connection = connect(at).await?;
    let author = Author {
        account: writing.author.clone(),
        access_key: connection.access_key,
    };
    let path = writing.audit_log.display();
    let audit = AuditLog::open(&writing.audit_log, connection.pool.id(), author)
        .map_err(|error| format!("{path}: {error}"))?;
    let patience = Duration::from_secs(writing.patience);
    let pool = PacedPool::new(connection.pool, Rates::for_writes(writing.rate), patience);
    Ok((pool, audit))
}

pub async fn import(options: Import) -> Result<ExitCode, String> {
    let rules = Rules::new(&read_schema(&options.list)?);
    let format = format(options.format, &options.input)?;
    let (pool, audit) = connect_to_write(options.at, &options.writing).await?;
    let import = import::Import {
        path: options.input,
        format,
        blank: options.blank,
        dry_run: options.writing.dry_run,
        at_once: options.at_once.into(),
    };
    import.run(pool, rules, audit).await
}

fn format(given: Option<Format>, path: &Path) -> Result<Format, String> {
    given
        .or_else(|| Format::of(path))
        .ok_or_else(|| format!("{}: is it --format csv or json?", path.display()))
}

/// Asks the person at the terminal before anything is changed.
pub fn confirm(question: &str) -> Result<(), String> {
    if !std::io::stdin().is_terminal() {
        return Err("nobody is there to ask: --yes goes on without asking, --plan only shows it".to_owned());
    }
    print!("{question} Type yes: ");
    let mut answer = String::new();
    let read = std::io::stdout()
        .flush()
        .and_then(|()| std::io::stdin().lock().read_line(&mut answer));
    match read {
        Ok(_) if answer.trim() == "yes" => Ok(()),
        Ok(_) => Err("nothing was changed".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}
