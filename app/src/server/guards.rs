//! Whom a page or a form is for. A server half begins with one of these; it refuses everybody else, and sends those who
//! open a page to where they become who is wanted.

use std::ops::Deref;
use std::sync::Arc;

use account::{Profile, UserRecords};
use attributes::Attribute;
use serde::Serialize;
use serde::de::DeserializeOwned;
use signin::{RecentlyAuthenticated, ReturnTo, SecurityEvent, SessionTokens, Slot};

use super::request::{has_two_session_cookies, is_prefetched, is_token_verified};
use super::visit::{self, CurrentSession, Found};
use super::{csrf, is_page_view, is_plain_form, page_path, redirect_within_app, respond, store_error};
use super::{too_long, welcome_path, with_return_to};
use crate::error::{AppError, ErrorKind};

/// A signed-in person.
pub(crate) struct CurrentUser {
    pub current: Arc<CurrentSession>,
    pub profile: Profile,
    pub records: UserRecords,
}

/// A user with a live session. Nothing is asked of the pool, and nothing read of the person.
pub(crate) struct RequireSession(Arc<CurrentSession>);

/// A signed-in person, whatever is still to be asked.
pub(crate) struct RequireUser(Arc<CurrentUser>);

/// A signed-in person of whom there is nothing to ask; others are sent to the form after registration.
pub(crate) struct RequireOnboarded(Arc<CurrentUser>);

/// The signed-in person who posts a form that was rendered for this session, whatever is still to be asked.
pub(crate) struct FormPost(CurrentUser);

/// [`FormPost`], with every required attribute. A question that can be skipped waits for the next page: it must not
/// cost anybody the form they are sending.
pub(crate) struct OnboardedFormPost(CurrentUser);

impl RequireSession {
    pub(crate) async fn of_request() -> Result<Self, AppError> {
        match visit::find().await? {
            Found::Session(current) => Ok(Self(current)),
            Found::RevokedRemotely | Found::Nothing => Err(ask_to_sign_in()),
        }
    }
}

impl RequireUser {
    pub(crate) async fn of_request() -> Result<Self, AppError> {
        let RequireSession(current) = RequireSession::of_request().await?;
        Ok(Self(visit::user(&current).await?))
    }
}

impl RequireOnboarded {
    pub(crate) async fn of_request() -> Result<Self, AppError> {
        let RequireUser(user) = RequireUser::of_request().await?;
        if user.pending_prompts().is_empty() {
            Ok(Self(user))
        } else {
            Err(ask_first())
        }
    }
}

impl FormPost {
    pub(crate) async fn of_request() -> Result<Self, AppError> {
        let RequireSession(current) = RequireSession::of_request().await?;
        if !is_token_verified() {
            let line = current
                .account
                .signin
                .security
                .event(SecurityEvent::ForgedRequest);
            line.of(&current.session).refused("a form of another session");
            return Err(respond::refuse(ErrorKind::SignedOut));
        }
        Ok(Self(visit::user_as_last_seen(current).await?))
    }
}

impl OnboardedFormPost {
    pub(crate) async fn of_request() -> Result<Self, AppError> {
        let FormPost(user) = FormPost::of_request().await?;
        if user.account.onboarding.is_complete(&user.session, &user.profile) {
            Ok(Self(user))
        } else {
            Err(ask_first())
        }
    }
}

impl CurrentSession {
    /// What the forms of this session carry, with a one-time id for this page.
    pub(crate) fn csrf(&self) -> String {
        csrf(&self.id)
    }

    /// The session, if its person proved lately who they are.
    pub(crate) fn recently_authenticated(&self) -> Option<RecentlyAuthenticated> {
        let reauth = &self.account.signin.reauth;
        reauth.require_recent_auth(&self.session).ok()
    }

    /// The same for changes to how one signs in, which need it: a refusal is logged.
    pub(crate) fn require_recent_auth(&self) -> Result<RecentlyAuthenticated, AppError> {
        self.recently_authenticated().ok_or_else(|| {
            let security = &self.account.signin.security;
            let line = security.event(SecurityEvent::Reauthentication).of(&self.session);
            line.refused("the last sign-in is too long ago");
            respond::refuse(ErrorKind::NotFresh)
        })
    }

    /// Takes the message that was left in this slot, if any: it is shown once. The store is asked only where it is known to
    /// hold one.
    pub(crate) async fn take_message<T: DeserializeOwned>(&self, slot: Slot) -> Result<Option<T>, AppError> {
        if !self.waiting.has(slot) {
            return Ok(None);
        }
        if is_prefetched() {
            respond::mark_unshown();
            return Ok(None);
        }
        let message = self.account.signin.messages.take(&self.session, slot).await;
        message.map_err(|error| store_error(&error))
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
        let kept = self
            .account
            .signin
            .messages
            .keep_typed(&self.session, slot, typed)
            .await;
        kept.map_err(|error| store_error(&error))
    }
}

impl CurrentUser {
    /// Takes what was kept, now that they have proved who they are.
    pub(crate) async fn take_typed<T: DeserializeOwned>(
        &self,
        fresh: Option<RecentlyAuthenticated>,
        slot: Slot,
    ) -> Result<Option<T>, AppError> {
        let Some(fresh) = fresh.filter(|_| self.records.typed().has(slot)) else {
            return Ok(None);
        };
        if is_prefetched() {
            respond::mark_unshown();
            return Ok(None);
        }
        let typed = self.account.signin.messages.take_typed(&fresh, slot).await;
        typed.map_err(|error| store_error(&error))
    }

    /// The tokens of their session, for the calls of this request.
    pub(crate) fn tokens(&self) -> SessionTokens<'_> {
        let tokens = &self.account.signin.tokens;
        tokens.of_request(&self.session, self.records.tokens())
    }

    /// What to ask them for before they go on.
    pub(crate) fn pending_prompts(&self) -> Vec<&Attribute> {
        self.account
            .users
            .pending_prompts(&self.session, &self.profile, &self.records)
    }
}

/// Sends people to the form after registration.
pub(crate) fn ask_first() -> AppError {
    if is_page_view() || is_plain_form() {
        match ReturnTo::try_parse(&page_path()) {
            Ok(here) => redirect_within_app(&welcome_path(&here)),
            Err(error) => return too_long(error),
        }
    }
    respond::refuse(ErrorKind::Incomplete)
}

/// Only a page view is sent to the Hosted UI; a `fetch` gets a typed 401, and a form a page that says so.
fn ask_to_sign_in() -> AppError {
    if has_two_session_cookies() {
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

macro_rules! leads_to {
    ($($guard:ty => $target:ty),* $(,)?) => {
        $(impl Deref for $guard {
            type Target = $target;

            fn deref(&self) -> &$target {
                &self.0
            }
        })*
    };
}

leads_to! {
    RequireSession => CurrentSession,
    RequireUser => CurrentUser,
    RequireOnboarded => CurrentUser,
    FormPost => CurrentUser,
    OnboardedFormPost => CurrentUser,
}

impl Deref for CurrentUser {
    type Target = CurrentSession;

    fn deref(&self) -> &CurrentSession {
        &self.current
    }
}
