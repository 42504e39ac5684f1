//! Settings as Terraform writes them: the same names in snake case, structures as blocks.

use std::fmt::Write;

use crate::plan::{Reference, Setting, Settings, Value};

/// Names that are not only written differently.
const RENAMED: [(&str, &str); 11] = [
    ("UserPoolName", "name"),
    ("ClientName", "name"),
    ("GroupName", "name"),
    ("From", "from_email_address"),
    ("Assets", "asset"),
    ("RecoveryMechanisms", "recovery_mechanism"),
    ("CallbackURLs", "callback_urls"),
    ("LogoutURLs", "logout_urls"),
    ("AllowedOAuthFlows", "allowed_oauth_flows"),
    ("SMSMessage", "sms_message"),
    ("AllowedOAuthScopes", "allowed_oauth_scopes"),
];

/// Lines of settings at an indentation.
pub fn write_settings(out: &mut String, settings: &Settings, indent: usize) {
    let settings: Vec<_> = settings.0.iter().flat_map(as_terraform_has_it).collect();
    let (blocks, arguments): (Vec<&Setting>, Vec<&Setting>) =
        settings.iter().partition(|setting| is_block(&setting.value));
    write_arguments(out, &arguments, indent);
    for block in blocks {
        out.push('\n');
        write_block(out, block, indent);
    }
}

/// Arguments, with what they are set to in one column where no comment is between them, as `terraform fmt` has it.
fn write_arguments(out: &mut String, arguments: &[&Setting], indent: usize) {
    let pad = " ".repeat(indent);
    let mut rest = arguments;
    while !rest.is_empty() {
        let more = rest[1..].iter().take_while(|setting| setting.comment.is_none());
        let (group, others) = rest.split_at(1 + more.count());
        rest = others;
        let names: Vec<_> = group.iter().map(|setting| snake(setting.name)).collect();
        let width = names.iter().map(String::len).max().unwrap_or(0);
        for (setting, name) in group.iter().zip(names) {
            if let Some(comment) = setting.comment {
                let _ = writeln!(out, "{pad}# {comment}");
            }
            let _ = writeln!(out, "{pad}{name:width$} = {}", expression(&setting.value, indent));
        }
    }
}

fn write_block(out: &mut String, block: &Setting, indent: usize) {
    let pad = " ".repeat(indent);
    if let Some(comment) = block.comment {
        let _ = writeln!(out, "{pad}# {comment}");
    }
    let name = snake(block.name);
    let bodies: Vec<Settings> = match &block.value {
        Value::Map(settings) => vec![settings.clone()],
        Value::OnceMailIsVerified(then, otherwise) => vec![either(then, otherwise)],
        Value::List(items) => items.iter().filter_map(body).collect(),
        _ => Vec::new(),
    };
    for (at, body) in bodies.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        if body.0.is_empty() {
            let _ = writeln!(out, "{pad}{name} {{}}");
            continue;
        }
        let _ = writeln!(out, "{pad}{name} {{");
        let mut inner = String::new();
        write_settings(&mut inner, body, indent + 2);
        out.push_str(inner.trim_start_matches('\n'));
        let _ = writeln!(out, "{pad}}}");
    }
}

fn body(item: &Value) -> Option<Settings> {
    match item {
        Value::Map(settings) => Some(settings.clone()),
        _ => None,
    }
}

/// Each argument of the first with what it is otherwise; an argument that is null counts as not there.
fn either(then: &Settings, otherwise: &Settings) -> Settings {
    let mut made = Settings::default();
    for setting in &then.0 {
        let other = otherwise.get(setting.name).map(|other| &other.value);
        let other = other.map_or("null".to_owned(), |other| expression(other, 0));
        let this = expression(&setting.value, 0);
        let text = if this == other {
            this
        } else {
            format!("var.mail_verified ? {this} : {other}")
        };
        made.set(setting.name, Value::Text(format!("{RAW}{text}")));
    }
    made
}

/// Marks a text that is an expression already. No setting can begin with it.
const RAW: char = '\u{0}';

