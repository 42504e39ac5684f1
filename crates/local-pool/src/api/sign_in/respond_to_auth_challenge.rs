//! `RespondToAuthChallenge`

use serde_json::Value;

use super::outcome::{after_new_password, challenge_name, put_back, take_session, user_of};
use super::parameters::Parameters;
use crate::accounts::sign_in::check_account;
use crate::accounts::{credentials, factors, profile};
use crate::api::attributes::client;
use crate::api::secret_hash;
use crate::api::{ActionResult, RequestInput};
use crate::exception::Exception;
use crate::service::Service;
use crate::state::{Challenge, ChallengeStep, Client};

pub(in crate::api) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    by_client(service, &client, input)
}

/// Also for `AdminRespondToAuthChallenge`. Responses that the challenge does not ask for are ignored: widely used
/// clients send those of an earlier challenge along.
pub(in crate::api) fn by_client(service: &Service, client: &Client, mut input: RequestInput) -> ActionResult {
    let (name, session) = (input.required("ChallengeName")?, input.text("Session")?);
    let parameters = Parameters::new(input.strings("ChallengeResponses")?.unwrap_or_default());
    input.finish()?;
    respond(service, client, &name, session.as_deref(), parameters).map(Some)
}

fn respond(
    service: &Service,
    client: &Client,
    name: &str,
    session: Option<&str>,
    mut parameters: Parameters,
) -> Result<Value, Exception> {
    let username = parameters.required("USERNAME")?;
    let hash = parameters.text("SECRET_HASH");
    secret_hash::check(client, &[&username], hash.as_deref())?;
    if name == "PASSWORD_VERIFIER" {
        return super::srp::finish(service, client, parameters);
    }
    let session = session.ok_or_else(|| Exception::invalid("Missing required parameter Session"))?;
    let challenge = take_session(service, client, session)?;
    let answer = take_step(service, client, name, &challenge, parameters);
    if answer.is_err() {
        put_back(service, session, challenge);
    }
    answer
}

fn take_step(
    service: &Service,
    client: &Client,
    name: &str,
    challenge: &Challenge,
    parameters: Parameters,
) -> Result<Value, Exception> {
    if name != challenge_name(&challenge.step) {
        return Err(Exception::not_authorized("Invalid session for the user."));
    }
    match &challenge.step {
        ChallengeStep::Srp { .. } => Err(Exception::not_authorized("Invalid session for the user.")),
        ChallengeStep::NewPassword => choose_password(service, client, challenge, parameters),
        ChallengeStep::Totp => enter_code(service, client, challenge, parameters),
        ChallengeStep::TotpSetup { done } => finish_setup(service, client, challenge, *done),
    }
}

fn choose_password(
    service: &Service,
    client: &Client,
    challenge: &Challenge,
    mut parameters: Parameters,
) -> Result<Value, Exception> {
    let password = parameters.required("NEW_PASSWORD")?;
    let given = parameters.user_attributes();
    let user = user_of(service, challenge)?;
    let required = |name: &str| {
        user.attribute(name)
            .or(given.get(name).map(String::as_str))
            .is_some()
    };
    let missing = {
        let state = service.state();
        let pool = state.pool(&client.pool)?;
        pool.password_policy.check(&password)?;
        pool.schema
            .required()
            .map(|rule| rule.name.clone())
            .find(|name| !required(name))
    };
    if let Some(name) = missing {
        return Err(Exception::invalid(format!(
            "Invalid attributes given, {name} is missing"
        )));
    }
    if !given.is_empty() {
        profile::update_own(service, client, &user, given)?;
    }
    credentials::replace(service, &user.pool, &user.sub, &password)?;
    after_new_password(
        service,
        client,
        &check_account(user_of(service, challenge)?, service.now())?,
    )
}

fn enter_code(
    service: &Service,
    client: &Client,
    challenge: &Challenge,
    mut parameters: Parameters,
) -> Result<Value, Exception> {
    let code = parameters.required("SOFTWARE_TOKEN_MFA_CODE")?;
    let user = user_of(service, challenge)?;
    factors::check(service, &user, &code)?;
    super::outcome::finish(service, client, user)
}

fn finish_setup(
    service: &Service,
    client: &Client,
    challenge: &Challenge,
    done: bool,
) -> Result<Value, Exception> {
    if !done {
        return Err(Exception::not_authorized(
            "Software token has not been verified in this session.",
        ));
    }
    super::outcome::finish(service, client, user_of(service, challenge)?)
}
