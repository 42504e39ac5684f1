//! App clients: `DescribeUserPoolClient`, `ListUserPoolClients`, `CreateUserPoolClient` and their like.

use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::client_secrets::new_secret;
use super::client_settings::{client_type, new_client, read_settings};
use super::{client, page_size, pool};
use crate::attributes::rights::warn_of_open_lists;
use crate::random;
use crate::service::Service;
use crate::state::{Client, ClientSecrets};

/// `DescribeUserPoolClient`
pub(in crate::api) fn describe(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    input.finish()?;
    Ok(Some(json!({ "UserPoolClient": client_type(&client) })))
}

/// `ListUserPoolClients`
pub(in crate::api) fn list(service: &Service, mut input: RequestInput) -> ActionResult {
    let pool = pool(service, &mut input)?;
    let limit = page_size(input.integer("MaxResults")?.unwrap_or(60))?;
    let after = input.text("NextToken")?.unwrap_or_default();
    input.finish()?;
    let state = service.state();
    let here = |client: &&Client| client.pool == pool.id && client.id > after;
    let mut clients: Vec<&Client> = state.clients.values().filter(here).collect();
    clients.sort_by(|a, b| a.id.cmp(&b.id));
    let more = clients.len() > limit;
    clients.truncate(limit);
    let entry =
        |client: &&Client| json!({ "ClientId": client.id, "UserPoolId": pool.id, "ClientName": client.name });
    let entries: Vec<Value> = clients.iter().map(entry).collect();
    let mut answer = json!({ "UserPoolClients": entries });
    if let (true, Some(last)) = (more, clients.last()) {
        answer["NextToken"] = last.id.clone().into();
    }
    Ok(Some(answer))
}

/// `CreateUserPoolClient`
pub(in crate::api) fn create(service: &Service, mut input: RequestInput) -> ActionResult {
    let pool = pool(service, &mut input)?;
    let name = input.required("ClientName")?;
    let generate = input.flag("GenerateSecret")?.unwrap_or(false);
    let chosen = input.text("ClientSecret")?;
    let mut client = new_client(&pool.id, random::lower_alnum(26), service.now());
    client.name = name;
    let secret = chosen.or_else(|| generate.then(new_secret));
    client.secrets = ClientSecrets::new(&client.id, secret, service.now());
    read_settings(&pool, &mut client, &mut input)?;
    input.finish()?;
    warn_of_open_lists(&client);
    let answer = json!({ "UserPoolClient": client_type(&client) });
    service.state().clients.put(client.id.clone(), client);
    Ok(Some(answer))
}

/// `UpdateUserPoolClient`: what is left out goes back to its default.
pub(in crate::api) fn update(service: &Service, mut input: RequestInput) -> ActionResult {
    let old = client(service, &mut input)?;
    let pool = service.state().pool(&old.pool)?.clone();
    let mut client = new_client(&old.pool, old.id, service.now());
    client.name = input.text("ClientName")?.unwrap_or(old.name);
    client.secrets = old.secrets;
    client.created = old.created;
    client.require_pkce = old.require_pkce;
    read_settings(&pool, &mut client, &mut input)?;
    input.finish()?;
    warn_of_open_lists(&client);
    let answer = json!({ "UserPoolClient": client_type(&client) });
    service.state().clients.put(client.id.clone(), client);
    Ok(Some(answer))
}

/// `DeleteUserPoolClient`: answers with an empty body.
pub(in crate::api) fn delete(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    input.finish()?;
    service.state().clients.remove(&client.id);
    Ok(None)
}
