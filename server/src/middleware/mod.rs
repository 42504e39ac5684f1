//! What happens to every request, whatever it is for: all layers in order, each in a file of its own.

mod body_limit;
mod canonical;
mod client_address;
mod compression;
mod csp;
mod form;
mod form_answers;
mod form_once;
mod headers;
mod http_error;
mod log;
mod navigation;
mod open_form;
mod panic;
mod repeated;
mod request_id;
mod same_origin;
mod soft_navigation;
mod target;
mod time_out;

use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;

pub use csp::{FormTargets, policy};
pub use http_error::{HttpError, accepts_html};
pub(crate) use navigation::is_navigation;

use crate::state::AppState;
use canonical::Addresses;
use client_address::Proxies;
use soft_navigation::Site;

/// A request goes through the layers from top to bottom, its response from bottom to top.
pub fn apply(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let layers = ServiceBuilder::new()
        // First, because everything that is logged or shown below names the request.
        .layer(from_fn_with_state(state.clone(), request_id::name_request))
        // All that is logged below names the client, too.
        .layer(from_fn_with_state(
            Proxies::new(state.trusted_proxies.clone()),
            client_address::note_client_address,
        ))
        // Outside of all that can answer in place of a page, so that no answer goes unlogged.
        .layer(from_fn(log::log_request))
        // All that is written below, once it is whole; files of the front end come compressed already.
        .layer(compression::compress())
        // No answer leaves without these, be it a page, a file, a refusal or a panic.
        .layer(from_fn_with_state(state.clone(), headers::set_headers))
        .layer(from_fn_with_state(state.clone(), csp::set_policy))
        // Turns what the layers below refuse into a page or JSON; within the policy, whose nonce it uses.
        .layer(from_fn_with_state(state.clone(), http_error::show_errors))
        .layer(CatchPanicLayer::custom(panic::answer))
        .layer(from_fn(time_out::limit_time))
        // Outside of all that redirects.
        .layer(from_fn_with_state(
            Site::of(state.origin.clone(), &state.front_end),
            soft_navigation::answer_soft_navigation,
        ))
        // Before anything that takes a path for granted.
        .layer(from_fn(target::require_path))
        .layer(from_fn(target::require_one_host))
        .layer(from_fn_with_state(state.clone(), form_answers::mend_answers))
        // Before anything is read, and before anything looks at what the request wants.
        .layer(from_fn(navigation::refuse_non_navigations))
        .layer(from_fn_with_state(
            Addresses::of(state.origin.clone()),
            canonical::lead_to_the_address,
        ))
        .layer(from_fn_with_state(state.clone(), body_limit::limit_body))
        // These look at what was posted, which was read by the layer above.
        .layer(from_fn_with_state(
            state.clone(),
            same_origin::require_same_origin,
        ))
        // For what comes from a page of ours only: everybody else is told nothing.
        .layer(from_fn_with_state(
            state.clone(),
            repeated::refuse_repeated_fields,
        ))
        // Last: only forms that the layers above let through are known by their one-time id.
        .layer(from_fn_with_state(state.clone(), form_once::answer_once));
    routes.layer(layers)
}
