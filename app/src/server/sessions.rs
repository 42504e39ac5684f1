//! The page of one's sessions, and what its forms do.

use signin::{OwnSession, Slot};

use super::posted::leave_message;
use super::written::moment;
use super::{
    CurrentUser, FormPost, RequireSession, is_plain_form, language, redirect, redirect_within_app,
    set_cookie, set_header, store_error,
};
use crate::api::{SessionView, SessionsOutcome, SessionsView};
use crate::error::AppError;

const PAGE: &str = "/sessions";

pub(crate) async fn show() -> Result<SessionsView, AppError> {
    let person = RequireSession::of_request().await?;
    let own = person.account.signin.own_sessions.list(&person.session).await;
    let own = own.map_err(|error| store_error(&error))?;
    let now = person.account.signin.clock.now().unix_seconds();
    Ok(SessionsView {
        csrf: person.csrf(),
        sessions: own.into_iter().map(|own| view(own, now)).collect(),
        outcome: person.take_message(Slot::Sessions).await?,
    })
}

pub(crate) async fn end_one(handle: &str) -> Result<SessionsOutcome, AppError> {
    let person = FormPost::of_request().await?;
    let ended = person
        .account
        .signin
        .own_sessions
        .end_one(&person.session, handle)
        .await;
    let outcome = if ended.map_err(|error| store_error(&error))? {
        SessionsOutcome::Ended(1)
    } else {
        SessionsOutcome::Gone
    };
    answer(&person, outcome).await
}

pub(crate) async fn end_others() -> Result<SessionsOutcome, AppError> {
    let person = FormPost::of_request().await?;
    let ended = person
        .account
        .signin
        .own_sessions
        .end_others(&person.session)
        .await;
    let count = ended.map_err(|error| store_error(&error))?;
    answer(&person, SessionsOutcome::Ended(count)).await
}

pub(crate) async fn sign_out_everywhere() -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let ended = person
        .account
        .signin
        .own_sessions
        .sign_out_everywhere(&person.session)
        .await;
    let ended = ended.map_err(|error| store_error(&error))?;
    set_cookie(&person.account.signin.cookies.forget_session());
    set_header("clear-site-data", "\"cache\"");
    match ended.location {
        Some(location) if ended.is_pool_told => redirect(location.as_str()),
        // Other applications may go on: the person has to know.
        _ => redirect_within_app("/logged_out?elsewhere=unknown"),
    }
    Ok(())
}

async fn answer(person: &CurrentUser, outcome: SessionsOutcome) -> Result<SessionsOutcome, AppError> {
    if is_plain_form() {
        let left = leave_message(&person.session, Slot::Sessions, &outcome).await;
        left.map_err(|error| store_error(&error))?;
        redirect_within_app(PAGE);
    }
    Ok(outcome)
}

fn view(own: OwnSession, now: i64) -> SessionView {
    SessionView {
        handle: own.handle,
        browser: own.device.browser.map(|browser| browser.name().to_owned()),
        system: own.device.system.map(|system| system.name().to_owned()),
        first: moment(language(), own.signed_in_at.unix_seconds(), now),
        last: moment(language(), own.used_at.unix_seconds(), now),
        is_this: own.is_this,
    }
}
