//! Secrets of an app client that take turns: `AddUserPoolClientSecret`, `ListUserPoolClientSecrets`,
//! `DeleteUserPoolClientSecret`.

use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::client;
use crate::calendar::epoch_seconds;
use crate::exception::{Exception, ExceptionKind};
use crate::random;
use crate::seed::is_secret;
use crate::service::Service;
use crate::state::{ClientSecret, MOST_SECRETS};

/// As Cognito generates them.
pub(super) fn new_secret() -> String {
    random::lower_alnum(51)
}

/// `AddUserPoolClientSecret`: shows the secret if the pool made it.
pub(in crate::api) fn add(service: &Service, mut input: RequestInput) -> ActionResult {
    let mut client = client(service, &mut input)?;
    let chosen = input.text("ClientSecret")?;
    input.finish()?;
    if chosen.as_deref().is_some_and(|secret| !is_secret(secret)) {
        return Err(Exception::invalid(
            "ClientSecret must be 24 to 64 letters, digits, `_` or `+`",
        ));
    }
    if client.secrets.is_empty() {
        return Err(Exception::invalid("The app client has no client secret."));
    }
    if client.secrets.iter().count() >= MOST_SECRETS {
        let message = format!("An app client can have {MOST_SECRETS} client secrets.");
        return Err(Exception::new(ExceptionKind::LimitExceeded, message));
    }
    let value = chosen.clone().unwrap_or_else(new_secret);
    let added = client.secrets.add(&client.id, value, service.now());
    service.state().clients.put(client.id.clone(), client);
    let mut descriptor = describe(&added);
    if chosen.is_none() {
        descriptor["ClientSecretValue"] = added.value.into();
    }
    Ok(Some(json!({ "ClientSecretDescriptor": descriptor })))
}

/// `ListUserPoolClientSecrets`: all of them on one page, without their values.
pub(in crate::api) fn list(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    input.finish()?;
    let secrets: Vec<Value> = client.secrets.iter().map(describe).collect();
    Ok(Some(json!({ "ClientSecrets": secrets })))
}

/// `DeleteUserPoolClientSecret`
pub(in crate::api) fn delete(service: &Service, mut input: RequestInput) -> ActionResult {
    let mut client = client(service, &mut input)?;
    let id = input.required("ClientSecretId")?;
    input.finish()?;
    if !client.secrets.iter().any(|secret| secret.id == id) {
        let message = format!("Client secret {id} does not exist.");
        return Err(Exception::new(ExceptionKind::ResourceNotFound, message));
    }
    if client.secrets.iter().count() == 1 {
        return Err(Exception::invalid(
            "The last client secret of an app client cannot be deleted.",
        ));
    }
    client.secrets.remove(&id);
    service.state().clients.put(client.id.clone(), client);
    Ok(Some(json!({})))
}

fn describe(secret: &ClientSecret) -> Value {
    json!({ "ClientSecretId": secret.id, "ClientSecretCreateDate": epoch_seconds(secret.created) })
}
