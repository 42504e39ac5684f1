//! Files of the brand: its pictures, and its colours as a style sheet.

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use crate::middleware::HttpError;
use crate::site::{FOR_A_WHILE, FOR_EVER};
use crate::state::AppState;

/// What the brand names, and nothing else that may be in its folder.
pub(crate) async fn show(
    State(state): State<AppState>,
    Path(name): Path<String>,
    request: Request,
) -> Response {
    let brand = &state.brand;
    if brand.style_sheet_name().as_ref() == Some(&name) {
        let kind = (CONTENT_TYPE, "text/css; charset=utf-8");
        return (
            [kind],
            [(CACHE_CONTROL, FOR_EVER)],
            brand.style_sheet().unwrap_or_default(),
        )
            .into_response();
    }
    if !brand.files().any(|file| file.as_str() == name) {
        return HttpError::NotFound.into_response();
    }
    let file = ServeFile::new(state.brand_folder.0.join(name));
    match file.oneshot(request).await {
        Ok(response) if response.status().is_success() || response.status().is_redirection() => {
            let mut response = response.map(Body::new);
            response.headers_mut().insert(CACHE_CONTROL, FOR_A_WHILE);
            response
        }
        // It was there when the server was started.
        Ok(_) => HttpError::NotFound.into_response(),
        Err(never) => match never {},
    }
}
