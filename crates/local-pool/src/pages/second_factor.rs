//! The code of an authenticator app, after the password.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Visit, current_step, end_step, read_form};
use super::layout::{Field, Width, alert, csrf_field, page, respond_with_form};
use crate::accounts::factors;
use crate::oauth::finish::finish_interactive;
use crate::replies::redirect;
use crate::service::Service;
use crate::state::{PageStep, User};

/// `GET /_second-factor`
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

/// `POST /_second-factor`
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
    if let Err(exception) = factors::check(&service, &user, input.text("code").trim()) {
        return respond_with_form(form(&visit, Some(&exception.message)), &visit.xsrf);
    }
    end_step(&service, &headers);
    finish_interactive(&service, &visit.request, &user)
}

fn user_in_question(service: &Service, headers: &HeaderMap, visit: &Visit) -> Option<User> {
    let step = current_step(service, headers, &visit.pool.id).filter(|step| step.step == PageStep::Totp)?;
    service.state().users.get(&step.pool, &step.sub).cloned()
}

fn form(visit: &Visit, problem: Option<&str>) -> Markup {
    let (id, label, autocomplete) = ("totpCode", "Code of your authenticator app", "one-time-code");
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
            h1 { "Enter the code" }
            p.pool { "to sign in to " (visit.pool.name) }
            (alert(problem))
            form name="totp" method="post" action=(visit.link("/_second-factor")) {
                (csrf_field(&visit.xsrf))
                (code.render())
                button { "Sign in" }
            }
            p.links { a href=(visit.link("/login")) { "Back to sign in" } }
        }
    };
    page("Enter the code", Width::Form, &content)
}
