//! What can be wrong with an app client of a seed.

use url::Url;

use super::check::{Problems, only};
use super::{ClientSeed, PoolSeed};
use crate::attributes::Schema;

pub(crate) const OAUTH_FLOWS: [&str; 3] = ["code", "implicit", "client_credentials"];
/// Flows that this pool can serve; Cognito knows more.
pub(crate) const AUTH_FLOWS: [&str; 4] = [
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
];
pub(crate) const SCOPES: [&str; 5] = [
    "openid",
    "email",
    "phone",
    "profile",
    "aws.cognito.signin.user.admin",
];

/// What ids and secrets of clients consist of (API reference, `UserPoolClientType`).
fn is_word(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '+')
}

/// Whether a secret can be one.
pub(crate) fn is_secret(text: &str) -> bool {
    (24..=64).contains(&text.len()) && is_word(text)
}

pub(super) fn check_client(pool: &PoolSeed, client: &ClientSeed, schema: &Schema, out: &mut Problems) {
    let at = format!("client {}", client.id);
    if client.id.is_empty() || client.id.len() > 128 || !is_word(&client.id) {
        out.push(format!(
            "{at}: the id must be 1 to 128 letters, digits, `_` or `+`"
        ));
    }
    let secrets = || client.secret.iter().chain(&client.second_secret);
    if secrets().any(|secret| !is_secret(secret)) {
        out.push(format!(
            "{at}: the secret must be 24 to 64 letters, digits, `_` or `+`"
        ));
    }
    if client.secret.is_none() && client.second_secret.is_some() {
        out.push(format!("{at}: there is a second_secret and no secret"));
    }
    for url in client.callback_urls.iter().chain(&client.logout_urls) {
        if let Some(problem) = url_problem(url) {
            out.push(format!("{at}: {url}: {problem}"));
        }
    }
    if client
        .default_redirect_uri
        .as_ref()
        .is_some_and(|url| !client.callback_urls.contains(url))
    {
        out.push(format!("{at}: default_redirect_uri is not among callback_urls"));
    }
    only(&at, "flows", &client.flows, &OAUTH_FLOWS, out);
    only(
        &at,
        "explicit_auth_flows",
        client.explicit_auth_flows.as_deref().unwrap_or_default(),
        &AUTH_FLOWS,
        out,
    );
    let own = pool
        .resource_servers
        .iter()
        .flat_map(|(id, server)| server.scopes.keys().map(move |scope| format!("{id}/{scope}")));
    let known: Vec<String> = SCOPES.iter().map(ToString::to_string).chain(own).collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    only(&at, "scopes", &client.scopes, &known, out);
    check_client_numbers(&at, client, out);
    check_client_attributes(&at, client, schema, out);
}

fn check_client_numbers(at: &str, client: &ClientSeed, out: &mut Problems) {
    let day = 86_400;
    for (name, value, min, max) in [
        ("access_token_seconds", client.access_token_seconds, 300, day),
        ("id_token_seconds", client.id_token_seconds, 300, day),
        (
            "refresh_token_seconds",
            client.refresh_token_seconds,
            3600,
            3650 * day,
        ),
        ("auth_session_seconds", client.auth_session_seconds, 180, 900),
        (
            "refresh_token_rotation.grace_seconds",
            client.refresh_token_rotation.map(|r| r.grace_seconds),
            0,
            60,
        ),
    ] {
        if value.is_some_and(|value| !(min..=max).contains(&value)) {
            out.push(format!("{at}: {name} must be {min} to {max}"));
        }
    }
    let refresh_by_api = client
        .explicit_auth_flows
        .iter()
        .flatten()
        .any(|flow| flow == "ALLOW_REFRESH_TOKEN_AUTH");
    if client.refresh_token_rotation.is_some() && refresh_by_api {
        out.push(format!(
            "{at}: ALLOW_REFRESH_TOKEN_AUTH and refresh_token_rotation exclude each other"
        ));
    }
}

fn check_client_attributes(at: &str, client: &ClientSeed, schema: &Schema, out: &mut Problems) {
    for (list, names) in [
        ("read", &client.read_attributes),
        ("write", &client.write_attributes),
    ] {
        for name in names.iter().flatten() {
            if schema.get(name).is_none() {
                out.push(format!("{at}: {list}_attributes: `{name}` is not in the schema"));
            }
        }
    }
    let Some(write) = client.write_attributes.as_ref().filter(|list| !list.is_empty()) else {
        return;
    };
    for name in write
        .iter()
        .filter(|name| name.ends_with("_verified") || *name == "sub")
    {
        out.push(format!(
            "{at}: write_attributes: `{name}` is written by nobody but the service"
        ));
    }
    for rule in schema.required().filter(|rule| !write.contains(&rule.name)) {
        out.push(format!(
            "{at}: write_attributes must hold the required attribute `{}`",
            rule.name
        ));
    }
}

/// What is wrong with a callback or sign-out URL: absolute, no fragment, https, or http on loopback, or an app scheme.
pub(crate) fn url_problem(text: &str) -> Option<&'static str> {
    let Ok(url) = Url::parse(text) else {
        return Some("not an absolute URL");
    };
    let runs = ["javascript", "data", "vbscript"].contains(&url.scheme());
    let loopback = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    if runs {
        Some("a script is no address")
    } else if url.fragment().is_some() {
        Some("a fragment is not allowed")
    } else if url.scheme() == "http" && !loopback {
        Some("http is for localhost only")
    } else if text.len() > 1024 {
        Some("longer than 1024 characters")
    } else {
        None
    }
}
