//! How the pages of a client look: the colours, the logo and the icon of its style of managed login. Of its settings the pages heed those
//! that they have a place for.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{Markup, html};
use serde_json::Value;

use crate::service::Service;
use crate::state::{Look, UserPool};

const MODES: [(&str, &str); 2] = [("light", "lightMode"), ("dark", "darkMode")];

/// Properties of `style.css`, and the setting that each follows; `*` is the mode.
const COLOURS: [(&str, &str); 10] = [
    ("paper", "/components/pageBackground/*/color"),
    ("card", "/components/form/*/backgroundColor"),
    ("ink", "/components/pageText/*/headingColor"),
    ("soft", "/components/pageText/*/descriptionColor"),
    ("line", "/components/form/*/borderColor"),
    ("field", "/componentClasses/input/*/defaults/borderColor"),
    ("accent", "/components/primaryButton/*/defaults/backgroundColor"),
    ("accent-ink", "/components/primaryButton/*/defaults/textColor"),
    ("bad", "/components/alert/*/error/borderColor"),
    ("bad-paper", "/components/alert/*/error/backgroundColor"),
];

/// Pictures that the pages show.
const LOGO: &str = "FORM_LOGO";
const ICON: &str = "FAVICON_SVG";

/// The style of a client's pages.
pub(crate) struct ClientStyle<'a> {
    client: &'a str,
    look: &'a Look,
}

impl<'a> ClientStyle<'a> {
    /// What the client has of its own.
    pub fn of(pool: &'a UserPool, client: &'a str) -> Option<Self> {
        let look = pool.styles.get(client)?.look.as_ref()?;
        Some(Self { client, look })
    }

    /// For the head of a page.
    pub fn links(&self) -> Markup {
        html! {
            @if self.picture(ICON, "LIGHT").is_some() {
                link rel="icon" href=(self.address(ICON, "LIGHT")) type="image/svg+xml";
            }
            link rel="stylesheet" href={ "/_style/" (self.client) };
        }
    }

    /// At the top of a page; the name of the pool stands below it.
    pub fn logo(&self) -> Markup {
        let is_shown =
            self.look.settings.pointer("/components/form/logo/enabled") == Some(&Value::Bool(true));
        let has = |mode: &str| self.picture(LOGO, mode).is_some();
        html! {
            @if is_shown && has("LIGHT") {
                picture {
                    @if has("DARK") {
                        source srcset=(self.address(LOGO, "DARK")) media="(prefers-color-scheme: dark)";
                    }
                    img.logo src=(self.address(LOGO, "LIGHT")) alt="";
                }
            }
        }
    }

    fn address(&self, category: &str, mode: &str) -> String {
        format!("/_style/{}/{category}/{mode}", self.client)
    }

    fn picture(&self, category: &str, mode: &str) -> Option<&BTreeMap<String, String>> {
        let is_meant = |asset: &&BTreeMap<String, String>| {
            let says = |name: &str, value: &str| asset.get(name).is_some_and(|said| said == value);
            says("Category", category) && says("ColorMode", mode) && asset.contains_key("Bytes")
        };
        self.look.assets.iter().find(is_meant)
    }

    fn style_sheet(&self) -> String {
        let mut css = String::new();
        for (scheme, mode) in MODES {
            let colours = COLOURS.iter().filter_map(|(property, setting)| {
                let said = self.look.settings.pointer(&setting.replace('*', mode))?;
                Some(format!("--{property}:#{};", hex_colour(said.as_str()?)?))
            });
            let colours = colours.collect::<String>();
            let _ = writeln!(
                css,
                "@media (prefers-color-scheme: {scheme}) {{ :root {{ {colours} }} }}"
            );
        }
        css
    }
}

/// Red, green, blue and opacity as managed login has them: eight digits. Nothing else gets into a style sheet.
fn hex_colour(said: &str) -> Option<&str> {
    let is_colour = said.len() == 8 && said.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_colour.then_some(said)
}

/// `GET /_style/{client}`
pub(crate) async fn style_sheet(State(service): State<Arc<Service>>, Path(client): Path<String>) -> Response {
    let css = with_style(&service, &client, |style| Some(style.style_sheet()));
    css.map_or_else(not_found, |css| answer("text/css; charset=utf-8", css))
}

/// `GET /_style/{client}/{category}/{mode}`
pub(crate) async fn picture(
    State(service): State<Arc<Service>>,
    Path((client, category, mode)): Path<(String, String, String)>,
) -> Response {
    let picture = with_style(&service, &client, |style| {
        let picture = style.picture(&category, &mode)?;
        let bytes = STANDARD.decode(&picture["Bytes"]).ok()?;
        Some((media_type(picture.get("Extension")?)?, bytes))
    });
    picture.map_or_else(not_found, |(media_type, bytes)| answer(media_type, bytes))
}

fn with_style<T>(
    service: &Service,
    client: &str,
    read: impl FnOnce(ClientStyle<'_>) -> Option<T>,
) -> Option<T> {
    let state = service.state();
    let pool = state
        .pools
        .values()
        .find(|pool| pool.styles.contains_key(client))?;
    read(ClientStyle::of(pool, client)?)
}

fn media_type(extension: &str) -> Option<&'static str> {
    Some(match extension {
        "ICO" => "image/x-icon",
        "JPEG" => "image/jpeg",
        "PNG" => "image/png",
        "SVG" => "image/svg+xml",
        "WEBP" => "image/webp",
        _ => return None,
    })
}

/// A picture may be a document: what is in it may neither run nor load anything.
fn answer(media_type: &'static str, body: impl IntoResponse) -> Response {
    let headers = [
        (header::CONTENT_TYPE, media_type),
        (header::CACHE_CONTROL, "no-cache"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'unsafe-inline'; sandbox",
        ),
    ];
    (headers, body).into_response()
}

fn not_found() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_colours_get_into_a_style_sheet() {
        assert_eq!(hex_colour("6b2a86FF"), Some("6b2a86FF"));
        for other in ["", "6b2a86", "6b2a86f", "red;}a{b:c", "6b2a86f;"] {
            assert_eq!(hex_colour(other), None, "{other}");
        }
    }
}
