//! A form for anybody that came without a cookie: the browser accepts none, or the page was open for too long. It is shown
//! again, with what was typed and why it was not taken.

use app::server::Untaken;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;

use super::form::PostedBody;
use crate::site;
use crate::state::AppState;

const SIGN_UP: &str = "/api/sign_up";
/// Never go back to a browser.
const SECRETS: [&str; 3] = ["csrf", "password", "code"];

pub(super) async fn show_again(state: &AppState, request: Request, body: &PostedBody) -> Response {
    tracing::info!(event = "form_without_cookie", "a form came without a cookie");
    let typed = body.fields().iter().cloned();
    let typed = typed.filter(|(name, _)| !SECRETS.contains(&name.as_str()));
    let (mut parts, _) = request.into_parts();
    parts.extensions.insert(Untaken(typed.collect()));
    let page = match parts.uri.path() {
        SIGN_UP => "/signup",
        _ => "/confirm?other=true",
    };
    parts.method = Method::GET;
    parts.uri = Uri::from_static(page);
    for name in [CONTENT_TYPE, CONTENT_LENGTH] {
        parts.headers.remove(name);
    }
    let mut response = site::show_page(State(state.clone()), Request::from_parts(parts, Body::empty())).await;
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}
