//! `InitiateAuth`

use serde_json::{Value, json};

use super::outcome::{after_password, authentication_result};
use super::parameters::Parameters;
use crate::accounts::sign_in::check_password;
use crate::api::attributes::client;
use crate::api::secret_hash;
use crate::api::{ActionResult, RequestInput};
use crate::exception::{Exception, ExceptionKind};
use crate::service::Service;
use crate::state::{Client, User};
use crate::tokens::refresh::{self, Refused};

pub(in crate::api) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    let (flow, parameters) = read(input)?;
    let answer = match flow.as_str() {
        "USER_PASSWORD_AUTH" => by_password(service, &client, parameters, "ALLOW_USER_PASSWORD_AUTH")?,
        "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" => {
            return Err(Exception::invalid("Initiate Auth method not supported."));
        }
        other => by_common_flow(service, &client, parameters, other)?,
    };
    Ok(Some(answer))
}

/// `AdminInitiateAuth`
pub(in crate::api) fn by_administrator(
    service: &Service,
    client: &Client,
    input: RequestInput,
) -> ActionResult {
    let (flow, parameters) = read(input)?;
    let answer = match flow.as_str() {
        "ADMIN_USER_PASSWORD_AUTH" | "ADMIN_NO_SRP_AUTH" => {
            by_password(service, client, parameters, "ALLOW_ADMIN_USER_PASSWORD_AUTH")?
        }
        other => by_common_flow(service, client, parameters, other)?,
    };
    Ok(Some(answer))
}

fn read(mut input: RequestInput) -> Result<(String, Parameters), Exception> {
    let flow = input.required("AuthFlow")?;
    let parameters = Parameters::new(input.strings("AuthParameters")?.unwrap_or_default());
    input.finish()?;
    Ok((flow, parameters))
}

fn by_common_flow(
    service: &Service,
    client: &Client,
    parameters: Parameters,
    flow: &str,
) -> Result<Value, Exception> {
    match flow {
        "USER_SRP_AUTH" => super::srp::begin(service, client, parameters),
        "REFRESH_TOKEN_AUTH" | "REFRESH_TOKEN" => by_refresh_token(service, client, parameters),
        other => Err(Exception::invalid(format!(
            "local-pool does not implement the flow {other}"
        ))),
    }
}

/// The flow must be among the client's `ExplicitAuthFlows`.
pub(super) fn check_flow(client: &Client, needed: &str) -> Result<(), Exception> {
    if client.allows_auth(needed) {
        return Ok(());
    }
    let flow = needed.trim_start_matches("ALLOW_");
    Err(Exception::invalid(format!(
        "{flow} flow not enabled for this client"
    )))
}

fn by_password(
    service: &Service,
    client: &Client,
    mut parameters: Parameters,
    allowed_by: &str,
) -> Result<Value, Exception> {
    check_flow(client, allowed_by)?;
    let username = parameters.required("USERNAME")?;
    let password = parameters.required("PASSWORD")?;
    let hash = parameters.text("SECRET_HASH");
    parameters.finish()?;
    secret_hash::check(client, &[&username], hash.as_deref())?;
    let user = check_password(service, client, &username, &password)?;
    after_password(service, client, &user)
}

fn by_refresh_token(
    service: &Service,
    client: &Client,
    mut parameters: Parameters,
) -> Result<Value, Exception> {
    let token = parameters.required("REFRESH_TOKEN")?;
    let hash = parameters.text("SECRET_HASH");
    parameters.finish()?;
    let owner = owner_of(service, &token);
    let names: Vec<&str> = owner
        .iter()
        .flat_map(|user| [user.username.as_str(), user.sub.as_str()])
        .collect();
    secret_hash::check(client, &names, hash.as_deref())?;
    if client.rotation.is_some() {
        return Err(Exception::not_authorized("Invalid Refresh Token"));
    }
    check_flow(client, "ALLOW_REFRESH_TOKEN_AUTH")?;
    let tokens = refresh::refresh(service, client, &token).map_err(refusal)?;
    Ok(json!({ "AuthenticationResult": authentication_result(tokens), "ChallengeParameters": {} }))
}

/// Whose refresh token it is: the secret hash is made with the user's name.
fn owner_of(service: &Service, token: &str) -> Option<User> {
    let state = service.state();
    let row = state
        .refresh_tokens
        .get(&crate::tokens::issue::token_key(token))?;
    let grant = state.grants.get(&row.origin_jti)?;
    state.users.get(&grant.pool, &grant.sub).cloned()
}

/// What the JSON API says about a refresh token that does not work.
pub(super) fn refusal(refused: Refused) -> Exception {
    match refused {
        Refused::Invalid => Exception::not_authorized("Invalid Refresh Token"),
        Refused::Revoked => Exception::not_authorized("Refresh Token has been revoked"),
        Refused::Expired => Exception::not_authorized("Refresh Token has expired"),
        Refused::Reused => Exception::new(ExceptionKind::RefreshTokenReuse, "Refresh token reuse detected"),
        Refused::UserGone => Exception::no_user(),
        Refused::UserDisabled => Exception::not_authorized("User is disabled."),
    }
}
