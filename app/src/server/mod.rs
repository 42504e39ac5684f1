//! The server half of the server functions: what the browser sent, and what goes back besides the value.

pub(crate) mod account;
pub(crate) mod contact;
mod countries;
mod fault_page;
pub(crate) mod forms;
pub(crate) mod language;
pub(crate) mod limits;
mod posted;
mod qr;
mod request;
mod respond;
pub(crate) mod sessions;
pub(crate) mod sign_up;
pub(crate) mod sources;
pub(crate) mod views;
mod written;

use std::error::Error as StdError;

use attributes::{Attribute, UserContext};
use auth::{
    Auth, FinishError, Profile, RecentlyAuthenticated, ReturnTo, SecurityEvent, Session, SessionCallError,
    SessionId, Slot, StartError, StoreError, TooLong,
};
use leptos::context::use_context;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub use fault_page::fault_page;
pub(crate) use language::language;
pub(crate) use posted::note_transient;
pub use posted::{PostNotes, repeated_headers};
pub use request::{CameFrom, ClientAddress, CspNonce, Untaken, provide_context};
pub(crate) use request::{
    browser_cookie, cookies, device, is_page_view, is_plain_form, page_path, query, session_cookie,
};
pub use respond::UNREADABLE;
pub(crate) use respond::{
    fail, mark_unreadable, redirect, redirect_within_app, set_cookie, set_cookies, set_header, set_status,
    set_status_of_report,
};

use crate::error::{AppError, ErrorKind};

/// A signed-in person.
pub(crate) struct Person {
    pub auth: Auth,
    pub session_id: SessionId,
    pub session: Session,
    pub profile: Profile,
}

impl Person {
    /// Their session, if they proved lately who they are. Changes to how one signs in need that.
    pub(crate) fn fresh(&self) -> Result<RecentlyAuthenticated, AppError> {
        self.auth.require_recent_auth(&self.session).map_err(|_| {
            let line = self
                .auth
                .security(SecurityEvent::Reauthentication)
                .of(&self.session);
            line.refused("the last sign-in is too long ago");
            respond::refuse(ErrorKind::NotFresh)
        })
    }

    /// Keeps what was typed, if all that kept it from being done is that the last sign-in is too long ago.
    pub(crate) async fn keep_typed(
        &self,
        error: &AppError,
        slot: Slot,
        typed: &(impl Serialize + Sync),
    ) -> Result<(), AppError> {
        if error.kind != ErrorKind::NotFresh {
            return Ok(());
        }
        let kept = self.auth.keep_typed(&self.session, slot, typed).await;
        kept.map_err(|error| store_error(&error))
    }

    /// What was kept, now that they have proved who they are.
    pub(crate) async fn take_typed<T: DeserializeOwned>(
        &self,
        fresh: Option<RecentlyAuthenticated>,
        slot: Slot,
    ) -> Result<Option<T>, AppError> {
        let Some(fresh) = fresh else { return Ok(None) };
        let typed = self.auth.take_typed(&fresh, slot).await;
        typed.map_err(|error| store_error(&error))
    }

    /// What to ask them for before they go on.
    pub async fn pending_prompts(&self) -> Result<Vec<&Attribute>, AppError> {
        let asked = self.auth.pending_prompts(&self.session, &self.profile).await;
        asked.map_err(|error| store_error(&error))
    }

    /// What the attribute list must know of them.
    pub fn user_context(&self) -> UserContext<'_> {
        UserContext {
            values: &self.profile.values,
            providers: self.session.providers(),
        }
    }
}

/// The one value the server hands to the application.
pub(crate) fn auth() -> Auth {
    use_context::<Auth>().expect("the server provides `Auth` to every request")
}

/// The signed-in person, whatever is still missing. A page view without a session goes to sign in first.
pub(crate) async fn signed_in() -> Result<Person, AppError> {
    let (auth, session_id, session) = session().await?;
    let profile = auth.profile(&session).await.map_err(|error| user_error(&error))?;
    Ok(Person {
        auth,
        session_id,
        session,
        profile,
    })
}

/// The signed-in person of whom there is nothing to ask; others are sent to the form after registration.
pub(crate) async fn complete() -> Result<Person, AppError> {
    let person = signed_in().await?;
    let is_complete = person.pending_prompts().await?.is_empty();
    if is_complete { Ok(person) } else { Err(ask_first()) }
}

/// The signed-in person who posts a form that was rendered for this session, whatever is still missing. Their
/// attributes as last seen: saving reads them anyway.
pub(crate) async fn writer(csrf: &str) -> Result<Person, AppError> {
    let (auth, session_id, session) = session().await?;
    if !auth.is_csrf_token(&session_id, csrf) {
        let line = auth.security(SecurityEvent::ForgedRequest).of(&session);
        line.refused("a form of another session");
        return Err(respond::refuse(ErrorKind::SignedOut));
    }
    let profile = auth
        .last_profile(&session)
        .await
        .map_err(|error| user_error(&error))?;
    Ok(Person {
        auth,
        session_id,
        session,
        profile,
    })
}

/// [`writer`], with every required attribute. A question that can be skipped waits for the next page: it must not
/// cost anybody the form they are sending.
pub(crate) async fn complete_writer(csrf: &str) -> Result<Person, AppError> {
    let person = writer(csrf).await?;
    let is_complete = person.auth.is_complete(&person.session, &person.profile);
    if is_complete { Ok(person) } else { Err(ask_first()) }
}

