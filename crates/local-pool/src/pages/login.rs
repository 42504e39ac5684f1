//! `/login`: e-mail address (or user name) and password.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;

use super::flow::{Posted, Visit};
use super::form::{Field, Form, Sheet, name_field};
use crate::accounts::factors::{self, SecondFactor};
use crate::accounts::sign_in::check_password;
use crate::exception::ExceptionKind;
use crate::oauth::finish::finish_interactive;
use crate::service::Service;
use crate::state::{PageStep, User, UserStatus};

/// `GET /login`
pub(crate) async fn show(visit: Visit) -> Response {
    let name = visit.request.login_hint.as_deref().unwrap_or_default();
    ask(&visit, name, None)
}

/// `POST /login`
pub(crate) async fn submit(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let input = match posted.fields(&visit) {
        Err(problem) => return ask(&visit, "", Some(problem)),
        Ok(input) => input,
    };
    let name = input.text("username").trim();
    if let Err(refusal) = service.quotas.check_call("InitiateAuth", service.now()) {
        return ask(&visit, name, Some(&refusal.message));
    }
    match check_password(&service, &visit.request.client, name, input.text("password")) {
        Ok(user) => signed_in(&service, &visit, &user),
        Err(refusal) if refusal.kind == ExceptionKind::UserNotConfirmed => {
            confirm_first(&service, &visit, name)
        }
        Err(refusal) => ask(&visit, name, Some(&visit.problem(&refusal))),
    }
}

fn signed_in(service: &Service, visit: &Visit, user: &User) -> Response {
    if user.status == UserStatus::ForceChangePassword {
        return visit.next_step(service, &user.sub, PageStep::NewPassword, "/_new-password");
    }
    after_password(service, visit, user)
}

/// A second factor, or on to the app.
pub(super) fn after_password(service: &Service, visit: &Visit, user: &User) -> Response {
    match SecondFactor::of(visit.pool.mfa, user) {
        SecondFactor::None => finish_interactive(service, &visit.request, user),
        SecondFactor::Code => visit.next_step(service, &user.sub, PageStep::Totp, "/_second-factor"),
        SecondFactor::SetUp => match factors::associate(service, user) {
            Ok(_) => visit.next_step(service, &user.sub, PageStep::TotpSetup, "/_set-up-second-factor"),
            Err(refusal) => ask(visit, "", Some(&visit.problem(&refusal))),
        },
    }
}

/// The password was right, the address is not proven yet.
fn confirm_first(service: &Service, visit: &Visit, name: &str) -> Response {
    let sub = service
        .state()
        .users
        .find(&visit.pool.id, name)
        .map(|user| user.sub.clone());
    let sub = sub.unwrap_or_default();
    visit.next_step(service, &sub, PageStep::ConfirmSignUp, "/confirm")
}

fn ask(visit: &Visit, name: &str, problem: Option<&str>) -> Response {
    let words = visit.words;
    let password = Field {
        kind: "password",
        autocomplete: "current-password",
        ..Field::new("signInFormPassword", "password", words.password)
    };
    Sheet {
        title: words.sign_in,
        intro: html! { ((words.sign_in_to)(&visit.pool.name)) },
        problem,
        form: Form {
            name: "cognitoSignInForm",
            path: "/login",
            fields: html! {
                (name_field(visit, "signInFormUsername", name).render())
                (password.render())
            },
            button: html! { button name="signInSubmitButton" value="Sign in" { (words.sign_in) } },
        },
        below: html! {
            p.links { a href=(visit.link("/forgotPassword")) { (words.forgot) } }
            @if visit.pool.self_sign_up {
                p.links { (words.no_account) " " a href=(visit.link("/signup")) { (words.sign_up) } }
            }
        },
    }
    .show(visit)
}
