//! `/forgotPassword` and `/confirmforgotPassword`: a code by mail, then a new password, then on to the app.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;

use super::flow::{Posted, Visit};
use super::form::{Form, Sheet, code_field, inbox_link, name_field, new_password_field};
use super::login::after_password;
use crate::accounts::credentials;
use crate::service::Service;
use crate::state::PageStep;

/// `GET /forgotPassword`
pub(crate) async fn show(visit: Visit) -> Response {
    ask_name(&visit, "", None)
}

/// `POST /forgotPassword`
pub(crate) async fn submit(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let input = match posted.fields(&visit) {
        Err(problem) => return ask_name(&visit, "", Some(problem)),
        Ok(input) => input,
    };
    let name = input.text("username").trim();
    if let Err(refusal) = credentials::forgot(&service, &visit.request.client, name) {
        return ask_name(&visit, name, Some(&visit.problem(&refusal)));
    }
    let step = PageStep::ResetPassword(name.to_owned());
    visit.next_step(&service, "", step, "/confirmforgotPassword")
}

/// `GET /confirmforgotPassword`
pub(crate) async fn show_confirm(State(service): State<Arc<Service>>, visit: Visit) -> Response {
    match name_in_question(&service, &visit) {
        None => visit.go("/forgotPassword"),
        Some(_) => ask_code(&visit, None),
    }
}

/// `POST /confirmforgotPassword`
pub(crate) async fn confirm(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let Some(name) = name_in_question(&service, &visit) else {
        return visit.go("/forgotPassword");
    };
    let input = match posted.fields(&visit) {
        Err(problem) => return ask_code(&visit, Some(problem)),
        Ok(input) => input,
    };
    let client = &visit.request.client;
    let (code, password) = (input.text("code"), input.text("password"));
    if let Err(refusal) = credentials::confirm_forgot(&service, client, &name, code, password) {
        return ask_code(&visit, Some(&visit.problem(&refusal)));
    }
    visit.end_step(&service);
    let user = service.state().users.find(&visit.pool.id, &name).cloned();
    match user {
        Some(user) => after_password(&service, &visit, &user),
        None => visit.go("/login"),
    }
}

fn name_in_question(service: &Service, visit: &Visit) -> Option<String> {
    match visit.current_step(service)?.step {
        PageStep::ResetPassword(name) => Some(name),
        _ => None,
    }
}

fn ask_name(visit: &Visit, name: &str, problem: Option<&str>) -> Response {
    let words = visit.words;
    Sheet {
        title: words.forgot,
        intro: html! { (words.forgot_how) },
        problem,
        form: Form {
            name: "forgotPassword",
            path: "/forgotPassword",
            fields: name_field(visit, "forgotPasswordUsername", name).render(),
            button: html! { button name="reset_my_password" value="Reset my password" { (words.send_code) } },
        },
        below: html! { p.links { a href=(visit.link("/login")) { (words.back) } } },
    }
    .show(visit)
}

fn ask_code(visit: &Visit, problem: Option<&str>) -> Response {
    let words = visit.words;
    Sheet {
        title: words.choose_password,
        intro: html! { (words.code_sent) " " (inbox_link(words)) },
        problem,
        form: Form {
            name: "confirmForgotPassword",
            path: "/confirmforgotPassword",
            fields: html! {
                (code_field("forgotPasswordCode", words.code).render())
                (new_password_field(visit, "newPassword", words.new_password))
            },
            button: html! { button name="resetPassword" value="Change password" { (words.change_password) } },
        },
        below: html! { p.links { a href=(visit.link("/forgotPassword")) { (words.another_code) } } },
    }
    .show(visit)
}
