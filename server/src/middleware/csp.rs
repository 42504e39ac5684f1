//! The content security policy, with a fresh nonce in each response (ASVS 3.4.3).

use app::server::{CspNonce, PictureHosts};
use axum::extract::{Request, State};
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::middleware::Next;
use axum::response::Response;

use crate::state::AppState;

/// Where forms lead besides this application: browsers check redirects after a form post, too, and signing
/// out goes on to the pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormTargets(pub Vec<String>);

pub(super) async fn set_policy(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let nonce = hex(state.draw::<16>());
    let policy = policy(
        &nonce,
        &state.form_targets.borrow(),
        &state.picture_hosts,
        state.reload_socket.as_deref(),
    );
    request.extensions_mut().insert(CspNonce(nonce));
    let mut response = next.run(request).await;
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    }
    response
}

/// Scripts: our own files, and inline ones with the nonce. No `strict-dynamic`, which would make browsers
/// ignore `'self'`: the `modulepreload` link that Leptos writes has no nonce.
#[must_use]
pub fn policy(
    nonce: &str,
    forms: &FormTargets,
    pictures: &PictureHosts,
    reload_socket: Option<&str>,
) -> String {
    let with = |sources: &mut dyn Iterator<Item = &str>| -> String {
        sources.flat_map(|source| [" ", source]).collect()
    };
    let forms = with(&mut forms.0.iter().map(String::as_str));
    let pictures: String = pictures
        .origins()
        .flat_map(|origin| [" ".to_owned(), origin])
        .collect();
    let reload = with(&mut reload_socket.into_iter());
    [
        "default-src 'none'".to_owned(),
        format!("script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'"),
        format!("style-src 'self' 'nonce-{nonce}'"),
        format!("img-src 'self' data:{pictures}"),
        "font-src 'self'".to_owned(),
        "manifest-src 'self'".to_owned(),
        format!("connect-src 'self'{reload}"),
        format!("form-action 'self'{forms}"),
        "object-src 'none'".to_owned(),
        "base-uri 'none'".to_owned(),
        "frame-ancestors 'none'".to_owned(),
    ]
    .join("; ")
}

fn hex(bytes: [u8; 16]) -> String {
    format!("{:032x}", u128::from_be_bytes(bytes))
}
