//! A new password instead of the temporary one an administrator gave.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Visit, current_step, end_step, read_form};
use super::layout::{Field, Width, alert, csrf_field, page, respond_with_form};
use super::login::after_password;
use crate::accounts::credentials;
use crate::replies::redirect;
use crate::service::Service;
use crate::state::{PageStep, Pool, User};

/// `GET /_new-password`
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    match Visit::read(&service, raw, &headers) {
        Err(response) => *response,
        Ok(visit) => match user_in_question(&service, &headers, &visit) {
            None => redirect(&visit.link("/login")),
            Some(_) => respond_with_form(form(&visit, None), &visit.xsrf),
        },
    }
}

/// `POST /_new-password`
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
    let Some(user) = user_in_question(&service, &headers, &visit) else {
        return redirect(&visit.link("/login"));
    };
    let input = match read_form(&headers, &body) {
        Err(problem) => return respond_with_form(form(&visit, Some(problem)), &visit.xsrf),
        Ok(input) => input,
    };
    if let Err(exception) = credentials::replace(&service, &user.pool, &user.sub, input.text("password")) {
        return respond_with_form(form(&visit, Some(&exception.message)), &visit.xsrf);
    }
    end_step(&service, &headers);
    after_password(&service, &visit, &user)
}

fn user_in_question(service: &Service, headers: &HeaderMap, visit: &Visit) -> Option<User> {
    let step =
        current_step(service, headers, &visit.pool.id).filter(|step| step.step == PageStep::NewPassword)?;
    service.state().users.get(&step.pool, &step.sub).cloned()
}

/// The field for a password that is to be chosen.
pub(super) fn password_field(pool: &Pool) -> Markup {
    let rules = pool.password_policy.in_words();
    Field {
        id: "newPassword",
        name: "password",
        label: "New password",
        kind: "password",
        autocomplete: "new-password",
        value: "",
        help: Some(&rules),
        required: true,
    }
    .render()
}

fn form(visit: &Visit, problem: Option<&str>) -> Markup {
    let content = html! {
        div.card {
            h1 { "Choose a new password" }
            p.pool { "Your password was a temporary one." }
            (alert(problem))
            form name="newPassword" method="post" action=(visit.link("/_new-password")) {
                (csrf_field(&visit.xsrf))
                (password_field(&visit.pool))
                button { "Change password" }
            }
        }
    };
    page("Choose a new password", Width::Form, &content)
}
