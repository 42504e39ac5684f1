//! The table of contents: every address this application answers.

use axum::Router;
use axum::response::Redirect;
use axum::routing::get;
use leptos_axum::{AxumRouteListing, LeptosRoutes as _, generate_route_list};

use crate::middleware::Fault;
use crate::state::AppState;
use crate::{me, middleware, site};

/// The addresses of the pages.
pub type Pages = Vec<AxumRouteListing>;

/// Finds the addresses of the pages by building the application once, for nobody.
///
/// Once per process, before its first request: while it is at it Leptos keeps the resources of *all* threads from
/// loading (`SuppressResourceLoad` is one flag). A page on its way would then wait for ever, and whoever ends first
/// would let the other's resources load without a request.
#[must_use]
pub fn find_pages() -> Pages {
    generate_route_list(app::App)
}

/// All routes and layers.
pub fn router(state: AppState, pages: &Pages) -> Router {
    let options = state.leptos.clone();
    let shell = move || app::shell(options.clone());
    let routes = Router::new()
        // The pages of `app`, and its server functions under `/api`.
        .leptos_routes_with_context(&state, pages.clone(), site::page_context(&state), shell)
        .route("/api/me", get(me::show))
        // HAProxy asks with OPTIONS unless it is told otherwise.
        .route("/healthz", get(is_alive).options(is_alive))
        // Where password managers look for it (https://w3c.github.io/webappsec-change-password-url/).
        .route("/.well-known/change-password", get(lead_to_change_of_password))
        // Addresses above that do not take the request's method.
        .method_not_allowed_fallback(async || Fault::MethodNotAllowed)
        // Files of the built front end; else the application's own page for what is not there.
        .fallback(site::show_file_or_not_found);
    middleware::apply(routes, &state, pages).with_state(state)
}

/// Says that the process answers, not that the pool does.
async fn is_alive() -> &'static str {
    "ok"
}

async fn lead_to_change_of_password() -> Redirect {
    Redirect::to("/account#password")
}
