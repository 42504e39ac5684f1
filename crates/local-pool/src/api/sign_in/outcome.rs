//! What comes after a right password: tokens, or the next challenge.

use clock::Timestamp;
use serde_json::{Value, json};

use crate::accounts::factors::SecondFactor;
use crate::exception::Exception;
use crate::random;
use crate::service::Service;
use crate::state::{Challenge, ChallengeStep, Client, ServiceState, User, UserStatus};
use crate::tokens::{SignIn, Tokens, issue};

/// After the password: a new password, a second factor, or the tokens.
pub(super) fn after_password(service: &Service, client: &Client, user: &User) -> Result<Value, Exception> {
    if user.status == UserStatus::ForceChangePassword {
        return Ok(new_password(service, client, user));
    }
    after_new_password(service, client, user)
}

/// After that: a second factor, or the tokens.
pub(super) fn after_new_password(
    service: &Service,
    client: &Client,
    user: &User,
) -> Result<Value, Exception> {
    let mfa = service.state().pool(&client.pool)?.mfa;
    match SecondFactor::of(mfa, user) {
        SecondFactor::None => Ok(tokens(service, client, user)),
        SecondFactor::Code => {
            let parameters = json!({ "USER_ID_FOR_SRP": user.username });
            Ok(challenge(service, client, user, ChallengeStep::Totp, &parameters))
        }
        SecondFactor::SetUp => {
            let parameters =
                json!({ "MFAS_CAN_SETUP": "[\"SOFTWARE_TOKEN_MFA\"]", "USER_ID_FOR_SRP": user.username });
            Ok(challenge(
                service,
                client,
                user,
                ChallengeStep::TotpSetup { done: false },
                &parameters,
            ))
        }
    }
}

fn new_password(service: &Service, client: &Client, user: &User) -> Value {
    let (required, given) = {
        let state = service.state();
        let pool = state.pools.get(&client.pool);
        let missing = pool.into_iter().flat_map(|pool| pool.schema.required());
        let missing = missing.filter(|rule| user.attribute(&rule.name).is_none());
        (
            missing
                .map(|rule| format!("userAttributes.{}", rule.name))
                .collect::<Vec<_>>(),
            &user.attributes,
        )
    };
    let parameters = json!({
        "USER_ID_FOR_SRP": user.username,
        "requiredAttributes": json!(required).to_string(),
        "userAttributes": json!(given).to_string(),
    });
    challenge(service, client, user, ChallengeStep::NewPassword, &parameters)
}

/// The name of a challenge on the wire.
pub(super) fn challenge_name(step: &ChallengeStep) -> &'static str {
    match step {
        ChallengeStep::Srp { .. } => "PASSWORD_VERIFIER",
        ChallengeStep::NewPassword => "NEW_PASSWORD_REQUIRED",
        ChallengeStep::Totp => "SOFTWARE_TOKEN_MFA",
        ChallengeStep::TotpSetup { .. } => "MFA_SETUP",
    }
}

fn challenge(
    service: &Service,
    client: &Client,
    user: &User,
    step: ChallengeStep,
    parameters: &Value,
) -> Value {
    let name = challenge_name(&step);
    let session = open_session(service, client, Some(&user.sub), step);
    json!({ "ChallengeName": name, "Session": session, "ChallengeParameters": parameters })
}

/// Remembers a challenge and gives the `Session` that stands for it.
pub(super) fn open_session(
    service: &Service,
    client: &Client,
    sub: Option<&str>,
    step: ChallengeStep,
) -> String {
    let session = random::base64url::<96>();
    open_session_as(service, client, sub, step, session.clone());
    session
}

