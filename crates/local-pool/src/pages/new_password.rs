//! A new password instead of the temporary one an administrator gave.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::html;

use super::flow::{Posted, Visit};
use super::form::{Form, Sheet, new_password_field};
use super::login::after_password;
use crate::accounts::credentials;
use crate::service::Service;
use crate::state::PageStep;

/// `GET /_new-password`
pub(crate) async fn show(State(service): State<Arc<Service>>, visit: Visit) -> Response {
    match visit.user_at(&service, &PageStep::NewPassword) {
        None => visit.go("/login"),
        Some(_) => ask(&visit, None),
    }
}

/// `POST /_new-password`
pub(crate) async fn submit(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let Some(user) = visit.user_at(&service, &PageStep::NewPassword) else {
        return visit.go("/login");
    };
    let input = match posted.fields(&visit) {
        Err(problem) => return ask(&visit, Some(problem)),
        Ok(input) => input,
    };
    if let Err(refusal) = credentials::replace(&service, &user.pool, &user.sub, input.text("password")) {
        return ask(&visit, Some(&visit.problem(&refusal)));
    }
    visit.end_step(&service);
    after_password(&service, &visit, &user)
}

fn ask(visit: &Visit, problem: Option<&str>) -> Response {
    let words = visit.words;
    Sheet {
        title: words.choose_password,
        intro: html! { (words.was_temporary) },
        problem,
        form: Form {
            name: "newPassword",
            path: "/_new-password",
            fields: new_password_field(visit, "newPassword", words.new_password),
            button: html! { button { (words.change_password) } },
        },
        below: html! {},
    }
    .show(visit)
}
