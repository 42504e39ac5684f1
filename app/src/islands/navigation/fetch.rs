//! Gets a page as a browser that goes there would, and follows where it leads.

use leptos::prelude::*;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortSignal, Document, DomParser, ReferrerPolicy, RequestInit, RequestRedirect, Response, SupportedType,
    Url,
};

use super::{PostedForm, Visit, ahead, history, page};
use crate::client::{LOAD_HEADER, LOCATION_HEADER, NAVIGATION_HEADER, PREFETCH};

/// As many as browsers follow (<https://fetch.spec.whatwg.org/#http-redirect-fetch>).
const MAX_REDIRECTS: usize = 20;

/// Where a visit led.
pub(super) enum Fetched {
    /// A page of ours, of this build of the front end.
    Page { url: String, document: Document },
    /// A form was answered with a page that cannot take the place of this one: one that refuses it.
    Refusal(Document),
    /// To be loaded by the browser itself.
    Elsewhere(String),
}

/// Why there is nothing to show. What is on the page stays.
#[derive(Clone, Copy)]
pub(super) enum FetchError {
    /// No answer came.
    Network,
    /// A form was answered with something that is no page.
    NotAPage,
}

/// Fetches the page of a visit. A form is posted once; each redirect after it is a GET.
pub(super) async fn fetch(visit: &Visit, signal: &AbortSignal) -> Result<Fetched, FetchError> {
    let (mut url, mut form) = (visit.url.clone(), visit.form.as_ref());
    if form.is_some() {
        ahead::forget();
    } else if let Some(document) = ahead::take(&url).await {
        return Ok(Fetched::Page { url, document });
    }
    for _ in 0..=MAX_REDIRECTS {
        let response = send(&url, form, &[], signal)
            .await
            .map_err(|_| FetchError::Network)?;
        let header = |name| header(&response, name);
        if let Some(location) = header(LOAD_HEADER) {
            let is_here = location.is_empty();
            return Ok(Fetched::Elsewhere(if is_here {
                url
            } else {
                absolute(&location, &url)
            }));
        }
        if let Some(location) = header(LOCATION_HEADER) {
            (url, form) = (absolute(&location, &url), None);
            continue;
        }
        return match read(&response).await? {
            // The address of a form that is answered with a page is nothing to go back to.
            Some(document) if form.is_some() && page::is_ours(&document) => Ok(Fetched::Page {
                url: history::here(),
                document,
            }),
            Some(document) if form.is_some() => Ok(Fetched::Refusal(document)),
            None if form.is_some() => Err(FetchError::NotAPage),
            Some(document) if page::is_ours(&document) => Ok(Fetched::Page { url, document }),
            _ => Ok(Fetched::Elsewhere(url)),
        };
    }
    Ok(Fetched::Elsewhere(url))
}

/// The page at an address that a person may go to, if the server shows it without using anything up and it can take the place of
/// the one in view.
pub(super) async fn fetch_ahead(url: &str, signal: &AbortSignal) -> Option<Document> {
    let response = send(url, None, &[PREFETCH], signal).await.ok()?;
    // An answer that leads elsewhere has no page.
    let document = read(&response).await.ok()??;
    (response.ok() && page::is_ours(&document)).then_some(document)
}

async fn send(
    url: &str,
    form: Option<&PostedForm>,
    more: &[(&str, &str)],
    signal: &AbortSignal,
) -> Result<Response, JsValue> {
    let init = RequestInit::new();
    let headers = web_sys::Headers::new()?;
    headers.set("accept", "text/html")?;
    headers.set(NAVIGATION_HEADER, &page::build())?;
    for (name, value) in more {
        headers.set(name, value)?;
    }
    init.set_headers(&headers);
    init.set_signal(Some(signal));
    // Ours come as a header, which says more. Anything else that redirects is not ours.
    init.set_redirect(RequestRedirect::Manual);
    // The first page of this document may have had another policy than the one in view.
    init.set_referrer_policy(ReferrerPolicy::SameOrigin);
    if let Some(form) = form {
        init.set_method("POST");
        init.set_body(&form.body);
    }
    let response = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?;
    Ok(response.unchecked_into())
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name).ok().flatten()
}

/// The page that came; nothing if it is none.
async fn read(response: &Response) -> Result<Option<Document>, FetchError> {
    if !header(response, "content-type").is_some_and(|kind| kind.starts_with("text/html")) {
        return Ok(None);
    }
    let text = response.text().map_err(|_| FetchError::Network)?;
    let text = JsFuture::from(text).await.map_err(|_| FetchError::Network)?;
    let document = DomParser::new().and_then(|parser| {
        parser.parse_from_string(&text.as_string().unwrap_or_default(), SupportedType::TextHtml)
    });
    document.map(Some).map_err(|_| FetchError::NotAPage)
}

fn absolute(location: &str, base: &str) -> String {
    Url::new_with_base(location, base).map_or_else(|_| location.to_owned(), |url| url.href())
}
