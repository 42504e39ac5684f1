//! `operator pool update`: what doctor finds in a pool that exists, put right one after the other by the commands that it prints. Pool and
//! client are read whole before each, because Cognito resets what is left out. Nothing is deleted.

mod apply;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;

use attributes::Schema;

use crate::check::{self, Finding, Ids, Level, Looked};
use crate::cli::{Look, Update};
use crate::pool::Pool;
use crate::start::{confirm, connect, read_schema};

/// What has to be there before the rest: a plan for managed login, attributes for the rights to them.
const FIRST: [&str; 2] = ["tier", "missing"];

/// A pool, and what is wanted of it.
struct Updating<'a> {
    pool: Pool,
    ids: Ids,
    look: &'a Look,
    schema: &'a Schema,
    /// Codes of findings; none means all.
    only: Vec<String>,
}

/// A finding, by which it is known again.
type Key = (&'static str, String);

/// 0 when nothing is left that counts, 1 when something is.
pub async fn run(options: Update) -> Result<ExitCode, String> {
    let schema = read_schema(&options.look.list)?;
    let updating = Updating {
        pool: connect(options.look.at.clone()).await?.pool,
        ids: options.look.ids(),
        look: &options.look,
        schema: &schema,
        only: check::known_codes(&options.only)?,
    };
    let found = updating.look().await?;
    let kept = updating.unlisted().await?;
    let (to_do, left): (Vec<_>, Vec<_>) = found
        .iter()
        .partition(|finding| updating.is_wanted(finding, &BTreeSet::new()));
    print!("{}", description(&updating.ids, &to_do, &left, &kept));
    if options.plan_only {
        return Ok(ExitCode::SUCCESS);
    }
    if to_do.is_empty() {
        println!("Nothing to do.");
        return Ok(updating.code(&found));
    }
    if !options.yes {
        confirm("Change it?")?;
    }
    let left = updating.steps().await.map_err(|error| {
        format!("{error}\n  Everything before is done. The same command goes on from here.")
    })?;
    println!("\nNow look: operator doctor");
    Ok(updating.code(&left))
}

fn description(ids: &Ids, to_do: &[&Finding], left: &[&Finding], kept: &[String]) -> String {
    let mut text = format!("Pool {}, app client {}:\n", ids.pool, ids.client);
    // Writing into a String cannot fail.
    for finding in to_do {
        let Finding {
            code,
            about,
            difference,
            ..
        } = finding;
        let _ = writeln!(text, "  to do      {about}: {difference} [{code}]");
        if let Some(follows) = follow_up(code) {
            let _ = writeln!(text, "             {follows}");
        }
    }
    for finding in left {
        let Finding {
            code,
            about,
            difference,
            remedy,
            ..
        } = finding;
        let _ = writeln!(
            text,
            "  not done   {about}: {difference} [{code}]\n             {remedy}"
        );
    }
    for name in kept {
        let _ = writeln!(
            text,
            "  stays      {name}: attributes.toml does not have it, and a pool never loses an attribute. To use it, put it back"
        );
    }
    text
}

/// What becomes possible, and necessary, by it.
fn follow_up(code: &str) -> Option<&'static str> {
    match code {
        "missing" => Some("then the app client gets the rights to it that attributes.toml gives"),
        "classic-pages" => Some("then the app client gets a style, if it has none"),
        _ => None,
    }
}

impl Updating<'_> {
    /// The findings, unless there is no telling what is wanted.
    async fn look(&self) -> Result<Vec<Finding>, String> {
        let Looked {
            findings,
            contradictions,
            ..
        } = check::look(self.look, self.schema, &self.pool).await?;
        match contradictions.as_slice() {
            [] => Ok(findings),
            some => Err(some.join("\n  ")),
        }
    }

    /// Custom attributes of the pool that the list does not have.
    async fn unlisted(&self) -> Result<Vec<String>, String> {
        let pool = self.pool.describe().await.map_err(|error| error.to_string())?;
        let names = pool.schema_attributes().iter().filter_map(|found| found.name());
        let unlisted = names.filter(|name| name.starts_with("custom:") && self.schema.get(name).is_none());
        Ok(unlisted.map(ToOwned::to_owned).collect())
    }

    /// One step after the other, until there is none. What is left is told.
    async fn steps(&self) -> Result<Vec<Finding>, String> {
        let mut done = BTreeSet::new();
        loop {
            let found = self.look().await?;
            let wanted = found.iter().filter(|finding| self.is_wanted(finding, &done));
            let next = wanted.min_by_key(|finding| {
                let place = FIRST.iter().position(|code| *code == finding.code);
                place.unwrap_or(FIRST.len())
            });
            let Some(next) = next else {
                return Ok(found);
            };
            // A pool that says yes and does nothing would be asked for ever.
            if !done.insert(key(next)) {
                return Err(format!(
                    "{} is still there: {} [{}]",
                    next.about, next.difference, next.code
                ));
            }
            if let Some(request) = request_of(next) {
                let sent = apply::apply(&self.pool, &self.ids, request).await;
                sent.map_err(|error| format!("{} [{}]: {error}", next.about, next.code))?;
            }
            println!("done       {} [{}]", next.about, next.code);
        }
    }

    /// Of what was asked for.
    fn code(&self, left: &[Finding]) -> ExitCode {
        let counts = |finding: &Finding| finding.level != Level::Note && self.is_named(finding.code);
        ExitCode::from(u8::from(left.iter().any(counts)))
    }

    fn is_named(&self, code: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == code)
    }

    /// Whether it is to be put right, and can be.
    fn is_wanted(&self, finding: &Finding, done: &BTreeSet<Key>) -> bool {
        let is_done = |code: &'static str, about: &str| done.contains(&(code, about.to_owned()));
        let follows = match finding.code {
            "not-readable" | "not-writable" => is_done("missing", &finding.about),
            "no-style" => done.iter().any(|(code, _)| *code == "classic-pages"),
            _ => false,
        };
        request_of(finding).is_some() && (self.is_named(finding.code) || follows)
    }
}

fn key(finding: &Finding) -> Key {
    (finding.code, finding.about.clone())
}

fn request_of(finding: &Finding) -> Option<&check::Request> {
    finding.fix.as_ref()?.request.as_ref()
}
