//! A form for anybody that came without a cookie: the browser accepts none, or the page was open for too long. It is shown
//! again, with what was typed and why it was not taken.

use app::server::Untaken;
use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use axum::http::{Method, StatusCode, Uri};
use axum::response::Response;
use url::form_urlencoded;

use crate::site;
use crate::state::AppState;

const SIGN_UP: &str = "/api/sign_up";
/// Never go back to a browser.
const SECRETS: [&str; 3] = ["csrf", "password", "code"];

pub(super) async fn show_again(state: &AppState, mut parts: Parts, body: &Bytes) -> Response {
    tracing::info!("a form came without a cookie");
    let typed = form_urlencoded::parse(body).into_owned();
    let typed = typed.filter(|(name, _)| !SECRETS.contains(&name.as_str()));
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
    let mut response = site::show_page(state, Request::from_parts(parts, Body::empty())).await;
    *response.status_mut() = StatusCode::FORBIDDEN;
    response
}