/// Remembers a challenge under a key of the caller's choice.
pub(super) fn open_session_as(
    service: &Service,
    client: &Client,
    sub: Option<&str>,
    step: ChallengeStep,
    session: String,
) {
    let now = service.now();
    let row = Challenge {
        pool: client.pool.clone(),
        client: client.id.clone(),
        sub: sub.map(str::to_owned),
        step,
        until: now.plus_seconds(client.lifetimes.session),
    };
    service.state().challenges.put_and_sweep(session, row, now);
}

/// The challenge behind a `Session`, if it is alive. It stays until [`close_session`].
pub(super) fn read_session(service: &Service, session: &str) -> Result<Challenge, Exception> {
    find_session(&service.state(), None, session, service.now())
}

fn find_session(
    state: &ServiceState,
    client: Option<&Client>,
    session: &str,
    now: Timestamp,
) -> Result<Challenge, Exception> {
    let of_client = |row: &&Challenge| client.is_none_or(|client| row.client == client.id);
    match state.challenges.get(session).filter(of_client) {
        Some(row) if now < row.until => Ok(row.clone()),
        Some(_) => Err(Exception::not_authorized(
            "Invalid session for the user, session is expired.",
        )),
        None => Err(Exception::not_authorized("Invalid session for the user.")),
    }
}

/// As [`read_session`], and removes it: a session works once, also when two requests race.
pub(super) fn take_session(
    service: &Service,
    client: &Client,
    session: &str,
) -> Result<Challenge, Exception> {
    let mut state = service.state();
    let challenge = find_session(&state, Some(client), session, service.now())?;
    state.challenges.remove(session);
    Ok(challenge)
}

/// Gives back what [`take_session`] took: a wrong answer may be corrected.
pub(super) fn put_back(service: &Service, session: &str, challenge: Challenge) {
    service.state().challenges.put(session.to_owned(), challenge);
}

/// A session works once.
pub(super) fn close_session(service: &Service, session: &str) {
    service.state().challenges.remove(session);
}

/// The user a challenge is about.
pub(super) fn user_of(service: &Service, challenge: &Challenge) -> Result<User, Exception> {
    let state = service.state();
    let sub = challenge.sub.as_deref().unwrap_or_default();
    state.user(&challenge.pool, sub).cloned()
}

/// The user who is setting up an authenticator app in this session.
pub(super) fn user_setting_up(service: &Service, session: &str) -> Result<User, Exception> {
    let challenge = read_session(service, session)?;
    if !matches!(challenge.step, ChallengeStep::TotpSetup { .. }) {
        return Err(Exception::not_authorized("Invalid session for the user."));
    }
    user_of(service, &challenge)
}

/// The session that takes the place of this one in setting up an authenticator app.
pub(super) fn go_on_setting_up(service: &Service, session: &str, done: bool) -> Result<String, Exception> {
    let challenge = read_session(service, session)?;
    let client = service.state().client(&challenge.client)?.clone();
    close_session(service, session);
    let step = ChallengeStep::TotpSetup { done };
    Ok(open_session(service, &client, challenge.sub.as_deref(), step))
}

fn tokens(service: &Service, client: &Client, user: &User) -> Value {
    let tokens = issue(service, client, user, SignIn::by_api(service.now()));
    json!({ "AuthenticationResult": authentication_result(tokens), "ChallengeParameters": {} })
}

/// `AuthenticationResultType`
pub(super) fn authentication_result(tokens: Tokens) -> Value {
    let mut result =
        json!({ "AccessToken": tokens.access_token, "ExpiresIn": tokens.expires_in, "TokenType": "Bearer" });
    if let Some(id_token) = tokens.id_token {
        result["IdToken"] = id_token.into();
    }
    if let Some(refresh_token) = tokens.refresh_token {
        result["RefreshToken"] = refresh_token.into();
    }
    result
}

/// The end of a sign-in whose challenges are all answered.
pub(super) fn finish(service: &Service, client: &Client, user: User) -> Result<Value, Exception> {
    let user = crate::accounts::sign_in::check_account(user, service.now())?;
    Ok(tokens(service, client, &user))
}
