//! What happens to every request, whatever it is for: all of it in order, the steps of each concern in a file of their own.

mod body;
mod canonical;
mod client_address;
mod compression;
mod form_answers;
mod form_once;
mod headers;
mod http_error;
mod log;
mod navigation;
mod probe;
mod request_id;
mod same_origin;
mod soft_navigation;

use std::ops::ControlFlow::{self, Break, Continue};
use std::sync::Arc;

use app::RequestId;
use app::server::Prefetched;
use axum::Router;
use axum::extract::{Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use tower::ServiceBuilder;
use tracing::Instrument as _;

pub use headers::{FormTargets, policy};
pub use http_error::{HttpError, accepts_html};
pub(crate) use navigation::is_navigation;

use crate::state::AppState;
use body::PostedBody;
use canonical::Addresses;
use client_address::Proxies;
use http_error::Asker;
use log::LoggedRequest;
use soft_navigation::Site;

/// What the steps need, made once.
struct Steps {
    state: AppState,
    proxies: Proxies,
    site: Site,
    addresses: Addresses,
}

/// These routes, each behind all steps.
///
/// One layer for all of them: axum clones a layer with all that is below it, and boxes its future, for each request.
pub fn apply(routes: Router<AppState>, state: &AppState) -> Router<AppState> {
    let steps = Arc::new(Steps {
        state: state.clone(),
        proxies: Proxies::new(state.trusted_proxies.clone()),
        site: Site::of(state.origin.clone(), &state.front_end),
        addresses: Addresses::of(state.origin.clone()),
    });
    routes.layer(
        ServiceBuilder::new()
            // All that is written below, once it is whole; files of the front end come compressed already.
            .layer(compression::compress())
            .layer(from_fn_with_state(steps, handle)),
    )
}

/// From here on the request has a name, and no answer goes unlogged; but a probe of life is answered at once.
async fn handle(State(steps): State<Arc<Steps>>, mut request: Request, next: Next) -> Response {
    if probe::is_of_life(&request) {
        return probe::answer(&steps.state, request, next).await;
    }
    // First, because everything that is logged or shown below names the request, and the client, too.
    let id = request_id::name_request(&steps.state, &mut request);
    steps.proxies.note_client_address(&mut request);
    let logged = LoggedRequest::begin(id, &request);
    let answer = protect(&steps, id, request, next).instrument(logged.span.clone());
    let mut response = answer.await;
    logged.end(&response);
    request_id::tell(id, &mut response);
    response
}

/// No answer leaves without these headers, be it a page, a file, a refusal or a panic.
async fn protect(steps: &Steps, id: RequestId, mut request: Request, next: Next) -> Response {
    let state = &steps.state;
    let nonce = headers::draw_nonce(state, &mut request);
    let referrer = headers::referrer_policy(request.uri().path());
    let asker = Asker::of(&request);
    // Boxed: what is awaited from here on is handed through several frames.
    let response = http_error::limit_time(Box::pin(answer(steps, id, request, next)));
    let response = http_error::catch_panic(response).await;
    // Turns what was refused into a page or JSON; within the policy, whose nonce it uses.
    let mut response = http_error::show_error(&state.brand, &asker, id, &nonce, response);
    headers::set_policy(state, &nonce, &mut response);
    headers::set_headers(state, referrer, &mut response);
    response
}

/// The route's answer if the request may have it, and whatever it is, as it may leave.
async fn answer(steps: &Steps, id: RequestId, mut request: Request, next: Next) -> Response {
    let state = &steps.state;
    let is_soft = soft_navigation::is_soft(request.headers());
    let is_post = request.method() == Method::POST;
    let admitted = admit(steps, &mut request).await;
    let is_prefetched = request.extensions().get::<Prefetched>().is_some();
    let mut response = match admitted {
        // Only forms that were let through are known by their one-time id.
        Continue(body) => form_once::answer_once(state, &body, request, next).await,
        Break(refusal) => refusal,
    };
    if is_prefetched {
        response = navigation::hide_unshown(response);
    }
    response = form_answers::mend_answer(state, id, is_post, response).await;
    if is_soft {
        // Last: whatever redirects has done so.
        response = steps.site.turn_redirect(response);
    }
    response
}

/// All that can refuse a request, or lead it elsewhere, in order. What was posted is read on the way.
async fn admit(steps: &Steps, request: &mut Request) -> ControlFlow<Response, PostedBody> {
    let state = &steps.state;
    steps.site.require_this_build(request)?;
    // Before anything that takes a path for granted.
    canonical::require_path(request)?;
    canonical::require_one_host(request)?;
    form_answers::take_referer(state, request);
    // Before anything is read, and before anything looks at what the request wants.
    navigation::refuse_non_navigations(request)?;
    steps.addresses.lead_to_the_address(request)?;
    let body = body::read_body(state, request).await?;
    same_origin::require_same_origin(state, &body, request).await?;
    // For what comes from a page of ours only: other clients are told nothing.
    body::refuse_repeated_fields(state, &body, request)?;
    Continue(body)
}
