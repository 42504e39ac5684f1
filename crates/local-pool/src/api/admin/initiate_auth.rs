//! `AdminInitiateAuth` and `AdminRespondToAuthChallenge`: as without `Admin`, but by a server with AWS credentials.

use super::super::sign_in::{initiate_auth, respond_to_auth_challenge};
use super::super::{ActionResult, RequestInput};
use super::client;
use crate::service::Service;

/// `AdminInitiateAuth`
pub(in crate::api) fn initiate(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    initiate_auth::by_administrator(service, &client, input)
}

/// `AdminRespondToAuthChallenge`
pub(in crate::api) fn respond(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    respond_to_auth_challenge::by_client(service, &client, input)
}
