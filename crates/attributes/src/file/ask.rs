//! Whether, when and why the app asks for an attribute.

use toml::Spanned;
use toml::de::DeValue;

use super::rights::Rights;
use super::table::{Expected, Table};
use super::text;
use crate::value::check_date;
use crate::{Again, Ask, Text};

/// The three words of `ask`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    No,
    Required,
    Skippable,
}

/// What the file says of it.
pub(super) struct Asked {
    pub ask: Ask,
    pub from: Option<String>,
    pub reason: Option<Text>,
}

pub(super) fn read(table: &Table<'_>, rights: &Rights) -> Asked {
    let is_at_sign_up = rights.sign_up == Some(true);
    let word = table.optional("ask", &word());
    let asked = word.as_ref().map_or(Word::No, |word| *word.get_ref());
    if let Some(word) = &word
        && let Some(sentence) = validation_error(asked, rights)
    {
        table.problems.add(word.span(), sentence);
    }
    let again = table.optional("again", &again());
    if let Some(again) = &again
        && asked != Word::Skippable
    {
        let sentence = "`again` is for attributes with ask = \"skippable\"";
        table.problems.add(again.span(), sentence);
    }
    let reason = table.optional("reason", &text::expected());
    if let Some(reason) = &reason
        && asked == Word::No
        && !is_at_sign_up
    {
        let sentence = "`reason` is of no use: nobody is asked";
        table.problems.add(reason.span(), sentence);
    }
    let from = table.optional("ask_from", &day());
    if let Some(from) = &from {
        if asked == Word::No {
            let sentence = "`ask_from` is of no use: nobody is asked";
            table.problems.add(from.span(), sentence);
        } else if is_at_sign_up {
            let sentence = "`ask_from` and `sign_up` exclude each other: the sign-up form asks at any time";
            table.problems.add(from.span(), sentence);
        }
    }
    let ask = match asked {
        Word::No => Ask::No,
        Word::Required => Ask::Required,
        Word::Skippable => Ask::Skippable(again.map(Spanned::into_inner).unwrap_or_default()),
    };
    Asked {
        ask,
        from: from.map(Spanned::into_inner),
        reason: reason.map(Spanned::into_inner),
    }
}

/// A date of TOML, or the same in quotes.
fn day<'a>() -> Expected<'a, String> {
    Expected::new("a day such as 2026-03-01", |value| {
        let day = match value {
            DeValue::Datetime(day) => day.to_string(),
            value => value.as_str()?.to_owned(),
        };
        check_date(&day).ok()
    })
}

/// Why the attribute could not be answered.
fn validation_error(asked: Word, rights: &Rights) -> Option<&'static str> {
    match asked {
        Word::No => None,
        _ if rights.authorises => {
            Some("`ask` and `authorises` exclude each other: people would grant themselves rights")
        }
        Word::Required if !rights.mutable && rights.sign_up != Some(true) => {
            Some("what is required and cannot change must be asked for at sign-up: `sign_up = true`")
        }
        Word::Skippable if !rights.mutable => {
            Some("what cannot change cannot be given later: ask for it at sign-up, without `ask`")
        }
        _ => None,
    }
}

fn word<'a>() -> Expected<'a, Word> {
    Expected::new("\"required\", \"skippable\" or \"no\"", |value| {
        Some(match value.as_str()? {
            "required" => Word::Required,
            "skippable" => Word::Skippable,
            "no" => Word::No,
            _ => return None,
        })
    })
}

fn again<'a>() -> Expected<'a, Again> {
    let what = "\"never\", \"next sign-in\" or a number of days from 1 to 3650";
    Expected::new(what, |value| match value.as_str() {
        Some("never") => Some(Again::Never),
        Some("next sign-in") => Some(Again::NextSignIn),
        Some(_) => None,
        None => {
            let days: u16 = value.as_integer()?.as_str().parse().ok()?;
            (1..=3650).contains(&days).then_some(Again::AfterDays(days))
        }
    })
}
