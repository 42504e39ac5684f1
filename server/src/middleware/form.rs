//! What was posted, parsed once. The layers below and Leptos see the same bytes.

use axum::body::Bytes;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use url::form_urlencoded;

const TOKEN_FIELD: &str = "csrf";
const FORM: &str = "application/x-www-form-urlencoded";

/// The body of a request.
pub(super) struct PostedBody {
    is_empty: bool,
    is_form: bool,
    fields: Vec<(String, String)>,
}

impl PostedBody {
    pub fn read(headers: &HeaderMap, body: &Bytes) -> Self {
        let is_form = is_form(headers);
        let fields = is_form.then(|| form_urlencoded::parse(body).into_owned().collect());
        Self {
            is_empty: body.is_empty(),
            is_form,
            fields: fields.unwrap_or_default(),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    pub fn is_form(&self) -> bool {
        self.is_form
    }

    /// Names and values, decoded, in order; none if it is no form.
    pub fn fields(&self) -> &[(String, String)] {
        &self.fields
    }

    /// The token of the form, if it has exactly one.
    pub fn token(&self) -> Option<&str> {
        let mut tokens = self.fields().iter().filter(|(name, _)| name == TOKEN_FIELD);
        let (Some((_, token)), None) = (tokens.next(), tokens.next()) else {
            return None;
        };
        Some(token)
    }

    /// Everything but the token, as a browser writes it.
    pub fn content(&self) -> String {
        let fields = self.fields().iter().filter(|(name, _)| name != TOKEN_FIELD);
        form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish()
    }
}

/// Whether the request says once that it is a form, whatever it says about its characters.
fn is_form(headers: &HeaderMap) -> bool {
    let mut values = headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (values.next(), values.next()) else {
        return false;
    };
    let kind = value.to_str().ok().and_then(|value| value.split(';').next());
    kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM))
}
