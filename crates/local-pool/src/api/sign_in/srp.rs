//! `USER_SRP_AUTH` and its challenge `PASSWORD_VERIFIER`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::initiate_auth::check_flow;
use super::outcome::{after_password, open_session_as, take_session, user_of};
use super::parameters::Parameters;
use crate::accounts::credentials::pool_name;
use crate::accounts::sign_in::{check_account, check_lockout, note_attempt, unknown_user};
use crate::api::secret_hash;
use crate::exception::Exception;
use crate::random;
use crate::service::Service;
use crate::srp::{Round, SrpVerifier, is_proven};
use crate::state::{ChallengeStep, Client};

/// The first half: the client's public number in, the server's out. An unknown user may get a number too.
pub(super) fn begin(
    service: &Service,
    client: &Client,
    mut parameters: Parameters,
) -> Result<Value, Exception> {
    check_flow(client, "ALLOW_USER_SRP_AUTH")?;
    let username = parameters.required("USERNAME")?;
    let public_a = parameters.required("SRP_A")?;
    let hash = parameters.text("SECRET_HASH");
    parameters.finish()?;
    secret_hash::check(client, &[&username], hash.as_deref())?;
    if !public_a.bytes().all(|b| b.is_ascii_hexdigit()) || public_a.len() > 1024 {
        return Err(Exception::invalid("SRP_A must be a hexadecimal number"));
    }
    let found = service.state().users.find(&client.pool, &username).cloned();
    let (sub, name, verifier) = match found {
        Some(user) => (
            Some(user.sub),
            user.username,
            user.srp.unwrap_or_else(SrpVerifier::of_unknown_user),
        ),
        None if client.hide_unknown_users => (None, username.clone(), SrpVerifier::of_unknown_user()),
        None => return Err(unknown_user(client)),
    };
    let (secret_b, public_b) = verifier.server_numbers();
    let secret_block = STANDARD.encode(random::bytes::<512>());
    let parameters = json!({
        "SALT": verifier.salt,
        "SECRET_BLOCK": secret_block,
        "SRP_B": public_b,
        "USERNAME": name,
        "USER_ID_FOR_SRP": name,
    });
    let step = ChallengeStep::Srp {
        public_a,
        secret_b,
        public_b,
    };
    // The secret block stands for the round: clients send it back, and no `Session`.
    open_session_as(service, client, sub.as_deref(), step, secret_block);
    Ok(json!({ "ChallengeName": "PASSWORD_VERIFIER", "ChallengeParameters": parameters }))
}

/// The second half: the signature that proves the password. Each secret block works once.
pub(super) fn finish(
    service: &Service,
    client: &Client,
    mut parameters: Parameters,
) -> Result<Value, Exception> {
    let secret_block = parameters.required("PASSWORD_CLAIM_SECRET_BLOCK")?;
    let signature = parameters.required("PASSWORD_CLAIM_SIGNATURE")?;
    let timestamp = parameters.required("TIMESTAMP")?;
    parameters.finish()?;
    let challenge = take_session(service, client, &secret_block)?;
    let ChallengeStep::Srp {
        public_a,
        secret_b,
        public_b,
    } = &challenge.step
    else {
        return Err(Exception::not_authorized("Invalid session for the user."));
    };
    let user = user_of(service, &challenge).map_err(|_| Exception::bad_credentials())?;
    check_lockout(user.failures, service.now())?;
    let block = STANDARD.decode(&secret_block).unwrap_or_default();
    let round = Round {
        public_a,
        secret_b,
        public_b,
        secret_block: &block,
    };
    let signature = STANDARD.decode(signature).unwrap_or_default();
    let names = (pool_name(&user.pool), user.username.as_str());
    let right = user
        .srp
        .as_ref()
        .is_some_and(|srp| is_proven(srp, &round, names, &timestamp, &signature));
    note_attempt(service, &user, right);
    if !right {
        return Err(Exception::bad_credentials());
    }
    after_password(service, client, &check_account(user, service.now())?)
}
