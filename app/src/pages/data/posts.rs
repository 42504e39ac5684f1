//! What the form of the page does.

use attributes::normalize_text;
use leptos::server;
use signin::Slot;

use super::view::DeletionOutcome;
use crate::client::AppClient;
use crate::error::AppError;
use crate::pages::small_form::input_error::InputErrorKind;
use crate::server::{
    CurrentUser, FormPost, redirect, redirect_within_app, set_cookie, set_header, show_outcome, user_error,
};

const PAGE: &str = "/data";

/// Deletes the account of somebody who has typed its name.
#[server(endpoint = "delete_account", client = AppClient)]
pub async fn delete_account(#[server(default)] name: String) -> Result<(), AppError> {
    let person = FormPost::of_request().await?;
    let refused = Box::pin(try_delete(&person, &name)).await;
    let Some(outcome) = refused.transpose() else {
        return Ok(());
    };
    if let Err(error) = &outcome {
        person.keep_typed(error, Slot::Deletion, &name).await?;
    }
    show_outcome(&person, Slot::Deletion, PAGE, outcome, DeletionOutcome::NotSaved).await
}

/// Nothing if the account is gone: there is no session left to tell it in.
async fn try_delete(person: &CurrentUser, name: &str) -> Result<Option<DeletionOutcome>, AppError> {
    let session = person.require_recent_auth()?;
    match normalize_text(name).as_str() {
        "" => return Ok(Some(DeletionOutcome::WrongName(InputErrorKind::Missing))),
        typed if !typed.eq_ignore_ascii_case(person.account_name()) => {
            return Ok(Some(DeletionOutcome::WrongName(InputErrorKind::AnotherName)));
        }
        _ => {}
    }
    let left = person.account.deletion.delete(&session).await;
    let left = left.map_err(|error| user_error(&error))?;
    set_cookie(&person.account.signin.cookies.forget_session());
    set_cookie(&person.account.signin.cookies.set_left());
    set_header("clear-site-data", "\"cache\"");
    match left.location {
        Some(location) => redirect(location.as_str()),
        None => redirect_within_app("/logged_out"),
    }
    Ok(None)
}