/// Whether this browser had a session that was ended from another one: it has to prove who it is then.
pub(crate) async fn was_revoked_remotely() -> bool {
    match session_cookie() {
        Some(id) => auth().was_revoked_remotely(&id).await.unwrap_or(true),
        None => false,
    }
}

/// What the forms of this session carry, with a one-time id for this page.
pub(crate) fn csrf(id: &SessionId) -> String {
    let auth = auth();
    auth.one_time(&auth.csrf_token(id)).as_str().to_owned()
}

async fn session() -> Result<(Auth, SessionId, Session), AppError> {
    let auth = auth();
    let Some(id) = session_cookie() else {
        request::note_unknown_session();
        return Err(ask_to_sign_in());
    };
    let session = auth.session(&id).await.map_err(|error| store_error(&error))?;
    if session.is_none() && !was_revoked_remotely().await {
        request::note_unknown_session();
    }
    let session = session.ok_or_else(ask_to_sign_in)?;
    Ok((auth, id, session))
}

/// Sends people to the form after registration.
fn ask_first() -> AppError {
    if is_page_view() || is_plain_form() {
        match ReturnTo::try_parse(&page_path()) {
            Ok(here) => redirect_within_app(&welcome_path(&here)),
            Err(error) => return too_long(error),
        }
    }
    respond::refuse(ErrorKind::Incomplete)
}

/// The form after registration, on the way to `return_to`.
pub(crate) fn welcome_path(return_to: &ReturnTo) -> String {
    with_return_to("/welcome", return_to)
}

pub(crate) fn with_return_to(path: &str, return_to: &ReturnTo) -> String {
    if *return_to == ReturnTo::default() {
        return path.to_owned();
    }
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("return_to", return_to.as_str())
        .finish();
    format!("{path}?{query}")
}

/// Only a page view is sent to the Hosted UI; a `fetch` gets a typed 401, and a form a page that says so.
fn ask_to_sign_in() -> AppError {
    if request::has_two_session_cookies() {
        // A sign-in would replace one of them and end here again.
        return respond::refuse(ErrorKind::TwoSessions);
    }
    if is_page_view() {
        match ReturnTo::try_parse(&page_path()) {
            Ok(here) => redirect_within_app(&with_return_to("/login", &here)),
            Err(error) => return too_long(error),
        }
    }
    respond::refuse(ErrorKind::SignedOut)
}

/// Nobody is silently brought somewhere else.
pub(crate) fn too_long(TooLong: TooLong) -> AppError {
    respond::refuse(ErrorKind::AddressTooLong)
}

pub(crate) fn start_error(error: &StartError) -> AppError {
    let kind = match error {
        StartError::Unavailable(_) => ErrorKind::Unavailable,
        StartError::Misconfigured(_) => ErrorKind::Misconfigured,
        StartError::Failed(_) => ErrorKind::StoreUnavailable,
    };
    fail(kind, error)
}

/// The page of a failed callback has another address: code and state are to leave the history
/// (RFC 9700 section 4.2.4).
pub(crate) fn finish_error(error: &FinishError, destination: &ReturnTo) -> AppError {
    let kind = match error {
        FinishError::Denied => ErrorKind::Denied,
        FinishError::NotPending => ErrorKind::NotPending,
        FinishError::TooLate => ErrorKind::SignInTooLate,
        FinishError::UsedOrExpired => ErrorKind::UsedOrExpired,
        FinishError::Unavailable(_) => ErrorKind::Unavailable,
        FinishError::Misconfigured { .. } => ErrorKind::Misconfigured,
        FinishError::Refused(_) => ErrorKind::Refused,
        FinishError::Untrusted(_) => ErrorKind::Untrusted,
        FinishError::NotAskedAgain => ErrorKind::NotAskedAgain,
        FinishError::AddressUnproven | FinishError::BeforeRecovery(_) => ErrorKind::NotFresh,
        FinishError::Failed(_) => ErrorKind::StoreUnavailable,
    };
    let detail = match error {
        FinishError::AddressUnproven => "AddressUnproven".to_owned(),
        FinishError::BeforeRecovery(_) => "BeforeRecovery".to_owned(),
        _ => format!("{kind:?}"),
    };
    auth().security(SecurityEvent::SignIn).refused(&detail);
    let told = fail(kind, error);
    if is_page_view() {
        match error {
            FinishError::AddressUnproven => redirect_within_app(sign_up::CONFIRM),
            FinishError::BeforeRecovery(return_to) => respond::show_elsewhere(told, return_to.as_str()),
            // Whatever the next step is, it goes on to where the sign-in was going.
            _ => respond::show_elsewhere(told, &with_return_to("/login", destination)),
        }
    }
    told
}

/// The session store does not answer, or takes nothing in.
pub(crate) fn store_error(error: &StoreError) -> AppError {
    fail(ErrorKind::StoreUnavailable, error)
}

pub(crate) fn user_error(error: &SessionCallError) -> AppError {
    let kind = match error {
        SessionCallError::Ended => ErrorKind::Ended,
        SessionCallError::Unavailable(_) => ErrorKind::Unavailable,
        SessionCallError::PasswordReset(_) => ErrorKind::PasswordReset,
        SessionCallError::Refused(_) => ErrorKind::Refused,
        SessionCallError::Failed(_) => ErrorKind::StoreUnavailable,
    };
    if kind == ErrorKind::Ended {
        set_cookie(&auth().cookies().forget_session());
    }
    fail(kind, error)
}

/// The whole chain of causes, for the log.
fn chain(error: &(dyn StdError + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}
