//! Settings as YAML, with the short forms of `CloudFormation`'s functions.

use std::fmt::Write;

use serde_json::Value as Json;

use crate::plan::{Reference, Settings, Value};

/// Lines of settings at an indentation.
pub fn write_settings(out: &mut String, settings: &Settings, indent: usize) {
    for setting in &settings.0 {
        let pad = " ".repeat(indent);
        if let Some(comment) = setting.comment {
            let _ = writeln!(out, "{pad}# {comment}");
        }
        let _ = write!(out, "{pad}{}:", setting.name);
        write_value(out, &setting.value, indent);
    }
}

/// What stands behind a name, to the end of its last line.
fn write_value(out: &mut String, value: &Value, indent: usize) {
    match value {
        Value::Map(settings) if settings.0.is_empty() => out.push_str(" {}\n"),
        Value::Map(settings) => {
            out.push('\n');
            write_settings(out, settings, indent + 2);
        }
        Value::List(items) if items.iter().any(|item| matches!(item, Value::Map(_))) => {
            out.push('\n');
            for item in items {
                write_item(out, item, indent);
            }
        }
        Value::List(items) => write_list(out, items, indent),
        Value::Document(document) => write_document(out, document, indent),
        Value::OnceMailIsVerified(then, otherwise) => {
            out.push_str(" !If\n");
            let pad = " ".repeat(indent + 2);
            let _ = writeln!(out, "{pad}- MailIsVerified");
            for settings in [then, otherwise] {
                write_item(out, &Value::Map(settings.clone()), indent);
            }
        }
        Value::Text(text) if text.contains('\n') => write_block(out, text, indent),
        scalar => {
            let _ = writeln!(out, " {}", scalar_text(scalar));
        }
    }
}

/// A text of several lines, none of which begins with a blank and the last of which has no end.
fn write_block(out: &mut String, text: &str, indent: usize) {
    out.push_str(" |-\n");
    let pad = " ".repeat(indent + 2);
    for line in text.lines() {
        let _ = writeln!(out, "{pad}{line}");
    }
}

/// A document in the same manner.
fn write_document(out: &mut String, document: &Json, indent: usize) {
    let pad = " ".repeat(indent + 2);
    match document {
        Json::Object(members) if !members.is_empty() => {
            out.push('\n');
            for (name, value) in members {
                let _ = write!(out, "{pad}{}:", quoted(name));
                write_document(out, value, indent + 2);
            }
        }
        Json::String(text) => {
            let _ = writeln!(out, " {}", quoted(text));
        }
        // Lists, numbers and flags are YAML as they are.
        other => {
            let _ = writeln!(out, " {other}");
        }
    }
}

/// A member of a list, behind a hyphen.
fn write_item(out: &mut String, item: &Value, indent: usize) {
    let pad = " ".repeat(indent + 2);
    if let Value::Map(settings) = item {
        if settings.0.is_empty() {
            let _ = writeln!(out, "{pad}- !Ref AWS::NoValue");
            return;
        }
        let mut text = String::new();
        write_settings(&mut text, settings, indent + 4);
        // The hyphen takes the place of the first line's indentation.
        let _ = write!(out, "{pad}- {}", text.trim_start());
    } else {
        let _ = writeln!(out, "{pad}- {}", scalar_text(item));
    }
}

/// On one line if it fits, else one member a line.
fn write_list(out: &mut String, items: &[Value], indent: usize) {
    let texts: Vec<_> = items.iter().map(scalar_text).collect();
    let one_line = texts.join(", ");
    if one_line.len() <= 80 {
        let _ = writeln!(out, " [{one_line}]");
        return;
    }
    out.push('\n');
    let pad = " ".repeat(indent + 2);
    for text in texts {
        let _ = writeln!(out, "{pad}- {text}");
    }
}

fn scalar_text(value: &Value) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => quoted(text),
        Value::Reference(reference) => by_reference(*reference).to_owned(),
        Value::List(_) | Value::Map(_) | Value::Document(_) | Value::OnceMailIsVerified(..) => String::new(),
    }
}

/// `CloudFormation`'s way to say it.
fn by_reference(reference: Reference) -> &'static str {
    match reference {
        Reference::PoolId => "!Ref Pool",
        Reference::ClientId => "!Ref Client",
        Reference::MailIdentityArn => {
            "!Sub 'arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${Mail}'"
        }
        Reference::SmsRoleArn => "!GetAtt SmsRole.Arn",
    }
}

/// Plain where nobody can take it for something else, otherwise in single quotes.
pub fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "_-./".contains(c);
    let begins_well = text.starts_with(|c: char| c.is_ascii_alphabetic());
    let words = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let is_word = words.contains(&text.to_ascii_lowercase().as_str());
    if begins_well && text.chars().all(is_plain) && !is_word {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', "''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_stay_texts() {
        for (text, expected) in [
            ("plain", "plain"),
            ("on", "'on'"),
            ("OFF", "'OFF'"),
            ("0", "'0'"),
            ("custom:a", "'custom:a'"),
            ("it's", "'it''s'"),
            ("", "''"),
            ("a b", "'a b'"),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }
}
