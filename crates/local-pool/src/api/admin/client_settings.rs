//! `UserPoolClientType`, in and out.

use std::collections::BTreeSet;

use clock::Timestamp;
use serde_json::{Value, json};

use super::super::RequestInput;
use super::lifetimes;
use crate::attributes::standard::VERIFIED;
use crate::calendar::epoch_seconds;
use crate::exception::{Exception, ExceptionKind};
use crate::seed::{AUTH_FLOWS, DEFAULT_AUTH_FLOWS, OAUTH_FLOWS, SCOPES, url_problem};
use crate::state::{Client, ClientSecrets, Lifetimes, Rotation, UserPool};

/// Legacy names of flows, and the names of today.
/// What a client may be set to and nobody can sign in by here: a trigger, and a choice between password and passkey.
const UNSERVED_FLOWS: [&str; 2] = ["ALLOW_CUSTOM_AUTH", "ALLOW_USER_AUTH"];
const LEGACY_FLOWS: [(&str, &str); 2] = [
    ("ADMIN_NO_SRP_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"),
    ("USER_PASSWORD_AUTH", "ALLOW_USER_PASSWORD_AUTH"),
];

/// A client with every setting at its default.
pub(super) fn new_client(pool: &str, id: String, now: Timestamp) -> Client {
    Client {
        id,
        pool: pool.into(),
        name: String::new(),
        secrets: ClientSecrets::default(),
        callback_urls: Vec::new(),
        logout_urls: Vec::new(),
        default_redirect_uri: None,
        oauth_enabled: false,
        scopes: BTreeSet::new(),
        oauth_flows: BTreeSet::new(),
        auth_flows: DEFAULT_AUTH_FLOWS.iter().map(ToString::to_string).collect(),
        read_attributes: None,
        write_attributes: None,
        lifetimes: Lifetimes::default(),
        hide_unknown_users: false,
        token_revocation: true,
        require_pkce: false,
        rotation: None,
        created: now,
        modified: now,
    }
}

/// Takes over all settings that were sent.
pub(super) fn read_settings(
    pool: &UserPool,
    client: &mut Client,
    input: &mut RequestInput,
) -> Result<(), Exception> {
    client.oauth_enabled = input.flag("AllowedOAuthFlowsUserPoolClient")?.unwrap_or(false);
    client.oauth_flows = input
        .texts("AllowedOAuthFlows")?
        .unwrap_or_default()
        .into_iter()
        .collect();
    client.scopes = input
        .texts("AllowedOAuthScopes")?
        .unwrap_or_default()
        .into_iter()
        .collect();
    client.callback_urls = input.texts("CallbackURLs")?.unwrap_or_default();
    client.logout_urls = input.texts("LogoutURLs")?.unwrap_or_default();
    client.default_redirect_uri = input.text("DefaultRedirectURI")?;
    if let Some(flows) = input.texts("ExplicitAuthFlows")? {
        client.auth_flows = current_names(flows)?;
    }
    client.read_attributes = input.texts("ReadAttributes")?;
    client.write_attributes = input.texts("WriteAttributes")?;
    client.hide_unknown_users = match input.text("PreventUserExistenceErrors")?.as_deref() {
        None | Some("LEGACY") => false,
        Some("ENABLED") => true,
        Some(other) => return Err(Exception::invalid(format!("PreventUserExistenceErrors: {other}"))),
    };
    client.token_revocation = input.flag("EnableTokenRevocation")?.unwrap_or(true);
    client.rotation = read_rotation(input)?;
    client.lifetimes = lifetimes::read(input)?;
    refuse_others(input)?;
    check(pool, client)
}

