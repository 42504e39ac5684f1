//! Every request has a name: in the log, in `x-request-id`, on error pages. It is drawn here and never taken
//! from the client, who could otherwise write into our log.

use app::RequestId;
use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use crate::state::AppState;

const HEADER: HeaderName = HeaderName::from_static("x-request-id");

pub(super) fn name_request(state: &AppState, request: &mut Request) -> RequestId {
    let id = RequestId(u64::from_be_bytes(state.draw()));
    request.extensions_mut().insert(id);
    id
}

pub(super) fn tell(id: RequestId, response: &mut Response) {
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        response.headers_mut().insert(HEADER, value);
    }
}
