//! The built front end: where it is, and how its files are served.

use std::sync::Arc;

use std::path::Path;

use account::Account;
use app::server::provide_context;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT_RANGES, ALLOW, CACHE_CONTROL, CONTENT_TYPE, RANGE, VARY};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use leptos::config::LeptosOptions;
use leptos_axum::handle_server_fns_with_context;
use tower::ServiceExt as _;
use tower_http::services::ServeDir;

use crate::middleware::{HttpError, accepts_html, is_navigation};
use crate::state::AppState;

const OUTPUT_NAME: &str = "leptos-cognito";

/// A name that changes with its content never needs to be asked for again.
pub(crate) const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
pub(crate) const FOR_A_WHILE: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// In bytes; file systems fail on longer ones instead of finding nothing.
const LONGEST_FILE_NAME: usize = 255;

/// Why the front end cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum SiteError {
    /// It was not built, or not for this binary.
    #[error(
        "The front end is not built: {0} is missing. Build it together with the server: cargo leptos build --release"
    )]
    NotBuilt(String),
    /// What `cargo leptos` hands over cannot be read.
    #[error("The variables of cargo leptos cannot be read: {0}")]
    Leptos(#[from] leptos::config::errors::LeptosConfigError),
}

/// Where the front end is when this process was started by itself: file names carry hashes, which
/// `cargo leptos build` lists in a file next to the binary.
pub fn built_site(root: &Path) -> Result<LeptosOptions, SiteError> {
    let root_name = root.display().to_string();
    let options = LeptosOptions::builder()
        .output_name(OUTPUT_NAME)
        .site_root(root_name)
        .hash_files(true)
        .build();
    let binary = std::env::current_exe().unwrap_or_default();
    let hashes = binary.with_file_name(&*options.hash_file);
    for needed in [hashes, root.join(&*options.site_pkg_dir)] {
        if !needed.exists() {
            return Err(SiteError::NotBuilt(needed.display().to_string()));
        }
    }
    Ok(options)
}

/// Where the front end is under `cargo leptos watch` and `serve`, which say so in variables of their own.
pub fn site_of_cargo_leptos() -> Result<LeptosOptions, SiteError> {
    Ok(leptos::config::get_configuration(None)?.leptos_options)
}

/// What pages and server functions find in their context.
pub(crate) fn page_context(state: &AppState) -> impl Fn() + Clone + Send + Sync + 'static {
    let (account, brand): (Arc<Account>, _) = (state.account.clone(), state.brand.clone());
    let (sources, pictures) = (state.claim_sources, state.picture_hosts.clone());
    let fields = state.asked_fields.clone();
    move || {
        provide_context(
            account.clone(),
            brand.clone(),
            sources,
            pictures.clone(),
            fields.clone(),
        );
    }
}

pub(crate) async fn show_file_or_not_found(State(state): State<AppState>, request: Request) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return ([(ALLOW, "GET, HEAD")], HttpError::MethodNotAllowed).into_response();
    }
    let (parts, body) = request.into_parts();
    let file = find_file(&state.leptos, Request::from_parts(parts.clone(), Body::empty())).await;
    match file {
        Some(file) => file,
        None if is_for_programs(&parts) => HttpError::NotFound.into_response(),
        // The application itself finds pages where no route does: under another spelling of their address.
        None if !is_navigation(&parts.method, &parts.headers) => HttpError::NotFound.into_response(),
        None => show_page(State(state), Request::from_parts(parts, body)).await,
    }
}

/// Whether nothing is shown of what comes back: neither a script that calls us nor a browser that loads a file can make
/// anything of a page.
fn is_for_programs(request: &Parts) -> bool {
    let is_below = |folder: &str| request.uri.path().starts_with(folder);
    is_below("/api/") || is_below("/pkg/") || !accepts_html(&request.headers)
}

async fn find_file(options: &LeptosOptions, mut request: Request) -> Option<Response> {
    let is_too_long = |name: &str| name.len() > LONGEST_FILE_NAME;
    let path = request.uri().path();
    // `ServeDir` takes `/robots.txt/` for `/robots.txt`: one file, one address.
    if path.ends_with('/') || path.split('/').any(is_too_long) {
        return None;
    }
    let lifetime = if is_named_by_content(options, path) {
        FOR_EVER
    } else {
        FOR_A_WHILE
    };
    // The files are small: whatever part of one is asked for, all of it comes (RFC 9110 section 14.2).
    request.headers_mut().remove(RANGE);
    let files = ServeDir::new(&*options.site_root)
        .append_index_html_on_directories(false)
        .precompressed_br()
        .precompressed_gzip();
    let mut response = match files.oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    };
    // A name that no file can have, such as one with a NUL, is an error of the file service alone: it is not there.
    if response.status() == StatusCode::NOT_FOUND || response.status().is_server_error() {
        return None;
    }
    response.headers_mut().remove(ACCEPT_RANGES);
    name_characters(response.headers_mut());
    if response.status().is_success() || response.status() == StatusCode::NOT_MODIFIED {
        response.headers_mut().insert(CACHE_CONTROL, lifetime);
        response
            .headers_mut()
            .insert(VARY, HeaderValue::from_static("accept-encoding"));
    }
    Some(response)
}

/// Our texts are UTF-8, and say so (ASVS 4.1.1).
fn name_characters(headers: &mut HeaderMap) {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let text = kind.filter(|kind| kind.starts_with("text/") && !kind.contains("charset"));
    if let Some(Ok(kind)) = text.map(|kind| HeaderValue::try_from(format!("{kind}; charset=utf-8"))) {
        headers.insert(CONTENT_TYPE, kind);
    }
}

/// `cargo leptos` puts 22 characters of hash before the ending of what it builds.
fn is_named_by_content(options: &LeptosOptions, path: &str) -> bool {
    let name = path
        .strip_prefix(&options.site_pkg_dir_route_base())
        .unwrap_or_default();
    let hash = name.rsplit('.').nth(1).unwrap_or_default();
    let is_hash_character = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    options.hash_files && hash.len() == 22 && hash.bytes().all(is_hash_character)
}

/// The page at the address of a request; the one that says so where there is none.
pub(crate) async fn show_page(State(state): State<AppState>, request: Request) -> Response {
    let (request, _) = request.into_parts();
    let (front_end, options) = (state.front_end.clone(), state.leptos.clone());
    app::answer_page(request, page_context(&state), front_end, options)
        .await
        .map(Body::from)
}

/// The answer of a server function.
pub(crate) async fn call_function(State(state): State<AppState>, request: Request) -> Response {
    handle_server_fns_with_context(page_context(&state), request)
        .await
        .into_response()
}
