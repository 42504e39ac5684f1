//! `operator attributes pull`: a first `attributes.toml`, from what a pool has.

use std::fs::OpenOptions;
use std::io::Write;
use std::process::ExitCode;

use attributes::{MAX_NUMBER, MAX_VALUE_LENGTH, Schema};
use aws_sdk_cognitoidentityprovider::types::{SchemaAttributeType, UserPoolClientType, UserPoolType};

use crate::check::{contact, sign_up};
use crate::cli::Pull;
use crate::start::connect;

/// Prints the list or writes it into a new file.
pub async fn run(options: Pull) -> Result<ExitCode, String> {
    let pool = connect(options.at).await?.pool;
    let message = |error: crate::pool::PoolError| error.to_string();
    let described = pool.describe().await.map_err(message)?;
    let client = pool.describe_client(&options.client_id).await.map_err(message)?;
    let text = list(&described, &client);
    Schema::from_toml(&text).map_err(|problems| {
        let lines: Vec<_> = problems.iter().map(|problem| format!("\n  {problem}")).collect();
        format!(
            "this pool has something that attributes.toml cannot say:{}",
            lines.concat()
        )
    })?;
    let Some(path) = options.out else {
        print!("{text}");
        return Ok(ExitCode::SUCCESS);
    };
    let file = OpenOptions::new().write(true).create_new(true).open(&path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// The text of the file.
fn list(pool: &UserPoolType, client: &UserPoolClientType) -> String {
    let mut text = format!(
        "# What this app asks people for, made from the user pool {} and its app client {}.\n\
         # Put labels and help into words that people understand, bring the attributes into the order in which people\n\
         # should see them, and say what to ask for: ask = \"required\" or \"skippable\".\n\
         # The attributes.toml that comes with the app describes everything else.\n\
         version = 1\n",
        pool.id().unwrap_or_default(),
        client.client_id().unwrap_or_default()
    );
    text.push_str(&tables(pool, client));
    let mut left_out = Vec::new();
    for attribute in pool.schema_attributes() {
        let name = attribute.name().unwrap_or_default();
        match Use::of(attribute, client) {
            Use::Listed(rights) => text.push_str(&entry(attribute, name, &rights)),
            Use::LeftOut(reason) => left_out.push(format!("#   {name}: {reason}\n")),
        }
    }
    if !left_out.is_empty() {
        text.push_str("\n# Not on the list:\n");
        text.push_str(&left_out.concat());
    }
    text
}

/// How people make an account, and which addresses they may change.
fn tables(pool: &UserPoolType, client: &UserPoolClientType) -> String {
    let username = quoted(sign_up::username_of(pool));
    let mut lines = vec![
        String::new(),
        "[sign_up]".to_owned(),
        "# \"own\" for the app's own sign-up form.".to_owned(),
        "pages = \"hosted\"".to_owned(),
        format!("username = {username}"),
    ];
    if let Some(rules) = sign_up::of_pool(pool) {
        lines.extend([String::new(), "[password]".to_owned()]);
        lines.extend(sign_up::table(rules));
    }
    let addresses = contact::table(pool, client);
    if !addresses.is_empty() {
        lines.extend([String::new(), "[contact]".to_owned()]);
        lines.extend(addresses);
    }
    lines.join("\n") + "\n"
}

/// Whether an attribute of the pool is for the list.
enum Use {
    Listed(Rights),
    LeftOut(&'static str),
}

/// Who may write it.
struct Rights {
    is_mutable: bool,
    is_required: bool,
    is_writable: bool,
}

impl Use {
    fn of(attribute: &SchemaAttributeType, client: &UserPoolClientType) -> Self {
        let name = attribute.name().unwrap_or_default();
        let allows = |list: Option<&Vec<String>>| {
            let list = list.filter(|list| !list.is_empty());
            list.is_none_or(|list| list.iter().any(|listed| listed == name))
        };
        let rights = Rights {
            is_mutable: attribute.mutable().unwrap_or(true),
            is_required: attribute.required() == Some(true),
            is_writable: allows(client.write_attributes.as_ref()),
        };
        let is_custom = name.starts_with("custom:");
        let has_list = client
            .write_attributes
            .as_ref()
            .is_some_and(|list| !list.is_empty());
        let is_wanted = rights.is_required || has_list && rights.is_writable;
        match name {
            "sub" | "updated_at" | "identities" | "email_verified" | "phone_number_verified" => {
                Self::LeftOut("the user pool keeps it")
            }
            "email" | "phone_number" => Self::LeftOut("it has a page of its own"),
            _ if attribute.developer_only_attribute() == Some(true) || name.starts_with("dev:") => {
                Self::LeftOut("only AWS credentials can read and write it")
            }
            _ if name.contains(['[', ']']) => Self::LeftOut("a form cannot have a name with brackets"),
            _ if !allows(client.read_attributes.as_ref()) => Self::LeftOut("the app client cannot read it"),
            _ if !is_custom && !is_wanted => Self::LeftOut("people cannot write it"),
            _ => Self::Listed(rights),
        }
    }
}

fn entry(attribute: &SchemaAttributeType, name: &str, rights: &Rights) -> String {
    let data_type = attribute
        .attribute_data_type()
        .map_or("String", |found| found.as_str());
    let mut lines = vec![
        String::new(),
        "[[attribute]]".to_owned(),
        format!("name = {}", quoted(name)),
    ];
    if name.starts_with("custom:") {
        lines.push(format!("type = {}", quoted(data_type)));
    }
    lines.push(format!("label = {}", quoted(&label(name))));
    lines.extend(constraints(attribute, name, data_type));
    lines.extend(rights.lines().iter().map(ToString::to_string));
    lines.join("\n") + "\n"
}

impl Rights {
    /// What the list has to say of them.
    fn lines(&self) -> &'static [&'static str] {
        match (self.is_mutable, self.is_writable, self.is_required) {
            (false, true, true) => &[
                "# The user pool takes it only when an account is made.",
                "mutable = false",
                "sign_up = true",
            ],
            (false, true, false) => &[
                "# The user pool takes it only when an account is made.",
                "mutable = false",
                "# sign_up = true",
            ],
            (false, false, _) => &[
                "# The user pool takes it only when an account is made, and not from people.",
                "mutable = false",
            ],
            (true, false, _) => &[
                "# The app client cannot write it: people see it, and programs set it.",
                "authorises = true",
            ],
            (true, true, true) => &[
                "# The user pool lets nobody be without it.",
                "ask = \"required\"",
                "sign_up = true",
            ],
            (true, true, false) => &[],
        }
    }
}

/// What the pool accepts, as far as it is less than everything.
fn constraints(attribute: &SchemaAttributeType, name: &str, data_type: &str) -> Vec<String> {
    let line = |key: &str, value: i64| format!("{key} = {value}");
    match data_type {
        // The format of the day says it all.
        _ if name == "birthdate" => Vec::new(),
        "String" => {
            let found = attribute.string_attribute_constraints();
            let bound = |text: Option<&str>| text.and_then(|text| text.parse::<i64>().ok());
            let greatest = i64::try_from(MAX_VALUE_LENGTH).unwrap_or(i64::MAX);
            let min = bound(found.and_then(|found| found.min_length())).filter(|min| *min > 0);
            let max =
                bound(found.and_then(|found| found.max_length())).filter(|max| (1..greatest).contains(max));
            let lines = [
                min.map(|min| line("min_length", min.min(greatest))),
                max.map(|max| line("max_length", max)),
            ];
            lines.into_iter().flatten().collect()
        }
        "Number" => {
            let found = attribute.number_attribute_constraints();
            let min = found
                .and_then(|found| found.min_value())
                .and_then(|min| whole(min, f64::ceil));
            let max = found
                .and_then(|found| found.max_value())
                .and_then(|max| whole(max, f64::floor));
            let lines = [min.map(|min| line("min", min)), max.map(|max| line("max", max))];
            lines.into_iter().flatten().collect()
        }
        "DateTime" => vec!["# time = true".to_owned()],
        _ => Vec::new(),
    }
}

/// A bound in whole numbers; none when there are no numbers beyond it anyway.
fn whole(bound: &str, round: fn(f64) -> f64) -> Option<i64> {
    let bound = round(bound.parse().ok()?);
    #[expect(clippy::cast_precision_loss, reason = "2^53 - 1 is exact")]
    let is_within = bound.abs() < MAX_NUMBER as f64;
    #[expect(clippy::cast_possible_truncation, reason = "it is whole and within bounds")]
    is_within.then_some(bound as i64)
}

/// `custom:job_title` becomes `Job title`.
fn label(name: &str) -> String {
    let own = name.strip_prefix("custom:").unwrap_or(name);
    let words = own.replace(['_', '-', '.'], " ");
    let mut letters = words.trim().chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => own.to_owned(),
    }
}

fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_words() {
        for (name, expected) in [
            ("custom:job_title", "Job title"),
            ("given_name", "Given name"),
            ("custom:__", "__"),
            ("custom:éa", "Éa"),
        ] {
            assert_eq!(label(name), expected);
        }
    }

    #[test]
    fn bounds_are_rounded_inwards() {
        assert_eq!(whole("1.5", f64::ceil), Some(2));
        assert_eq!(whole("-1.5", f64::floor), Some(-2));
        assert_eq!(whole("99999999999999999999", f64::floor), None);
        assert_eq!(whole("x", f64::floor), None);
    }

    #[test]
    fn names_are_quoted_whatever_is_in_them() {
        for name in ["plain", "it's", "a\"b", "back\\slash"] {
            let line = format!("name = {}", quoted(name));
            let table: toml::Table = line.parse().unwrap();
            assert_eq!(table["name"].as_str(), Some(name));
        }
    }
}
