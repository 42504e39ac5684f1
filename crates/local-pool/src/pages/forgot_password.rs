//! `/forgotPassword` and `/confirmforgotPassword`: a code by mail, then a new password, then on to the app.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Visit, current_step, end_step, next_step, read_form};
use super::layout::{Field, Width, alert, csrf_field, page, respond_with_form};
use super::login::{after_password, name_kind, name_label};
use super::new_password::password_field;
use crate::accounts::credentials;
use crate::replies::redirect;
use crate::service::Service;
use crate::state::PageStep;

/// `GET /forgotPassword`
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    match Visit::read(&service, raw, &headers) {
        Err(response) => *response,
        Ok(visit) => respond_with_form(ask_name(&visit, "", None), &visit.xsrf),
    }
}

/// `POST /forgotPassword`
pub(crate) async fn submit(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visit = match Visit::read(&service, raw, &headers) {
        Err(response) => return *response,
        Ok(visit) => visit,
    };
    let again =
        |name: &str, problem: &str| respond_with_form(ask_name(&visit, name, Some(problem)), &visit.xsrf);
    let input = match read_form(&headers, &body) {
        Err(problem) => return again("", problem),
        Ok(input) => input,
    };
    let name = input.text("username").trim();
    if let Err(exception) = credentials::forgot(&service, &visit.request.client, name) {
        return again(name, &exception.message);
    }
    let step = PageStep::ResetPassword(name.to_owned());
    next_step(&service, &visit, "", step, "/confirmforgotPassword")
}

/// `GET /confirmforgotPassword`
pub(crate) async fn show_confirm(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    match Visit::read(&service, raw, &headers) {
        Err(response) => *response,
        Ok(visit) => match name_in_question(&service, &headers, &visit) {
            None => redirect(&visit.link("/forgotPassword")),
            Some(_) => respond_with_form(ask_code(&visit, None), &visit.xsrf),
        },
    }
}

/// `POST /confirmforgotPassword`
pub(crate) async fn confirm(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visit = match Visit::read(&service, raw, &headers) {
        Err(response) => return *response,
        Ok(visit) => visit,
    };
    let Some(name) = name_in_question(&service, &headers, &visit) else {
        return redirect(&visit.link("/forgotPassword"));
    };
    let input = match read_form(&headers, &body) {
        Err(problem) => return respond_with_form(ask_code(&visit, Some(problem)), &visit.xsrf),
        Ok(input) => input,
    };
    let client = &visit.request.client;
    let (code, password) = (input.text("code"), input.text("password"));
    if let Err(exception) = credentials::confirm_forgot(&service, client, &name, code, password) {
        return respond_with_form(ask_code(&visit, Some(&exception.message)), &visit.xsrf);
    }
    end_step(&service, &headers);
    let user = service.state().users.find(&visit.pool.id, &name).cloned();
    match user {
        Some(user) => after_password(&service, &visit, &user),
        None => redirect(&visit.link("/login")),
    }
}

fn name_in_question(service: &Service, headers: &HeaderMap, visit: &Visit) -> Option<String> {
    match current_step(service, headers, &visit.pool.id)?.step {
        PageStep::ResetPassword(name) => Some(name),
        _ => None,
    }
}

fn ask_name(visit: &Visit, name: &str, problem: Option<&str>) -> Markup {
    let (label, kind) = (name_label(&visit.pool), name_kind(&visit.pool));
    let (id, autocomplete) = ("forgotPasswordUsername", "username");
    let field = Field {
        id,
        name: "username",
        label,
        kind,
        autocomplete,
        value: name,
        help: None,
        required: true,
    };
    let content = html! {
        div.card {
            h1 { "Forgot your password?" }
            p.pool { "We send you a code, and you choose a new one." }
            (alert(problem))
            form name="forgotPassword" method="post" action=(visit.link("/forgotPassword")) {
                (csrf_field(&visit.xsrf))
                (field.render())
                button name="reset_my_password" value="Reset my password" { "Send the code" }
            }
            p.links { a href=(visit.link("/login")) { "Back to sign in" } }
        }
    };
    page("Forgot your password?", Width::Form, &content)
}

fn ask_code(visit: &Visit, problem: Option<&str>) -> Markup {
    let (id, label, autocomplete) = ("forgotPasswordCode", "Verification code", "one-time-code");
    let code = Field {
        id,
        name: "code",
        label,
        kind: "text",
        autocomplete,
        value: "",
        help: None,
        required: true,
    };
    let content = html! {
        div.card {
            h1 { "Choose a new password" }
            p.pool {
                "The code is in the " a href="/_inbox" target="_blank" { "inbox of the local pool (new tab)" } "."
            }
            (alert(problem))
            form name="confirmForgotPassword" method="post" action=(visit.link("/confirmforgotPassword")) {
                (csrf_field(&visit.xsrf))
                (code.render())
                (password_field(&visit.pool))
                button name="resetPassword" value="Change password" { "Change password" }
            }
            p.links { a href=(visit.link("/forgotPassword")) { "Send another code" } }
        }
    };
    page("Choose a new password", Width::Form, &content)
}
