//! What came back.

use http::header::{LOCATION, SET_COOKIE};
use http::{HeaderMap, StatusCode};
use url::Url;

use crate::{Form, SetCookie};

/// A response that was read to its end. Redirects are not followed.
#[derive(Clone, Debug)]
pub struct Page {
    /// Where it came from.
    pub url: Url,
    /// Its HTTP status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its text.
    pub body: String,
}

impl Page {
    /// A header, which must be text.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let value = self.headers.get(name)?;
        Some(value.to_str().expect("our servers send headers in ASCII"))
    }

    /// Where it redirects to, as the header has it.
    ///
    /// # Panics
    ///
    /// If it is no redirect.
    #[must_use]
    #[track_caller]
    pub fn location(&self) -> &str {
        self.header(LOCATION.as_str())
            .unwrap_or_else(|| panic!("no redirect but {}: {}", self.status, self.body))
    }

    /// Where it redirects to, as an absolute address.
    #[must_use]
    pub fn redirect(&self) -> Option<Url> {
        self.url.join(self.header(LOCATION.as_str())?).ok()
    }

    /// The same.
    ///
    /// # Panics
    ///
    /// If it is no redirect.
    #[must_use]
    #[track_caller]
    pub fn next(&self) -> Url {
        let next = self.url.join(self.location());
        next.unwrap_or_else(|error| panic!("{error}: {}", self.location()))
    }

    /// Whether it is a redirect (302) to an address that begins so.
    #[must_use]
    pub fn goes_to(&self, start: &str) -> bool {
        let location = self.header(LOCATION.as_str());
        self.status == StatusCode::FOUND && location.is_some_and(|location| location.starts_with(start))
    }

    /// A query parameter of the redirect.
    #[must_use]
    pub fn param(&self, name: &str) -> Option<String> {
        let redirect = self.redirect()?;
        let mut pairs = redirect.query_pairs();
        pairs
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    }

    /// The cookies it sets.
    #[must_use]
    pub fn set_cookies(&self) -> Vec<SetCookie<'_>> {
        let lines = self.headers.get_all(SET_COOKIE).iter();
        lines
            .map(|line| SetCookie::parse(line.to_str().expect("our servers set cookies in ASCII")))
            .collect()
    }

    /// Its body as JSON.
    ///
    /// # Panics
    ///
    /// If it is something else.
    #[must_use]
    #[track_caller]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    /// Its form whose action ends so.
    #[must_use]
    pub fn form(&self, action: &str) -> Option<Form> {
        Form::find(&self.body, action)
    }

    /// The sentence at the field of an attribute.
    ///
    /// # Panics
    ///
    /// If nothing is said there.
    #[must_use]
    #[track_caller]
    pub fn sentence_at(&self, name: &str) -> &str {
        let id = format!("id=\"field-{}-error\"", name.replace(':', "-"));
        let after = self.body.split_once(&id).map(|(_, after)| after);
        let text = after.and_then(|after| after.split_once('>')?.1.split_once("</p>"));
        let (text, _) = text.unwrap_or_else(|| panic!("nothing is said at a field {name}: {}", self.body));
        text.trim()
    }
}
