//! `/confirm` and `/resendcode`: the code from the mail, then on to the app.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Posted, Visit};
use super::form::{Form, Sheet, code_field, inbox_link, name_field};
use super::login::after_password;
use crate::accounts::codes::mask;
use crate::accounts::sign_up::{confirm_sign_up, resend_code};
use crate::params::Params;
use crate::service::Service;
use crate::state::{PageStep, User};

/// Whose code is asked for.
struct Waiting {
    /// Known when the password was given in this browser: then the right code signs in.
    user: Option<User>,
    typed_name: String,
}

impl Waiting {
    fn new(service: &Service, visit: &Visit, input: &Params) -> Self {
        Self {
            user: visit.user_at(service, &PageStep::ConfirmSignUp),
            typed_name: input.text("username").trim().to_owned(),
        }
    }

    fn name(&self) -> &str {
        self.user.as_ref().map_or(&self.typed_name, |user| &user.username)
    }
}

/// `GET /confirm`
pub(crate) async fn show(State(service): State<Arc<Service>>, visit: Visit) -> Response {
    let waiting = Waiting::new(&service, &visit, &Params::default());
    ask(&visit, &waiting, None, false)
}

/// `POST /confirm`
pub(crate) async fn submit(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let (input, expired) = fields_or_none(posted, &visit);
    let waiting = Waiting::new(&service, &visit, &input);
    if expired.is_some() {
        return ask(&visit, &waiting, expired, false);
    }
    let client = &visit.request.client;
    match confirm_sign_up(&service, client, waiting.name(), input.text("code"), false) {
        Err(refusal) => ask(&visit, &waiting, Some(&visit.problem(&refusal)), false),
        Ok(sub) => {
            visit.end_step(&service);
            let user = service.state().users.get(&visit.pool.id, &sub).cloned();
            match user.filter(|_| waiting.user.is_some()) {
                Some(user) => after_password(&service, &visit, &user),
                None => visit.go("/login"),
            }
        }
    }
}

/// `POST /resendcode`
pub(crate) async fn resend(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let (input, expired) = fields_or_none(posted, &visit);
    let waiting = Waiting::new(&service, &visit, &input);
    if expired.is_some() {
        return ask(&visit, &waiting, expired, false);
    }
    match resend_code(&service, &visit.request.client, waiting.name()) {
        Ok(_) => ask(&visit, &waiting, None, true),
        Err(refusal) => ask(&visit, &waiting, Some(&visit.problem(&refusal)), false),
    }
}

/// The fields, or none and what to say about it.
fn fields_or_none(posted: Posted, visit: &Visit) -> (Params, Option<&'static str>) {
    match posted.fields(visit) {
        Ok(input) => (input, None),
        Err(problem) => (Params::default(), Some(problem)),
    }
}

fn ask(visit: &Visit, waiting: &Waiting, problem: Option<&str>, sent_again: bool) -> Response {
    let words = visit.words;
    let contact = waiting
        .user
        .as_ref()
        .and_then(|user| user.attribute("email").or(user.attribute("phone_number")));
    let sent = contact.map_or_else(
        || words.code_sent.to_owned(),
        |contact| (words.code_sent_to)(&mask(contact)),
    );
    Sheet {
        title: words.confirm_account,
        intro: html! { (sent) " " (inbox_link(words)) },
        problem,
        form: Form {
            name: "confirm",
            path: "/confirm",
            fields: html! {
                @if sent_again { p.note role="status" { (words.new_code_sent) } }
                (name_if_unknown(visit, waiting, "confirm-username"))
                (code_field("verification_code", words.code).render())
            },
            button: html! { button name="confirm" value="Confirm Account" { (words.confirm) } },
        },
        below: html! {
            (resend_form(visit, waiting).render(visit))
            p.links { a href=(visit.link("/login")) { (words.back) } }
        },
    }
    .show(visit)
}

fn resend_form(visit: &Visit, waiting: &Waiting) -> Form<'static> {
    Form {
        name: "resend",
        path: "/resendcode",
        fields: name_if_unknown(visit, waiting, "resend-username"),
        button: html! { button.second name="resend" value="Resend it" { (visit.words.send_new_code) } },
    }
}

fn name_if_unknown(visit: &Visit, waiting: &Waiting, id: &str) -> Markup {
    html! { @if waiting.user.is_none() { (name_field(visit, id, &waiting.typed_name).render()) } }
}
