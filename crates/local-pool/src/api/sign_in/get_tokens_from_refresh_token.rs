//! `GetTokensFromRefreshToken`: takes the raw client secret, not a hash.

use serde_json::json;

use super::initiate_auth::refusal;
use super::outcome::authentication_result;
use crate::api::attributes::client;
use crate::api::{ActionResult, RequestInput};
use crate::exception::Exception;
use crate::oauth::client_auth::secret_fits;
use crate::service::Service;
use crate::tokens::refresh;

pub(in crate::api) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let token = input.required("RefreshToken")?;
    let client = client(service, &mut input)?;
    let secret = input.text("ClientSecret")?;
    input.finish()?;
    if !secret_fits(&client, secret.as_deref()) {
        return Err(Exception::not_authorized(format!(
            "Unable to verify secret for client {}",
            client.id
        )));
    }
    let tokens = refresh::refresh(service, &client, &token).map_err(refusal)?;
    Ok(Some(
        json!({ "AuthenticationResult": authentication_result(tokens) }),
    ))
}
