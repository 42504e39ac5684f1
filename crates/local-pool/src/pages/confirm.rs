//! `/confirm` and `/resendcode`: the code from the mail, then on to the app.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Visit, current_step, end_step, read_form};
use super::layout::{Field, Width, alert, csrf_field, page, respond_with_form};
use super::login::{name_kind, name_label};
use crate::accounts::codes::mask;
use crate::accounts::sign_up::{confirm_sign_up, resend_code};
use crate::oauth::finish::finish_interactive;
use crate::params::Params;
use crate::replies::redirect;
use crate::service::Service;
use crate::state::{PageStep, User};

/// Whose code is asked for.
struct Waiting {
    /// Known when the password was given in this browser: then the right code signs in.
    user: Option<User>,
    typed_name: String,
}

impl Waiting {
    fn new(service: &Service, headers: &HeaderMap, visit: &Visit, input: &Params) -> Self {
        let step = current_step(service, headers, &visit.pool.id);
        let step = step.filter(|step| step.step == PageStep::ConfirmSignUp);
        let user = step.and_then(|step| service.state().users.get(&step.pool, &step.sub).cloned());
        Self {
            user,
            typed_name: input.text("username").trim().to_owned(),
        }
    }

    fn name(&self) -> &str {
        self.user.as_ref().map_or(&self.typed_name, |user| &user.username)
    }
}

/// `GET /confirm`
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    match Visit::read(&service, raw, &headers) {
        Err(response) => *response,
        Ok(visit) => {
            let waiting = Waiting::new(&service, &headers, &visit, &Params::default());
            respond_with_form(form(&visit, &waiting, &Notice::None), &visit.xsrf)
        }
    }
}

/// `POST /confirm`
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
    let input = read_form(&headers, &body);
    let waiting = Waiting::new(
        &service,
        &headers,
        &visit,
        input.as_ref().unwrap_or(&Params::default()),
    );
    let again =
        |problem: &str| respond_with_form(form(&visit, &waiting, &Notice::Problem(problem)), &visit.xsrf);
    let input = match input {
        Err(problem) => return again(problem),
        Ok(input) => input,
    };
    let client = &visit.request.client;
    match confirm_sign_up(&service, client, waiting.name(), input.text("code"), false) {
        Err(exception) => again(&exception.message),
        Ok(sub) => {
            end_step(&service, &headers);
            let user = service.state().users.get(&visit.pool.id, &sub).cloned();
            match user.filter(|_| waiting.user.is_some()) {
                Some(user) => finish_interactive(&service, &visit.request, &user),
                None => redirect(&visit.link("/login")),
            }
        }
    }
}

/// `POST /resendcode`
pub(crate) async fn resend(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let visit = match Visit::read(&service, raw, &headers) {
        Err(response) => return *response,
        Ok(visit) => visit,
    };
    let input = read_form(&headers, &body);
    let waiting = Waiting::new(
        &service,
        &headers,
        &visit,
        input.as_ref().unwrap_or(&Params::default()),
    );
    let sent = match &input {
        Err(problem) => Err((*problem).to_owned()),
        Ok(_) => resend_code(&service, &visit.request.client, waiting.name()).map_err(|e| e.message),
    };
    let notice = match &sent {
        Ok(_) => Notice::Sent,
        Err(problem) => Notice::Problem(problem),
    };
    respond_with_form(form(&visit, &waiting, &notice), &visit.xsrf)
}

enum Notice<'a> {
    None,
    Sent,
    Problem(&'a str),
}

fn form(visit: &Visit, waiting: &Waiting, notice: &Notice<'_>) -> Markup {
    let contact = waiting
        .user
        .as_ref()
        .and_then(|user| user.attribute("email").or(user.attribute("phone_number")));
    let code = Field {
        id: "verification_code",
        name: "code",
        label: "Verification code",
        kind: "text",
        autocomplete: "one-time-code",
        value: "",
        help: None,
        required: true,
    };
    let problem = if let Notice::Problem(problem) = notice {
        Some(*problem)
    } else {
        None
    };
    let content = html! {
        div.card {
            h1 { "Confirm your account" }
            p.pool {
                @if let Some(contact) = contact { "We sent a code to " (mask(contact)) ". " }
                @else { "We sent you a code. " }
                "It is in the " a href="/_inbox" target="_blank" { "inbox of the local pool (new tab)" } "."
            }
            (alert(problem))
            @if matches!(notice, Notice::Sent) { p.note role="status" { "A new code was sent." } }
            form name="confirm" method="post" action=(visit.link("/confirm")) {
                (csrf_field(&visit.xsrf))
                @if waiting.user.is_none() { (name_field(visit, &waiting.typed_name, "confirm-username")) }
                (code.render())
                button name="confirm" value="Confirm Account" { "Confirm account" }
            }
            form name="resend" method="post" action=(visit.link("/resendcode")) {
                (csrf_field(&visit.xsrf))
                @if waiting.user.is_none() { (name_field(visit, &waiting.typed_name, "resend-username")) }
                button.second name="resend" value="Resend it" { "Send a new code" }
            }
            p.links { a href=(visit.link("/login")) { "Back to sign in" } }
        }
    };
    page("Confirm your account", Width::Form, &content)
}

fn name_field(visit: &Visit, value: &str, id: &str) -> Markup {
    let (label, kind) = (name_label(&visit.pool), name_kind(&visit.pool));
    Field {
        id,
        name: "username",
        label,
        kind,
        autocomplete: "username",
        value,
        help: None,
        required: true,
    }
    .render()
}
