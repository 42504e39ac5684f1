//! Client authentication at `/oauth2/token` and `/oauth2/revoke` (RFC 6749, section 2.3).

use axum::http::{HeaderMap, header};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::params::Params;
use crate::service::Service;
use crate::state::Client;

/// Client authentication failed.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct InvalidClient;

/// The client that sends this request. A secret is needed if the client has one, and only then.
pub(crate) fn authenticate(
    service: &Service,
    headers: &HeaderMap,
    form: &Params,
) -> Result<Client, InvalidClient> {
    let candidates = match headers.get(header::AUTHORIZATION) {
        Some(value) => basic_candidates(value.to_str().map_err(|_| InvalidClient)?)?,
        None => vec![(
            form.text("client_id").to_owned(),
            form.get("client_secret").map(str::to_owned),
        )],
    };
    let state = service.state();
    let proven = candidates.into_iter().find_map(|(id, secret)| {
        let client = state.clients.get(&id)?;
        secret_fits(client, secret.as_deref()).then(|| client.clone())
    });
    let client = proven.ok_or(InvalidClient)?;
    // With Basic, a client id in the body may repeat the one in the header and nothing else.
    if form.get("client_id").is_some_and(|id| id != client.id) {
        return Err(InvalidClient);
    }
    Ok(client)
}

pub(crate) fn secret_fits(client: &Client, secret: Option<&str>) -> bool {
    match secret {
        None => client.secrets.is_empty(),
        Some(given) => client.secrets.contain(given),
    }
}

/// Id and secret of an HTTP Basic header: form-decoded as RFC 6749 section 2.3.1 wants it, and as they are.
fn basic_candidates(header: &str) -> Result<Vec<(String, Option<String>)>, InvalidClient> {
    let (scheme, encoded) = header.split_once(' ').ok_or(InvalidClient)?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return Err(InvalidClient);
    }
    let bytes = STANDARD.decode(encoded.trim()).map_err(|_| InvalidClient)?;
    let text = String::from_utf8(bytes).map_err(|_| InvalidClient)?;
    let (id, secret) = text.split_once(':').ok_or(InvalidClient)?;
    let raw = (id.to_owned(), Some(secret.to_owned()));
    Ok(vec![(form_decoded(id), Some(form_decoded(secret))), raw])
}

fn form_decoded(text: &str) -> String {
    Params::parse(&format!("v={}", text.replace('&', "%26")))
        .text("v")
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn basic_credentials_are_read_decoded_and_raw() {
        let header = format!("Basic {}", STANDARD.encode("id:a%2Bb+c"));
        let candidates = basic_candidates(&header).expect("a well-formed header");
        assert_eq!(candidates[0].1.as_deref(), Some("a+b c"));
        assert_eq!(candidates[1].1.as_deref(), Some("a%2Bb+c"));
    }
}
