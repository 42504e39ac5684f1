//! All findings there are, by code: what each is about and why it matters. The table of the guide is made from it.

mod app;
mod mail;
mod pool;

use std::fmt::Write;

/// What is known of a code beforehand.
#[derive(Clone, Copy)]
pub struct Entry {
    pub code: &'static str,
    /// What was found, in general.
    pub what: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// What only some credentials may ask, and this needs, or an option; the others need what every look at a pool needs.
    pub permission: Option<&'static str>,
}

const fn entry(code: &'static str, what: &'static str, why: &'static str) -> Entry {
    Entry {
        code,
        what,
        why,
        permission: None,
    }
}

const fn asking(permission: &'static str, entry: Entry) -> Entry {
    Entry {
        permission: Some(permission),
        ..entry
    }
}

/// In the order of the guide's table.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    [pool::ENTRIES, mail::ENTRIES, app::ENTRIES].into_iter().flatten()
}

/// What is known of a code.
pub fn entry_of(code: &str) -> Option<&'static Entry> {
    all().find(|entry| entry.code == code)
}

/// The table of the guide.
pub fn table() -> String {
    let mut text = String::from("| code | what | why it matters | needs |\n|---|---|---|---|\n");
    for entry in all() {
        let permission = entry
            .permission
            .map(|name| format!("`{name}`"))
            .unwrap_or_default();
        // Writing into a String cannot fail.
        let _ = writeln!(
            text,
            "| `{}` | {} | {} | {permission} |",
            entry.code, entry.what, entry.why
        );
    }
    text
}

#[cfg(test)]
mod tests;
