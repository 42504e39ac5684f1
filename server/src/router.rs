//! The table of contents: every address this application answers.

use axum::Router;
use axum::extract::{MatchedPath, RawQuery, Request};
use axum::http::Method;
use axum::response::Redirect;
use axum::routing::{get, post};

use crate::middleware::HttpError;
use crate::state::AppState;
use crate::{api, brand_files, data_export, middleware, readiness, site};

/// What people open, with the page at each address (`app/src/pages/mod.rs`). GET.
pub use app::PAGES;

/// The front end's own API (`app/src/api`): by `fetch`, or as a form. POST.
pub const API: [&str; 7] = [
    "/api/start_sign_in",
    "/api/finish_sign_in",
    "/api/profile",
    "/api/save_profile",
    "/api/save_welcome",
    "/api/sign_out",
    "/api/visitor",
];

/// What only forms post to (`posts.rs` beside each page). POST.
pub const FORMS: [&str; 19] = [
    "/api/set_language",
    "/api/sign_up",
    "/api/confirm_sign_up",
    "/api/resend_sign_up_code",
    "/api/skip_welcome",
    "/api/change_address",
    "/api/confirm_address",
    "/api/resend_code",
    "/api/cancel_change",
    "/api/change_password",
    "/api/begin_factor",
    "/api/finish_factor",
    "/api/stop_factor",
    "/api/answer_consent",
    "/api/delete_account",
    "/api/end_session",
    "/api/end_other_sessions",
    "/api/sign_out_everywhere",
    "/api/renew_tokens",
];

/// The JSON API (`src/api`), for a team's own front end and for scripts, with the methods of each address.
pub const JSON_API: [(&str, &[Method]); 6] = [
    (api::DESCRIPTION, &[Method::GET]),
    ("/api/me", &[Method::GET]),
    ("/api/profile", &[Method::GET, Method::PATCH]),
    ("/api/sessions", &[Method::GET, Method::DELETE]),
    ("/api/sessions/{handle}", &[Method::DELETE]),
    ("/api/sign-out", &[Method::POST]),
];

/// Addresses of pages that have another one now, which they lead to for good, query and all. GET.
pub const MOVED: [(&str, &str); 1] = [("/account", "/security")];

/// Files made for the person who opens them. GET.
pub const DOWNLOADS: [&str; 1] = ["/data/export"];

/// The brand's pictures and colours. GET.
pub const FILES: [&str; 1] = ["/brand/{file}"];

/// Whether the process answers, where load balancers look for it.
pub const HEALTHY: &str = "/healthz";
/// The same, where orchestrators do.
pub const LIVE: &str = "/livez";
/// Whether it should be sent requests.
pub const READY: &str = "/readyz";
/// What load balancers and orchestrators ask for, without a user. GET, HEAD, OPTIONS.
pub const PROBES: [&str; 3] = [HEALTHY, LIVE, READY];

/// What other programs ask for. GET.
pub const FOR_PROGRAMS: [&str; 1] = ["/.well-known/change-password"];

/// All routes and layers.
pub fn router(state: AppState) -> Router {
    let [change_password] = FOR_PROGRAMS;
    let [export] = DOWNLOADS;
    let [brand_file] = FILES;
    let moved = MOVED.map(|(old, new)| (old, get(async move |RawQuery(query)| lead_on(new, query))));
    let routes = Router::new();
    let routes = PAGES
        .iter()
        .fold(routes, |routes, page| routes.route(page, get(site::show_page)));
    let routes = API.iter().chain(&FORMS).fold(routes, |routes, function| {
        routes.route(function, post(site::call_function))
    });
    let routes = moved
        .into_iter()
        .fold(routes, |routes, (old, lead_on)| routes.route(old, lead_on))
        .merge(api::routes(&state.account.signin.cookies.session_name()))
        .route(export, get(data_export::download))
        .route(brand_file, get(brand_files::show))
        // HAProxy asks with OPTIONS unless it is told otherwise.
        .route(HEALTHY, get(is_alive).options(is_alive))
        .route(LIVE, get(is_alive).options(is_alive))
        .route(READY, get(readiness::show).options(readiness::show))
        // Where password managers look for it (https://w3c.github.io/webappsec-change-password-url/).
        .route(change_password, get(lead_to_change_of_password))
        // Addresses above that do not take the request's method.
        .method_not_allowed_fallback(async || HttpError::MethodNotAllowed)
        // Files of the built front end; else the application's own page for what is not there.
        .fallback(site::show_file_or_not_found);
    middleware::apply(routes, &state).with_state(state)
}

/// Says that the process answers, not that the pool does.
async fn is_alive() -> &'static str {
    "ok"
}

async fn lead_to_change_of_password() -> Redirect {
    Redirect::to("/security#password")
}

/// To where a page is now.
fn lead_on(page: &str, query: Option<String>) -> Redirect {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    Redirect::permanent(&format!("{page}{query}"))
}

/// Whether a request is for [`JSON_API`], by any method but that of [`API`].
pub(crate) fn is_api_call(request: &Request) -> bool {
    let Some(path) = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str) else {
        return false;
    };
    let is_function = *request.method() == Method::POST && API.contains(&path);
    !is_function && JSON_API.iter().any(|(address, _)| *address == path)
}

/// The methods that the address of a request takes; those of a file if it is none of ours.
pub(crate) fn methods_of(request: &Request) -> Vec<Method> {
    let path = request
        .extensions()
        .get::<MatchedPath>()
        .map_or("", MatchedPath::as_str);
    let is_function = API.iter().chain(&FORMS).any(|address| *address == path);
    let mut methods: Vec<_> = is_function.then_some(Method::POST).into_iter().collect();
    let listed = JSON_API.iter().filter(|(address, _)| *address == path);
    methods.extend(listed.flat_map(|(_, methods)| methods.iter().cloned()));
    if methods.is_empty() {
        methods.push(Method::GET);
    }
    if methods.contains(&Method::GET) {
        methods.push(Method::HEAD);
    }
    if PROBES.contains(&path) {
        methods.push(Method::OPTIONS);
    }
    methods
}

/// All of the above, a line each of methods and address, for the person at the terminal.
pub fn table() -> impl Iterator<Item = String> {
    let with_get = PAGES.iter().chain(&DOWNLOADS).chain(&FOR_PROGRAMS);
    let moved = MOVED.iter().map(|(old, _)| old);
    let gets = with_get.chain(&FILES).chain(moved).chain(&PROBES);
    let gets = gets.map(|address| ("GET".to_owned(), *address));
    let posts = API
        .iter()
        .chain(&FORMS)
        .map(|address| ("POST".to_owned(), *address));
    let json = JSON_API.iter().map(|(address, methods)| {
        let methods: Vec<_> = methods.iter().map(Method::as_str).collect();
        (methods.join(","), *address)
    });
    let lines = gets.chain(posts).chain(json);
    lines.map(|(methods, address)| format!("{methods:<10}  {address}"))
}