/// The flows by the names they have had since the `ALLOW_` ones came. The older names still work, not beside the others
/// (API reference, `CreateUserPoolClient`, `ExplicitAuthFlows`), and with them SRP and refresh are always allowed.
fn current_names(flows: Vec<String>) -> Result<BTreeSet<String>, Exception> {
    let is_legacy = |flow: &String| LEGACY_FLOWS.iter().any(|(legacy, _)| legacy == flow);
    if !flows.iter().any(is_legacy) {
        return Ok(flows.into_iter().collect());
    }
    if flows.iter().any(|flow| flow.starts_with("ALLOW_")) {
        return Err(Exception::invalid(
            "ExplicitAuthFlows: legacy values cannot be used beside those that begin with ALLOW_",
        ));
    }
    let always = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"].map(String::from);
    let named = flows.into_iter().map(|flow| {
        let current = LEGACY_FLOWS.iter().find(|(legacy, _)| *legacy == flow);
        current.map_or(flow, |(_, current)| (*current).to_owned())
    });
    Ok(named.chain(always).collect())
}

/// Settings whose default is all this pool can do.
fn refuse_others(input: &mut RequestInput) -> Result<(), Exception> {
    let providers = input.texts("SupportedIdentityProviders")?.unwrap_or_default();
    if let Some(other) = providers.iter().find(|provider| *provider != "COGNITO") {
        return Err(Exception::invalid(format!(
            "local-pool has no identity provider {other}"
        )));
    }
    if input.flag("EnablePropagateAdditionalUserContextData")? == Some(true) {
        return Err(Exception::invalid(
            "local-pool does not implement EnablePropagateAdditionalUserContextData",
        ));
    }
    Ok(())
}

fn read_rotation(input: &mut RequestInput) -> Result<Option<Rotation>, Exception> {
    let Some(mut settings) = input.object("RefreshTokenRotation")? else {
        return Ok(None);
    };
    let feature = settings.required("Feature")?;
    let grace_seconds = settings.integer("RetryGracePeriodSeconds")?.unwrap_or(0);
    settings.finish()?;
    if !(0..=60).contains(&grace_seconds) {
        return Err(Exception::invalid("RetryGracePeriodSeconds must be 0 to 60"));
    }
    match feature.as_str() {
        "ENABLED" => Ok(Some(Rotation { grace_seconds })),
        "DISABLED" => Ok(None),
        other => Err(Exception::invalid(format!(
            "Feature {other} is not ENABLED or DISABLED"
        ))),
    }
}

fn check(pool: &UserPool, client: &Client) -> Result<(), Exception> {
    let own = |scope: &String| {
        let scope = scope
            .rsplit_once('/')
            .and_then(|(id, name)| Some((pool.resource_servers.get(id)?, name)));
        scope.is_some_and(|(server, name)| server.scopes.contains_key(name))
    };
    let unknown = client
        .scopes
        .iter()
        .find(|scope| !SCOPES.contains(&scope.as_str()) && !own(scope));
    if let Some(scope) = unknown {
        return Err(Exception::new(
            ExceptionKind::ScopeDoesNotExist,
            format!("Scope {scope} does not exist."),
        ));
    }
    if client.oauth_flows.contains("client_credentials") && client.oauth_flows.len() > 1 {
        let message = "client_credentials flow can not be selected along with code flow or implicit flow.";
        return Err(Exception::new(ExceptionKind::InvalidOAuthFlow, message));
    }
    check_urls(client)?;
    let flow_unknown = |flow: &&String| !OAUTH_FLOWS.contains(&flow.as_str());
    if let Some(flow) = client.oauth_flows.iter().find(flow_unknown) {
        return Err(Exception::invalid(format!("AllowedOAuthFlows: {flow}")));
    }
    let known =
        |flow: &&String| AUTH_FLOWS.contains(&flow.as_str()) || UNSERVED_FLOWS.contains(&flow.as_str());
    if let Some(flow) = client.auth_flows.iter().find(|flow| !known(flow)) {
        return Err(Exception::invalid(format!(
            "local-pool does not implement the flow {flow}"
        )));
    }
    check_lists(pool, client)?;
    if client.rotation.is_some() && client.allows_auth("ALLOW_REFRESH_TOKEN_AUTH") {
        let message = "ALLOW_REFRESH_TOKEN_AUTH cannot be used with refresh token rotation.";
        return Err(Exception::invalid(message));
    }
    Ok(())
}

