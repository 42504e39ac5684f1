//! Who is signed in.

use std::collections::BTreeMap;

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::caller::Caller;
use super::description::ReadErrors;
use super::error::ApiError;

/// A signed-in person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Me {
    /// Their name at the pool that never changes.
    sub: String,
    /// The name of their account.
    username: String,
    /// What the pool knows of them: standard attributes, and the custom ones of the operator's list.
    attributes: BTreeMap<String, String>,
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
        (status = 200, body = Me),
    )
)]
pub(super) async fn show(caller: Caller) -> Result<Json<Me>, ApiError> {
    let Caller { account, session } = &caller;
    let profile = account.profiles.get(session).await;
    let profile = profile.map_err(|error| caller.refuse(error))?;
    let mut attributes = profile.values.clone();
    // The operator's list decides about custom attributes here, too.
    attributes.retain(|name, _| !name.starts_with("custom:") || account.schema.get(name).is_some());
    Ok(Json(Me {
        sub: session.subject().as_str().to_owned(),
        username: session.username().to_owned(),
        complete: account.onboarding.is_complete(session, &profile),
        attributes,
    }))
}
