//! How server functions are called from the browser: with a header that a form on another site cannot send. And where their redirects
//! lead.

use attributes::Values;
use leptos::prelude::window;
use leptos::server_fn::redirect::REDIRECT_HEADER;
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Headers, RequestInit, Response, UrlSearchParams};

use crate::api::{Edit, SaveOutcome};
use crate::error::{AppError, ErrorKind};
use crate::islands::json::from_json;
use crate::islands::navigation;

/// Marks a request as made by our own code; the server asks for it on every write that is no plain form post.
pub const MARK: (&str, &str) = ("x-requested-with", "leptos-cognito");

/// Says that the front end's navigation layer asks for a page, and with which build: the address of the module that its document
/// runs. A form on another site cannot send it.
pub const NAVIGATION_HEADER: &str = "x-navigation";
/// In the answer to it: the address of ours to go on to, fragment included, which a script is not told of a redirect.
pub const LOCATION_HEADER: &str = "x-location";
/// In the answer to it: the address that the browser is to load by itself; empty for the one that was asked for.
pub const LOAD_HEADER: &str = "x-load";

/// Says that a page is prefetched; browsers say it with a header that no script may set.
pub const PREFETCH: (&str, &str) = ("purpose", "prefetch");
/// The pages that the navigation layer may fetch so: all they do is show what is there.
pub const VIEWS: [&str; 5] = ["/", "/profile", "/security", "/sessions", "/data"];

/// Saves a form over attributes. `more` are further fields of the form.
pub(crate) async fn send_edit(
    path: &str,
    edit: &Edit,
    more: &[(&str, String)],
) -> Result<SaveOutcome, AppError> {
    let form = form_of(edit, more).map_err(|_| ErrorKind::Failed)?;
    call(path, &form).await
}

/// What a form without WebAssembly would post, but for zones, which are part of the values by then.
fn form_of(edit: &Edit, more: &[(&str, String)]) -> Result<UrlSearchParams, JsValue> {
    let form = UrlSearchParams::new()?;
    let append = |group: &str, values: &Values| {
        for (name, value) in values {
            form.append(&format!("{group}[{name}]"), value);
        }
    };
    append("values", &edit.values);
    append("original", &edit.baseline);
    form.append("csrf", &edit.csrf);
    for (name, value) in more {
        form.append(name, value);
    }
    Ok(form)
}

/// Posts a form to a server function, and goes where its answer leads.
pub(crate) async fn call<T: DeserializeOwned>(path: &str, form: &UrlSearchParams) -> Result<T, AppError> {
    navigation::forget_ahead();
    let answer = post(path, form).await;
    // Again: a page that was fetched meanwhile may show what was there before.
    navigation::forget_ahead();
    let (response, text) = answer.map_err(|_| ErrorKind::Offline)?;
    if !response.ok() {
        return Err(from_json(&text).unwrap_or_else(|| ErrorKind::Failed.into()));
    }
    let value = from_json(&text).ok_or(ErrorKind::Failed)?;
    let header = |name| response.headers().get(name).ok().flatten();
    if header(REDIRECT_HEADER).is_some()
        && let Some(location) = header("location")
    {
        navigation::go(&location);
    }
    Ok(value)
}

async fn post(path: &str, form: &UrlSearchParams) -> Result<(Response, String), JsValue> {
    let headers = Headers::new()?;
    headers.set("accept", "application/json")?;
    headers.set(MARK.0, MARK.1)?;
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_headers(&headers);
    init.set_body(form);
    let response = JsFuture::from(window().fetch_with_str_and_init(path, &init)).await?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text()?).await?;
    Ok((response, text.as_string().unwrap_or_default()))
}
