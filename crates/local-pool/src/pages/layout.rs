//! The frame of every page.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::words::Words;

const STYLE: &str = include_str!("style.css");
const ICON: &str = concat!(
    r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">"#,
    r##"<rect width="16" height="16" rx="4" fill="#085a42"/><circle cx="8" cy="6" r="2.6" fill="#fff"/>"##,
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
pub(crate) fn page(words: &Words, title: &str, width: Width, content: &Markup) -> Markup {
    page_with(words, title, width, &html! {}, content)
}

/// A whole page in the style of a client, of which its head has these links.
pub(super) fn page_with(
    words: &Words,
    title: &str,
    width: Width,
    style: &Markup,
    content: &Markup,
) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(words.tag) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="robots" content="noindex";
                title { (title) " — local pool" }
                link rel="icon" href="/_icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/_style.css";
                (style)
            }
            body {
                header.banner { (words.banner) }
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
