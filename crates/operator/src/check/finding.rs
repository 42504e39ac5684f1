//! One difference and what to do about it.

use std::fmt::Write;

use serde::Serialize;

use super::Ids;
use super::fix::Fix;

/// How bad it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Something does not work, or is not safe.
    Error,
    /// It works, and not as well as it could.
    Warning,
    /// Worth knowing; file and pool agree all the same.
    Note,
}

/// One difference.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Finding {
    pub level: Level,
    /// A name for programs, which stays the same when sentences are reworded.
    pub code: &'static str,
    /// The attribute, or `app client`, or `user pool`.
    pub about: String,
    pub difference: String,
    /// Why it matters.
    pub why: &'static str,
    pub remedy: String,
    /// The same, exactly, if settings of the pool put it right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<Fix>,
}

impl Finding {
    pub fn error(code: &'static str, about: &str, difference: String, remedy: String) -> Self {
        Self::new(Level::Error, code, about, difference, remedy)
    }

    pub fn warning(code: &'static str, about: &str, difference: String, remedy: String) -> Self {
        Self::new(Level::Warning, code, about, difference, remedy)
    }

    pub fn note(code: &'static str, about: &str, difference: String, remedy: String) -> Self {
        Self::new(Level::Note, code, about, difference, remedy)
    }

    fn new(level: Level, code: &'static str, about: &str, difference: String, remedy: String) -> Self {
        Self {
            level,
            code,
            about: about.to_owned(),
            difference,
            why: "",
            remedy,
            fix: None,
        }
    }
}

/// What a check says.
#[derive(Debug, Serialize)]
pub struct Report<'a> {
    pub agrees: bool,
    pool: &'a str,
    client: &'a str,
    findings: Vec<Finding>,
}

impl<'a> Report<'a> {
    pub fn of(ids: &'a Ids, findings: Vec<Finding>) -> Self {
        Self {
            agrees: findings.iter().all(|finding| finding.level == Level::Note),
            pool: &ids.pool,
            client: &ids.client,
            findings,
        }
    }
}

/// A fix in each language, indented.
fn fix_lines(fix: &Fix) -> String {
    let mut text = String::new();
    if let Some(cli) = &fix.cli {
        let _ = writeln!(text, "  command line:\n    {cli}");
    }
    for (name, lines) in [
        ("CloudFormation", &fix.cloudformation),
        ("Terraform", &fix.terraform),
    ] {
        if lines.is_empty() {
            continue;
        }
        let _ = writeln!(text, "  {name}:");
        for line in lines.lines() {
            let _ = writeln!(text, "    {line}");
        }
    }
    text
}

/// The report as text, for a terminal.
pub fn text_report(report: &Report<'_>) -> String {
    let mut text = String::new();
    for finding in &report.findings {
        let level = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        };
        // Writing into a String cannot fail.
        let _ = writeln!(text, "{level}: {}: {}", finding.about, finding.difference);
        if !finding.why.is_empty() {
            let _ = writeln!(text, "  why: {} [{}]", finding.why, finding.code);
        }
        let _ = writeln!(text, "  {}", finding.remedy);
        if let Some(fix) = &finding.fix {
            text.push_str(&fix_lines(fix));
        }
    }
    let differences = report
        .findings
        .iter()
        .filter(|finding| finding.level != Level::Note)
        .count();
    let _ = match differences {
        0 => writeln!(text, "The user pool {} and attributes.toml agree.", report.pool),
        1 => writeln!(text, "1 difference."),
        _ => writeln!(text, "{differences} differences."),
    };
    text
}
