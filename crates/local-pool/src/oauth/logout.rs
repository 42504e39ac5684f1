//! `GET /logout`: ends the browser's session, then goes to the app or to the sign-in page.

use std::sync::Arc;

use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::authorize::{self, refuse};
use crate::cookies;
use crate::params::Params;
use crate::replies::{error_page, redirect};
use crate::service::Service;

/// `GET /logout`. OIDC's own parameter names are not known here.
pub(crate) async fn logout(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    let raw = raw.unwrap_or_default();
    let params = Params::parse(&raw);
    let target = match target(&service, &params, &raw) {
        Ok(target) => target,
        Err(response) => return *response,
    };
    if let Some(id) = cookies::read(&headers, cookies::SESSION) {
        service.state().browser_sessions.remove(&id);
    }
    let mut response = redirect(&target);
    response
        .headers_mut()
        .append(header::SET_COOKIE, cookies::clear(cookies::SESSION));
    response
}

fn target(service: &Service, params: &Params, raw: &str) -> Result<String, Box<Response>> {
    let client = service.state().clients.get(params.text("client_id")).cloned();
    let Some(client) = client else {
        return Err(Box::new(error_page("Client does not exist", None)));
    };
    match params.get("logout_uri") {
        Some(uri) if client.logout_urls.iter().any(|allowed| allowed == uri) => Ok(uri.to_owned()),
        Some(_) => Err(Box::new(error_page("redirect_mismatch", Some(&client.id)))),
        None if params.get("redirect_uri").is_none() => {
            let text = "Required String parameter 'redirect_uri' is not present";
            Err(Box::new(error_page(text, Some(&client.id))))
        }
        None => match authorize::read(service, params) {
            Ok(_) => Ok(format!("/login?{raw}")),
            Err(refusal) => Err(Box::new(refuse(&refusal))),
        },
    }
}
