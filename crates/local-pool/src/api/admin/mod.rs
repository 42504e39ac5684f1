//! Actions that need AWS credentials: users, groups, pools, clients.

pub(super) mod branding;
pub(super) mod client_secrets;
mod client_settings;
pub(super) mod clients;
pub(super) mod create_pool;
pub(super) mod create_user;
pub(super) mod domains;
pub(super) mod groups;
pub(super) mod initiate_auth;
mod lifetimes;
pub(super) mod list_users;
mod messages;
pub(super) mod mfa_config;
mod page_token;
pub(super) mod pools;
mod recovery;
mod schema;
mod senders;
pub(super) mod users;

use serde_json::{Value, json};

use super::RequestInput;
use super::attributes::attribute_list;
use crate::calendar::epoch_seconds;
use crate::exception::Exception;
use crate::service::Service;
use crate::state::{Client, User, UserPool};

/// The pool of `UserPoolId`.
fn pool(service: &Service, input: &mut RequestInput) -> Result<UserPool, Exception> {
    let id = input.required("UserPoolId")?;
    service.state().pool(&id).cloned()
}

/// The user of `UserPoolId` and `Username`.
fn user(service: &Service, input: &mut RequestInput) -> Result<User, Exception> {
    let pool = pool(service, input)?;
    let name = input.required("Username")?;
    service
        .state()
        .users
        .find(&pool.id, &name)
        .cloned()
        .ok_or_else(Exception::no_user)
}

/// The client of `UserPoolId` and `ClientId`.
fn client(service: &Service, input: &mut RequestInput) -> Result<Client, Exception> {
    let pool = pool(service, input)?;
    let id = input.required("ClientId")?;
    let state = service.state();
    let client = state.client(&id)?;
    if client.pool == pool.id {
        return Ok(client.clone());
    }
    let message = format!("User pool client {id} does not exist.");
    Err(Exception::new(
        crate::exception::ExceptionKind::ResourceNotFound,
        message,
    ))
}

/// `MaxResults`
/// How many entries a page has where the member is called `Limit`: none or 0 means as many as there may be.
fn page_limit(wanted: Option<i64>) -> Result<usize, Exception> {
    match wanted {
        None | Some(0) => Ok(60),
        Some(wanted) => page_size(wanted).map_err(|_| Exception::invalid("Limit must be 0 to 60")),
    }
}

fn page_size(wanted: i64) -> Result<usize, Exception> {
    let wanted = usize::try_from(wanted).ok();
    let allowed = wanted.filter(|wanted| (1..=60).contains(wanted));
    allowed.ok_or_else(|| Exception::invalid("MaxResults must be 1 to 60"))
}

/// `UserType`; the list of attributes has another name in `AdminGetUser`.
fn user_type(user: &User, attributes_member: &str) -> Value {
    let sub = ("sub".to_owned(), user.sub.clone());
    let rest = user
        .attributes
        .iter()
        .map(|(name, value)| (name.clone(), value.clone()));
    json!({
        "Username": user.username,
        attributes_member: attribute_list(std::iter::once(sub).chain(rest)),
        "UserCreateDate": epoch_seconds(user.created),
        "UserLastModifiedDate": epoch_seconds(user.modified),
        "Enabled": user.enabled,
        "UserStatus": user.status.name(),
    })
}
