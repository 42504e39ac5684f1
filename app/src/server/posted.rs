//! What the answer to a plain form leaves for a repeated post of it. The server notes it beside the request
//! and keeps it under the form's one-time id.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::header::{COOKIE, LOCATION, SET_COOKIE};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Serialize;
use signin::{BrowserId, LeftMessage, Session, Slot, StoreError};

use super::request::with_parts;
use super::respond::redirect_within_app;
use super::visit::CurrentSession;
use super::{flows, store_error};
use crate::error::{AppError, ErrorKind};

/// The headers of a redirect that belong to its outcome.
const HEADERS: [HeaderName; 3] = [LOCATION, SET_COOKIE, HeaderName::from_static("clear-site-data")];

/// Travels in the extensions of a posted form.
#[derive(Clone, Debug, Default)]
pub struct PostNotes(Arc<Mutex<Notes>>);

#[derive(Debug, Default)]
struct Notes {
    message: Option<LeftMessage>,
    is_transient: bool,
}

impl PostNotes {
    /// What to keep of a redirect; nothing if the same form may come to something else a moment later. A cookie that the
    /// browser `sent` itself is left out: no name of a browser is kept.
    #[must_use]
    pub fn outcome(&self, answered: &HeaderMap, sent: &HeaderMap) -> Option<signin::FormOutcome> {
        let notes = self.lock();
        if notes.is_transient {
            return None;
        }
        let sent: Vec<_> = values(sent, &COOKIE)
            .flat_map(|cookies| cookies.split("; "))
            .collect();
        let is_new = |value: &&str| !sent.iter().any(|cookie| value.split(';').next() == Some(*cookie));
        let names = HEADERS;
        let headers = names.iter().flat_map(|name| {
            let values = values(answered, name).filter(is_new);
            values.map(|value| (name.to_string(), value.to_owned()))
        });
        Some(signin::FormOutcome {
            headers: headers.collect(),
            message: notes.message.clone(),
        })
    }

    fn lock(&self) -> MutexGuard<'_, Notes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn values<'a>(headers: &'a HeaderMap, name: &HeaderName) -> impl Iterator<Item = &'a str> {
    let values = headers.get_all(name).into_iter();
    values.filter_map(|value| value.to_str().ok())
}

/// The headers of an outcome, as [`PostNotes::outcome`] kept them.
#[must_use]
pub fn repeated_headers(outcome: &signin::FormOutcome) -> HeaderMap {
    let header = |(name, value): &(String, String)| {
        Some((
            HeaderName::try_from(name).ok()?,
            HeaderValue::try_from(value).ok()?,
        ))
    };
    // One by one: `Set-Cookie` may come several times.
    let mut headers = HeaderMap::new();
    for (name, value) in outcome.headers.iter().filter_map(header) {
        headers.append(name, value);
    }
    headers
}

/// The answer says how things are just now: posting the same form again tries again.
pub(crate) fn note_transient() {
    note(|notes| notes.is_transient = true);
}

/// Leaves a message for the next page in this session.
pub(crate) async fn leave_message(
    session: &Session,
    slot: Slot,
    message: &impl Serialize,
) -> Result<(), StoreError> {
    let left = flows().signin.messages.leave(session, slot, message).await?;
    note(|notes| notes.message = Some(left));
    Ok(())
}

/// The same without a session, in this browser.
pub(crate) async fn leave_message_in_browser(
    browser: &BrowserId,
    slot: Slot,
    message: &impl Serialize,
) -> Result<(), StoreError> {
    let left = flows()
        .signin
        .messages
        .leave_in_browser(browser, slot, message)
        .await?;
    note(|notes| notes.message = Some(left));
    Ok(())
}

fn note(write: impl FnOnce(&mut Notes)) {
    if let Some(notes) = with_parts(|parts| parts.extensions.get::<PostNotes>().cloned()).flatten() {
        write(&mut notes.lock());
    }
}

/// Goes on to the page that tells what became of a form.
pub(crate) async fn show_outcome<T: Serialize>(
    current: &CurrentSession,
    slot: Slot,
    page: &str,
    outcome: Result<T, AppError>,
    not_saved: impl FnOnce(AppError) -> T,
) -> Result<(), AppError> {
    let outcome = match outcome {
        // No session is left that could keep a message: the page of the failure is shown.
        Err(error) if error.kind == ErrorKind::Ended => return Err(error),
        outcome => outcome.unwrap_or_else(not_saved),
    };
    let left = leave_message(&current.session, slot, &outcome).await;
    left.map_err(|error| store_error(&error))?;
    redirect_within_app(page);
    Ok(())
}
