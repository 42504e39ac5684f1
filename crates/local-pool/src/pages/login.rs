//! `/login`: e-mail address (or user name) and password.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Visit, next_step, read_form};
use super::layout::{Field, Width, alert, csrf_field, page, respond_with_form};
use crate::accounts::sign_in::check_password;
use crate::exception::Kind;
use crate::oauth::finish::finish_interactive;
use crate::service::Service;
use crate::state::{Mfa, PageStep, Pool, Status, User};

/// `GET /login`
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    match Visit::read(&service, raw, &headers) {
        Err(response) => *response,
        Ok(visit) => {
            let name = visit.request.login_hint.clone().unwrap_or_default();
            respond_with_form(form(&visit, &name, None), &visit.xsrf)
        }
    }
}

/// `POST /login`
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
    let again = |name: &str, problem: &str| respond_with_form(form(&visit, name, Some(problem)), &visit.xsrf);
    let input = match read_form(&headers, &body) {
        Err(problem) => return again("", problem),
        Ok(input) => input,
    };
    let name = input.text("username").trim();
    if let Err(exception) = service.quotas.check_call("InitiateAuth", service.now()) {
        return again(name, &exception.message);
    }
    match check_password(&service, &visit.request.client, name, input.text("password")) {
        Ok(user) => signed_in(&service, &visit, &user),
        Err(exception) if exception.kind == Kind::UserNotConfirmed => confirm_first(&service, &visit, name),
        Err(exception) => again(name, &exception.message),
    }
}

fn signed_in(service: &Service, visit: &Visit, user: &User) -> Response {
    if user.status == Status::ForceChangePassword {
        return next_step(service, visit, &user.sub, PageStep::NewPassword, "/_new-password");
    }
    after_password(service, visit, user)
}

/// A second factor, or on to the app.
pub(super) fn after_password(service: &Service, visit: &Visit, user: &User) -> Response {
    match visit.pool.mfa {
        Mfa::Off => finish_interactive(service, &visit.request, user),
        _ if user.uses_totp() => next_step(service, visit, &user.sub, PageStep::Totp, "/_second-factor"),
        Mfa::Optional => finish_interactive(service, &visit.request, user),
        Mfa::On => {
            let problem =
                "This pool wants a second factor, and local-pool's pages cannot set one up. Use the API.";
            respond_with_form(form(visit, "", Some(problem)), &visit.xsrf)
        }
    }
}

/// The password was right, the address is not proven yet.
fn confirm_first(service: &Service, visit: &Visit, name: &str) -> Response {
    let sub = service
        .state()
        .users
        .find(&visit.pool.id, name)
        .map(|user| user.sub.clone());
    next_step(
        service,
        visit,
        &sub.unwrap_or_default(),
        PageStep::ConfirmSignUp,
        "/confirm",
    )
}

/// What people of this pool sign in with, as a label.
pub(crate) fn name_label(pool: &Pool) -> &'static str {
    let has = |name: &str| pool.username_attributes.iter().any(|a| a == name);
    match (has("email"), has("phone_number")) {
        (true, true) => "Email address or phone number",
        (true, false) => "Email address",
        (false, true) => "Phone number",
        (false, false) => "Username",
    }
}

/// The input type and autocomplete token that go with [`name_label`].
pub(crate) fn name_kind(pool: &Pool) -> &'static str {
    match name_label(pool) {
        "Email address" => "email",
        "Phone number" => "tel",
        _ => "text",
    }
}

fn form(visit: &Visit, name: &str, problem: Option<&str>) -> Markup {
    let kind = name_kind(&visit.pool);
    let name = Field {
        id: "signInFormUsername",
        name: "username",
        label: name_label(&visit.pool),
        kind,
        autocomplete: "username",
        value: name,
        help: None,
        required: true,
    };
    let password = Field {
        id: "signInFormPassword",
        name: "password",
        label: "Password",
        kind: "password",
        autocomplete: "current-password",
        value: "",
        help: None,
        required: true,
    };
    let content = html! {
        div.card {
            h1 { "Sign in" }
            p.pool { "to " (visit.pool.name) }
            (alert(problem))
            form name="cognitoSignInForm" method="post" action=(visit.link("/login")) {
                (csrf_field(&visit.xsrf))
                (name.render())
                (password.render())
                button name="signInSubmitButton" value="Sign in" { "Sign in" }
            }
            p.links { a href=(visit.link("/forgotPassword")) { "Forgot your password?" } }
            @if visit.pool.self_sign_up {
                p.links { "Need an account? " a href=(visit.link("/signup")) { "Sign up" } }
            }
        }
    };
    page("Sign in", Width::Form, &content)
}
