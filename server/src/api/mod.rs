//! The JSON API: who is signed in, their profile and their sessions. For a team's own front end on this origin and for
//! scripts, never with a token in it. Described by a document that is made from this code (`OpenAPI` 3.1).
//!
//! Reading takes the session cookie. Writing also takes what a form takes: it comes from this origin, and says by a
//! header that a script of ours sent it (`middleware/same_origin.rs`).

mod caller;
mod description;
mod error;
mod me;
mod problem;
mod profile;
mod sessions;
mod sign_out;

use axum::routing::get;
use axum::{Json, Router};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

pub(crate) use problem::Problem;

use crate::state::AppState;

/// Where the description is.
pub(crate) const DESCRIPTION: &str = "/api/openapi.json";
/// What the description calls the session cookie; the attributes of the handlers take no constant.
const SESSION: &str = "session";

/// The routes of the API, its description among them; the session's cookie has this name.
pub(crate) fn routes(session_cookie: &str) -> Router<AppState> {
    let (routes, description) = OpenApiRouter::with_openapi(description::description(session_cookie))
        .routes(routes!(me::show))
        .routes(routes!(profile::show, profile::change))
        .routes(routes!(sessions::list, sessions::end_others))
        .routes(routes!(sessions::end_one))
        .routes(routes!(sign_out::sign_out))
        .split_for_parts();
    routes.route(DESCRIPTION, get(move || async move { Json(description) }))
}
