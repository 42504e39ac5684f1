//! All routes, and the layers around them.

use std::net::IpAddr;
use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, MatchedPath, Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};

use crate::api::{self, Operation};
use crate::calendar::http_date;
use crate::controls;
use crate::hangup::Hangup;
use crate::journal::RecordedRequest;
use crate::misbehave::Misbehaviour;
use crate::oauth::{authorize, discovery, logout, revoke, token, userinfo};
use crate::pages::{
    client_style, confirm, error, forgot_password, inbox, index, layout, login, new_password, second_factor,
    sign_up,
};
use crate::replies::{GrantType, oauth_error};
use crate::service::Service;

/// Everything the pool answers.
pub(crate) fn router(service: &Arc<Service>) -> Router {
    let pages = Router::new()
        .route("/login", get(login::show).post(login::submit))
        .route("/signup", get(sign_up::show).post(sign_up::submit))
        .route("/confirm", get(confirm::show).post(confirm::submit))
        .route("/resendcode", post(confirm::resend))
        .route(
            "/forgotPassword",
            get(forgot_password::show).post(forgot_password::submit),
        )
        .route(
            "/confirmforgotPassword",
            get(forgot_password::show_confirm).post(forgot_password::confirm),
        )
        .route(
            "/_new-password",
            get(new_password::show).post(new_password::submit),
        )
        .route(
            "/_second-factor",
            get(second_factor::show).post(second_factor::submit),
        )
        .route(
            "/_set-up-second-factor",
            get(second_factor::show_set_up).post(second_factor::set_up),
        )
        .route("/error", get(error::show))
        .route("/logout", get(logout::logout))
        .route("/oauth2/authorize", get(authorize::authorize));
    // Cognito allows these from any origin, and no other.
    let cross_origin = Router::new()
        .route("/oauth2/token", post(token::token))
        .route(
            "/oauth2/userInfo",
            get(userinfo::userinfo).post(userinfo::userinfo),
        )
        .route("/oauth2/revoke", post(revoke::revoke))
        .layer(from_fn(allow_any_origin));
    let own = Router::new()
        .route("/_inbox", get(inbox::show))
        .route("/_inbox.json", get(inbox::json))
        .route("/_style.css", get(layout::style))
        .route("/_style/{client}", get(client_style::style_sheet))
        .route("/_style/{client}/{category}/{mode}", get(client_style::picture))
        .route("/_icon.svg", get(layout::icon))
        .route("/favicon.ico", get(layout::icon));
    let api = get(index::show).post(api::call).options(api::preflight);
    let controls = if service.test_controls {
        controls::routes()
    } else {
        Router::new()
    };
    Router::new()
        .route("/", api)
        .route(
            "/{pool}/.well-known/openid-configuration",
            get(discovery::configuration),
        )
        .route("/{pool}/.well-known/jwks.json", get(discovery::jwks))
        .merge(pages)
        .merge(cross_origin)
        .merge(own)
        .merge(controls)
        .fallback(error::not_found)
        // From the inside out: the data file, broken answers on request, a bound on bodies, the check of the host, the
        // record of answers.
        .layer(from_fn_with_state(Arc::clone(service), persist))
        .layer(from_fn_with_state(Arc::clone(service), misbehave))
        .layer(DefaultBodyLimit::max(256 * 1024))
        .layer(from_fn(only_this_machine))
        .layer(from_fn_with_state(Arc::clone(service), record))
        .with_state(Arc::clone(service))
}

/// `Access-Control-Allow-Origin: *`, and the answer to the question before it.
async fn allow_any_origin(request: Request, next: Next) -> Response {
    let asked = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
        .cloned();
    let mut response = if request.method() == Method::OPTIONS {
        let mut response = StatusCode::OK.into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_METHODS,
            HeaderValue::from_static("GET,POST"),
        );
        headers.extend(asked.map(|asked| (header::ACCESS_CONTROL_ALLOW_HEADERS, asked)));
        response
    } else {
        next.run(request).await
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    );
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    response
}

