//! `/error`: what must not be sent to the app ends here, and so does every unknown address.

use axum::extract::RawQuery;
use axum::http::{StatusCode, Uri};
use axum::response::Response;
use maud::html;

use super::layout::{Width, page, respond};
use super::words::EN;
use crate::params::Params;

/// `GET /error`
pub(crate) async fn show(RawQuery(raw): RawQuery) -> Response {
    let params = Params::parse(&raw.unwrap_or_default());
    let error = params.get("error").unwrap_or("server_error");
    let content = html! {
        div.card {
            h1 { "An error was encountered with the requested page." }
            p { code { (error) } }
            @if let Some(hint) = hint(error) { p { (hint) } }
            @if let Some(client) = params.get("client_id") { p.help { "Client id: " code { (client) } } }
            p.links { a href="/" { "What this pool is configured for" } }
        }
    };
    respond(StatusCode::BAD_REQUEST, page(&EN, "Error", Width::Form, &content))
}

fn hint(error: &str) -> Option<&'static str> {
    match error {
        "redirect_mismatch" => {
            Some("The address to return to is not among the client's callback or sign-out URLs, to the byte.")
        }
        "Client does not exist" => Some("The client_id is missing or belongs to no client of this pool."),
        "Login pages unavailable" => Some(
            "The domain has managed login, and the app client has no style: see CreateManagedLoginBranding.",
        ),
        _ => None,
    }
}

/// Everything that is not served.
pub(crate) async fn not_found(uri: Uri) -> Response {
    let content = html! {
        div.card {
            h1 { "Not served here" }
            p { "local-pool does not implement " code { (uri.path()) } "." }
            p.links { a href="/" { "What this pool is configured for" } }
        }
    };
    respond(
        StatusCode::NOT_FOUND,
        page(&EN, "Not served here", Width::Form, &content),
    )
}
