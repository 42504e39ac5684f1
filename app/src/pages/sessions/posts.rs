//! What the forms of the page do.

use leptos::server;
use signin::Slot;

use super::load;
use crate::error::AppError;
use crate::pages::sessions::view::SessionsOutcome;
use crate::server::{
    CurrentUser, FormPost, leave_message, redirect, redirect_within_app, set_cookie, set_header, store_error,
};

const PAGE: &str = "/sessions";

/// Ends another session of one's own.
#[server(endpoint = "end_session")]
pub async fn end_session(#[server(default)] handle: String) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let signin = &person.account.signin;
    // Before it is gone.
    let listed = signin.own_sessions.list(&person.session).await;
    let listed = listed.map_err(|error| store_error(&error))?;
    let mut listed = listed.into_iter().enumerate();
    let meant = listed.find(|(_, session)| session.handle == handle);
    let ended = signin.own_sessions.end_one(&person.session, &handle).await;
    let is_ended = ended.map_err(|error| store_error(&error))?;
    let outcome = match meant.filter(|_| is_ended) {
        Some((at, session)) => {
            let now = signin.clock.now().unix_seconds();
            SessionsOutcome::EndedOne(at, Box::new(load::view(session, now)))
        }
        None => SessionsOutcome::Gone,
    };
    show_outcome(&person, outcome).await
}

/// Ends all other sessions of one's own.
#[server(endpoint = "end_other_sessions")]
pub async fn end_other_sessions() -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let ended = person
        .account
        .signin
        .own_sessions
        .end_others(&person.session)
        .await;
    let count = ended.map_err(|error| store_error(&error))?;
    show_outcome(&person, SessionsOutcome::Ended(count)).await
}

/// Signs out on every device, and at the pool for every application.
#[server(endpoint = "sign_out_everywhere")]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
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

async fn show_outcome(person: &CurrentUser, outcome: SessionsOutcome) -> Result<(), AppError> {
    let left = leave_message(&person.session, Slot::Sessions, &outcome).await;
    left.map_err(|error| store_error(&error))?;
    redirect_within_app(PAGE);
    Ok(())
}
