//! Who is signed in.

use std::collections::BTreeMap;

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::description::ReadErrors;
use super::error::ApiError;

/// A signed-in person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me<'a> {
    /// Their name at the pool that never changes.
    sub: &'a str,
    /// The name of their account.
    username: &'a str,
    /// What the pool knows of them: standard attributes, and the custom ones of the operator's list.
    attributes: BTreeMap<&'a str, &'a str>,
    /// Whether they have answered everything that is required.
    complete: bool,
}

/// Says who is signed in.
#[utoipa::path(
    get,
    path = "/api/me",
    security(("session" = [])),
    responses(
        ReadErrors,
        (status = 200, body = Me<'_>),
    )
)]
pub(super) async fn show(caller: Caller) -> Result<Response, ApiError> {
    let Caller { account, session } = &caller;
    let profile = account.profiles.get(session).await;
    let profile = profile.map_err(|error| caller.refuse(error))?;
    // The operator's list decides about custom attributes here, too.
    let is_listed = |name: &str| !name.starts_with("custom:") || account.schema.get(name).is_some();
    let attributes = profile.values.iter().filter(|(name, _)| is_listed(name));
    let me = Me {
        sub: session.subject().as_str(),
        username: session.username(),
        complete: account.onboarding.is_complete(session, &profile),
        attributes: attributes
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
    };
    Ok(Json(me).into_response())
}
