//! `RevokeToken`: takes the raw client secret, not a hash.

use serde_json::json;

use super::attributes::client;
use super::{ActionResult, RequestInput};
use crate::exception::{Exception, ExceptionKind};
use crate::oauth::client_auth::secret_fits;
use crate::service::Service;
use crate::tokens::refresh::{self, Revocation};

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let token = input.required("Token")?;
    let client = client(service, &mut input).map_err(|refused| {
        if refused.kind == ExceptionKind::ResourceNotFound {
            unauthorized()
        } else {
            refused
        }
    })?;
    let secret = input.text("ClientSecret")?;
    input.finish()?;
    if !secret_fits(&client, secret.as_deref()) {
        return Err(unauthorized());
    }
    if !client.token_revocation {
        let message = "Token revocation is not enabled for this client";
        return Err(Exception::new(ExceptionKind::UnsupportedOperation, message));
    }
    match refresh::revoke(service, &client, &token) {
        Revocation::Done | Revocation::Unknown => Ok(Some(json!({}))),
        Revocation::WrongKind => Err(Exception::new(
            ExceptionKind::UnsupportedTokenType,
            "Unsupported token type",
        )),
        Revocation::OfAnotherClient => Err(unauthorized()),
    }
}

fn unauthorized() -> Exception {
    Exception::new(ExceptionKind::Unauthorized, "Invalid client")
}