/// What the provider has in another place.
fn as_terraform_has_it(setting: &Setting) -> Vec<Setting> {
    match (setting.name, &setting.value) {
        ("Policies", Value::Map(policies)) => policies.0.clone(),
        ("EnabledMfas", _) => {
            let mut enabled = Settings::default();
            enabled.set("Enabled", true);
            vec![Setting {
                name: "SoftwareTokenMfaConfiguration",
                value: Value::Map(enabled),
                comment: setting.comment,
            }]
        }
        ("WebAuthnRelyingPartyID", relying_party) => {
            let mut config = Settings::default();
            config.set("RelyingPartyId", relying_party.clone());
            config.set("UserVerification", "preferred");
            vec![Setting {
                name: "WebAuthnConfiguration",
                value: Value::Map(config),
                comment: setting.comment,
            }]
        }
        // Within the block above.
        ("WebAuthnUserVerification", _) => Vec::new(),
        ("CustomDomainConfig", Value::Map(config)) => config.0.clone(),
        _ => vec![setting.clone()],
    }
}

fn is_block(value: &Value) -> bool {
    match value {
        Value::Map(_) | Value::OnceMailIsVerified(..) => true,
        Value::List(items) => items.iter().any(|item| matches!(item, Value::Map(_))),
        _ => false,
    }
}

fn expression(value: &Value, indent: usize) -> String {
    match value {
        Value::Flag(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::Text(text) => text
            .strip_prefix(RAW)
            .map_or_else(|| quoted(text), ToOwned::to_owned),
        Value::Reference(reference) => by_reference(*reference).to_owned(),
        Value::List(items) => list(items, indent),
        Value::Document(document) => quoted(&document.to_string()),
        Value::Map(_) | Value::OnceMailIsVerified(..) => String::new(),
    }
}

/// On one line if it fits, else one member a line.
fn list(items: &[Value], indent: usize) -> String {
    let texts: Vec<_> = items.iter().map(|item| expression(item, indent)).collect();
    let one_line = texts.join(", ");
    if one_line.len() <= 80 {
        return format!("[{one_line}]");
    }
    let pad = " ".repeat(indent);
    let lines: Vec<_> = texts.iter().map(|text| format!("{pad}  {text},\n")).collect();
    format!("[\n{}{pad}]", lines.concat())
}

/// Terraform's way to say it.
fn by_reference(reference: Reference) -> &'static str {
    match reference {
        Reference::PoolId => "aws_cognito_user_pool.pool.id",
        Reference::ClientId => "aws_cognito_user_pool_client.client.id",
        Reference::MailIdentityArn => "aws_sesv2_email_identity.mail.arn",
        Reference::SmsRoleArn => "aws_iam_role.sms.arn",
    }
}

/// A text in which nothing is taken for a template.
pub fn quoted(text: &str) -> String {
    let escaped = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n");
    format!("\"{}\"", escaped.replace("${", "$${").replace("%{", "%%{"))
}

/// `AllowedOAuthFlowsUserPoolClient` is `allowed_oauth_flows_user_pool_client`.
pub fn snake(name: &str) -> String {
    if let Some((_, renamed)) = RENAMED.iter().find(|(api, _)| *api == name) {
        return (*renamed).to_owned();
    }
    let name = name.replace("OAuth", "Oauth");
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_snake_case() {
        for (name, expected) in [
            (
                "AllowedOAuthFlowsUserPoolClient",
                "allowed_oauth_flows_user_pool_client",
            ),
            ("CallbackURLs", "callback_urls"),
            ("MinimumLength", "minimum_length"),
            ("From", "from_email_address"),
        ] {
            assert_eq!(snake(name), expected);
        }
    }

    #[test]
    fn texts_are_no_templates() {
        assert_eq!(quoted(r#"a"b\${c}%{d}"#), r#""a\"b\\$${c}%%{d}""#);
        assert_eq!(quoted("a\nb"), r#""a\nb""#);
    }
}
