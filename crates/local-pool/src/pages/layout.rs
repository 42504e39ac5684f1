//! The frame of every page, and the pieces of its forms.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use crate::cookies;

const STYLE: &str = include_str!("style.css");
const ICON: &str = concat!(
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">"#,
    r##"<rect width="16" height="16" rx="4" fill="#1f4fbf"/><circle cx="8" cy="6" r="2.6" fill="#fff"/>"##,
    r##"<path d="M3 14a5 5 0 0 1 10 0z" fill="#fff"/></svg>"##
);

/// No scripts, nothing from elsewhere. No `form-action`: it would stop the redirect back to the app.
const POLICY: &str =
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Width of the page's column.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Width {
    Form,
    Wide,
}

/// A whole page.
pub(crate) fn page(title: &str, width: Width, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) " — local pool" }
                link rel="icon" href="/_icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/_style.css";
            }
            body {
                header.banner { "Local pool — not Amazon Cognito" }
                main.wide[width == Width::Wide] { (content) }
            }
        }
    }
}

/// A page as an answer, with the headers all pages have.
pub(crate) fn respond(status: StatusCode, markup: Markup) -> Response {
    let mut response = (status, markup.into_string()).into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-store"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

/// A page of the sign-in flow: sets the double-submit cookie its form repeats.
pub(crate) fn respond_with_form(markup: Markup, xsrf: &str) -> Response {
    let mut response = respond(StatusCode::OK, markup);
    response
        .headers_mut()
        .append(header::SET_COOKIE, cookies::set(cookies::XSRF, xsrf, None));
    response
}

/// The hidden half of the double submit.
pub(crate) fn csrf_field(xsrf: &str) -> Markup {
    html! { input type="hidden" name="_csrf" value=(xsrf); }
}

/// What went wrong, announced to screen readers.
pub(crate) fn alert(problem: Option<&str>) -> Markup {
    html! { @if let Some(problem) = problem { p.alert role="alert" id="problem" { (problem) } } }
}

/// One labelled field.
pub(crate) struct Field<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: &'a str,
    pub kind: &'a str,
    pub autocomplete: &'a str,
    pub value: &'a str,
    pub help: Option<&'a str>,
    pub required: bool,
}

impl Field<'_> {
    /// Its markup.
    pub fn render(&self) -> Markup {
        let help_id = format!("{}-help", self.id);
        let described = self.help.map(|_| help_id.as_str());
        html! {
            label for=(self.id) { (self.label) }
            @if let Some(help) = self.help { p.help id=(help_id) { (help) } }
            input id=(self.id) name=(self.name) type=(self.kind) autocomplete=(self.autocomplete)
                value=[(!self.value.is_empty()).then_some(self.value)]
                inputmode=[(self.autocomplete == "one-time-code").then_some("numeric")]
                autocapitalize="none" spellcheck="false" required[self.required] aria-describedby=[described];
        }
    }
}

/// `GET /_style.css`
pub(crate) async fn style() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "text/css; charset=utf-8"),
            (header::CACHE_CONTROL, "max-age=300"),
        ],
        STYLE,
    )
}

/// `GET /_icon.svg` and `/favicon.ico`
pub(crate) async fn icon() -> impl IntoResponse {
    (
        [
            (header::CONTENT_TYPE, "image/svg+xml"),
            (header::CACHE_CONTROL, "max-age=300"),
        ],
        ICON,
    )
}