fn check_urls(client: &Client) -> Result<(), Exception> {
    for urls in [&client.callback_urls, &client.logout_urls] {
        if urls.len() > 100 {
            return Err(Exception::invalid(
                "A client has at most 100 callback and 100 logout URLs",
            ));
        }
        for url in urls {
            if let Some(problem) = url_problem(url) {
                return Err(Exception::invalid(format!("{url}: {problem}")));
            }
        }
    }
    match &client.default_redirect_uri {
        Some(url) if !client.callback_urls.contains(url) => Err(Exception::invalid(format!(
            "DefaultRedirectURI {url} must be in CallbackURLs"
        ))),
        _ => Ok(()),
    }
}

/// The schema must know what is listed, what only the service writes is not writable, and what is required must be
/// writable (developer guide, "Attribute permissions and scopes").
fn check_lists(pool: &UserPool, client: &Client) -> Result<(), Exception> {
    let unknown = |name: &&String| pool.schema.get(name).is_none();
    if let Some(name) = client.read_attributes.iter().flatten().find(unknown) {
        return Err(Exception::invalid(format!(
            "Invalid read attributes specified while creating a client: {name}"
        )));
    }
    // An empty list is none: everything may be written, what is required too.
    let Some(write) = client.write_attributes.as_ref().filter(|list| !list.is_empty()) else {
        return Ok(());
    };
    let never = |name: &&String| unknown(name) || *name == "sub" || VERIFIED.contains(&name.as_str());
    let missing = |name: &&String| !write.contains(name);
    let mut required = pool.schema.required().map(|rule| &rule.name);
    match write.iter().find(never).or_else(|| required.find(missing)) {
        None => Ok(()),
        Some(name) => Err(Exception::invalid(format!(
            "Invalid write attributes specified while creating a client: {name}"
        ))),
    }
}

/// Out. Lists of attributes that were never set are left out.
pub(super) fn client_type(client: &Client) -> Value {
    let rotation = match client.rotation {
        None => json!({ "Feature": "DISABLED" }),
        Some(rotation) => json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": rotation.grace_seconds }),
    };
    let mut value = json!({
        "UserPoolId": client.pool,
        "ClientName": client.name,
        "ClientId": client.id,
        "CreationDate": epoch_seconds(client.created),
        "LastModifiedDate": epoch_seconds(client.modified),
        "ExplicitAuthFlows": client.auth_flows,
        "SupportedIdentityProviders": ["COGNITO"],
        "CallbackURLs": client.callback_urls,
        "LogoutURLs": client.logout_urls,
        "AllowedOAuthFlows": client.oauth_flows,
        "AllowedOAuthScopes": client.scopes,
        "AllowedOAuthFlowsUserPoolClient": client.oauth_enabled,
        "PreventUserExistenceErrors": if client.hide_unknown_users { "ENABLED" } else { "LEGACY" },
        "EnableTokenRevocation": client.token_revocation,
        "EnablePropagateAdditionalUserContextData": false,
        "RefreshTokenRotation": rotation,
    });
    lifetimes::write(&client.lifetimes, &mut value);
    for (name, list) in [
        ("ReadAttributes", &client.read_attributes),
        ("WriteAttributes", &client.write_attributes),
    ] {
        if let Some(list) = list {
            value[name] = json!(list);
        }
    }
    for (name, text) in [
        ("ClientSecret", client.secrets.first()),
        ("DefaultRedirectURI", client.default_redirect_uri.as_deref()),
    ] {
        if let Some(text) = text {
            value[name] = text.into();
        }
    }
    value
}
