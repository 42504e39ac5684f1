//! One language, as its file says.

use std::collections::BTreeMap;

use toml::{Table, Value};

use crate::Error;
use crate::node::{CATEGORIES, Node};
use crate::plural::condition;

pub(crate) struct Language {
    pub code: String,
    pub locale: Locale,
    /// Code and name of each country, in the order of the file.
    pub countries: Vec<(String, String)>,
    pub texts: BTreeMap<String, Node>,
}

/// What is true of the language itself.
pub(crate) struct Locale {
    /// What the language calls itself.
    pub name: String,
    /// `ltr` or `rtl`.
    pub direction: String,
    pub decimal_comma: bool,
    /// Its code on the pages of the Hosted UI, if they speak it.
    pub hosted_ui: Option<String>,
    /// The plural categories apart from `other`, in order, with their conditions in Rust.
    pub plurals: Vec<(String, String)>,
}

impl Language {
    pub(crate) fn file(&self) -> String {
        format!("{}.toml", self.code)
    }

    pub(crate) fn parse(code: &str, toml: &str, countries: Option<&str>) -> Result<Self, Error> {
        let file = format!("{code}.toml");
        let mut table: Table =
            toml::from_str(toml).map_err(|error| Error::new(&file, "", error.to_string()))?;
        let Some(Value::Table(locale)) = table.remove("locale") else {
            return Err(Error::new(file, "locale", "the table is missing"));
        };
        let locale = Locale::read(locale).map_err(|(key, what)| Error::new(&file, key, what))?;
        let texts = Node::group("", table)
            .map_err(|key| Error::new(&file, key, "must be a text, a list of texts or a table"))?;
        let Node::Group(texts) = texts else {
            unreachable!("a table is a group")
        };
        if !matches!(texts.get("pages"), Some(Node::Group(_))) {
            return Err(Error::new(file, "pages", "the table is missing"));
        }
        Ok(Self {
            code: code.to_owned(),
            locale,
            countries: read_countries(code, countries)?,
            texts,
        })
    }
}

impl Locale {
    fn read(mut table: Table) -> Result<Self, (String, String)> {
        let wrong = |key: &str, what: &str| (format!("locale.{key}"), format!("must be {what}"));
        let name = text(&mut table, "name").ok_or_else(|| wrong("name", "what the language calls itself"))?;
        let direction = text(&mut table, "direction")
            .filter(|direction| matches!(direction.as_str(), "ltr" | "rtl"))
            .ok_or_else(|| wrong("direction", "\"ltr\" or \"rtl\""))?;
        let decimal_comma = table
            .remove("decimal_comma")
            .and_then(|value| value.as_bool())
            .ok_or_else(|| wrong("decimal_comma", "true or false"))?;
        let hosted_ui = text(&mut table, "hosted_ui");
        let rules = match table.remove("plurals") {
            None => Table::new(),
            Some(Value::Table(rules)) => rules,
            Some(_) => return Err(wrong("plurals", "a table of categories and their rules")),
        };
        let plurals = read_plurals(rules).map_err(|category| {
            wrong(
                &format!("plurals.{category}"),
                "a category of the CLDR with a rule such as \"n % 10 = 2..4\"",
            )
        })?;
        if let Some(key) = table.keys().next() {
            return Err((format!("locale.{key}"), "is not known".to_owned()));
        }
        Ok(Self {
            name,
            direction,
            decimal_comma,
            hosted_ui,
            plurals,
        })
    }
}

fn text(table: &mut Table, key: &str) -> Option<String> {
    let text = table.remove(key)?.as_str()?.to_owned();
    (!text.is_empty()).then_some(text)
}

/// In the order of the CLDR. `Err` is the category that cannot be read.
fn read_plurals(mut rules: Table) -> Result<Vec<(String, String)>, String> {
    let mut plurals = Vec::new();
    for category in CATEGORIES.iter().filter(|category| **category != "other") {
        if let Some(rule) = rules.remove(*category) {
            let condition = rule.as_str().and_then(condition);
            plurals.push(((*category).to_owned(), condition.ok_or(*category)?));
        }
    }
    rules
        .keys()
        .next()
        .map_or(Ok(plurals), |unknown| Err(unknown.clone()))
}

fn read_countries(code: &str, lines: Option<&str>) -> Result<Vec<(String, String)>, Error> {
    let file = format!("countries/{code}.tsv");
    let Some(lines) = lines else {
        return Err(Error::new(file, "", "is missing"));
    };
    let rows = lines.lines().map(|line| match line.split_once('\t') {
        Some((country, name)) if !name.trim().is_empty() => Ok((country.to_owned(), name.to_owned())),
        _ => Err(Error::new(&file, line, "must be a code, a tab and a name")),
    });
    rows.collect()
}