/// Answers to names of this machine only. A page from elsewhere that gives its own name our address (DNS rebinding)
/// would otherwise read the inbox.
async fn only_this_machine(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).map(HeaderValue::as_bytes);
    let is_meant = host.is_none_or(|host| std::str::from_utf8(host).is_ok_and(is_loopback));
    if is_meant {
        return next.run(request).await;
    }
    let text = "local-pool answers to localhost and other names of this machine only";
    (StatusCode::MISDIRECTED_REQUEST, text).into_response()
}

/// Whether a `Host` names this machine, whatever its port.
fn is_loopback(host: &str) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']');
    let name = name.to_ascii_lowercase();
    name == "localhost"
        || name.ends_with(".localhost")
        || address
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

/// Calls that programs make, as opposed to pages and key sets.
fn is_call(path: &str, method: &Method) -> bool {
    matches!(path, "/oauth2/token" | "/oauth2/userInfo" | "/oauth2/revoke")
        || (path == "/" && method == Method::POST)
}

/// Throttles, fails or hangs up when told to.
async fn misbehave(
    State(service): State<Arc<Service>>,
    hangup: Hangup,
    request: Request,
    next: Next,
) -> Response {
    let (path, method) = (request.uri().path().to_owned(), request.method().clone());
    if !is_call(&path, &method) {
        return next.run(request).await;
    }
    if service.misbehaves(Misbehaviour::DropConnection) {
        hangup.hang_up();
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    if path.starts_with("/oauth2/") && service.misbehaves(Misbehaviour::Throttle) {
        return oauth_error(StatusCode::TOO_MANY_REQUESTS, "too_many_requests");
    }
    if path.starts_with("/oauth2/") && service.misbehaves(Misbehaviour::ServerError) {
        return oauth_error(StatusCode::INTERNAL_SERVER_ERROR, "server_error");
    }
    next.run(request).await
}

/// Nothing is answered before it is kept.
async fn persist(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if service.persist().await {
        response
    } else {
        (
            StatusCode::INTERNAL_SERVER_ERROR,
            "the data file cannot be written",
        )
            .into_response()
    }
}

/// Writes down what was answered, no bodies and no queries, and dates it by the pool's clock.
async fn record(State(service): State<Arc<Service>>, request: Request, next: Next) -> Response {
    let (method, path) = (request.method().to_string(), request.uri().path().to_owned());
    let route = request
        .extensions()
        .get::<MatchedPath>()
        .map(|path| path.as_str().to_owned());
    let mut response = next.run(request).await;
    let at = service.now();
    let date = HeaderValue::from_str(&http_date(at)).expect("a date is ASCII");
    response.headers_mut().insert(header::DATE, date);
    let operation = response
        .extensions()
        .get::<Operation>()
        .map(|operation| operation.0.clone());
    let grant_type = response
        .extensions()
        .get::<GrantType>()
        .map(|grant_type| grant_type.0.clone());
    let status = response.status().as_u16();
    tracing::debug!(method, route, operation, status, "answered");
    service.requests.push(RecordedRequest {
        at,
        method,
        path,
        operation,
        grant_type,
        status,
    });
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_this_machine_are_told_from_others() {
        for host in [
            "localhost",
            "localhost:9229",
            "LocalHost:1",
            "pool.localhost:9229",
            "127.0.0.1:9229",
            "127.8.8.8",
            "[::1]:9229",
            "[::1]",
        ] {
            assert!(is_loopback(host), "{host}");
        }
        for host in [
            "",
            ":9229",
            "evil.example",
            "evil.example:9229",
            "localhost.evil.example",
            "10.0.0.1:9229",
            "notlocalhost",
            "127.0.0.1.evil.example",
        ] {
            assert!(!is_loopback(host), "{host}");
        }
    }
}
