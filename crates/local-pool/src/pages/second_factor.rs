//! The second factor after the password: the code of an authenticator app, set up on the way if the pool insists.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Posted, Visit};
use super::form::{Form, Sheet, code_field};
use crate::accounts::factors;
use crate::oauth::finish::finish_interactive;
use crate::params::query;
use crate::service::Service;
use crate::state::{PageStep, User};

/// `GET /_second-factor`
pub(crate) async fn show(State(service): State<Arc<Service>>, visit: Visit) -> Response {
    match visit.user_at(&service, &PageStep::Totp) {
        None => visit.go("/login"),
        Some(_) => ask(&visit, None),
    }
}

/// `POST /_second-factor`
pub(crate) async fn submit(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let Some(user) = visit.user_at(&service, &PageStep::Totp) else {
        return visit.go("/login");
    };
    let input = match posted.fields(&visit) {
        Err(problem) => return ask(&visit, Some(problem)),
        Ok(input) => input,
    };
    if let Err(refusal) = factors::check(&service, &user, input.text("code").trim()) {
        return ask(&visit, Some(&visit.problem(&refusal)));
    }
    visit.end_step(&service);
    finish_interactive(&service, &visit.request, &user)
}

fn ask(visit: &Visit, problem: Option<&str>) -> Response {
    let words = visit.words;
    Sheet {
        title: words.enter_code,
        intro: html! { ((words.sign_in_to)(&visit.pool.name)) },
        problem,
        form: Form {
            name: "totp",
            path: "/_second-factor",
            fields: code_field("totpCode", words.app_code).render(),
            button: html! { button { (words.sign_in) } },
        },
        below: back(visit),
    }
    .show(visit)
}

/// `GET /_set-up-second-factor`
pub(crate) async fn show_set_up(State(service): State<Arc<Service>>, visit: Visit) -> Response {
    match visit.user_at(&service, &PageStep::TotpSetup) {
        None => visit.go("/login"),
        Some(user) => ask_set_up(&visit, &user, None),
    }
}

/// `POST /_set-up-second-factor`
pub(crate) async fn set_up(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let Some(user) = visit.user_at(&service, &PageStep::TotpSetup) else {
        return visit.go("/login");
    };
    let input = match posted.fields(&visit) {
        Err(problem) => return ask_set_up(&visit, &user, Some(problem)),
        Ok(input) => input,
    };
    if let Err(refusal) = factors::set_up(&service, &user, input.text("code").trim()) {
        return ask_set_up(&visit, &user, Some(&visit.problem(&refusal)));
    }
    visit.end_step(&service);
    finish_interactive(&service, &visit.request, &user)
}

fn ask_set_up(visit: &Visit, user: &User, problem: Option<&str>) -> Response {
    let words = visit.words;
    let secret = user.totp.as_ref().map_or("", |totp| totp.secret.as_str());
    Sheet {
        title: words.set_up_app,
        intro: html! { (words.set_up_how) },
        problem,
        form: Form {
            name: "totpSetup",
            path: "/_set-up-second-factor",
            fields: html! {
                dl { dt { (words.key) } dd { code id="totpKey" { (secret) } } }
                p.links { a href=(key_uri(visit, user, secret)) { (words.open_app) } }
                (code_field("totpCode", words.app_code).render())
            },
            button: html! { button { (words.turn_on) } },
        },
        below: back(visit),
    }
    .show(visit)
}

/// The address by which authenticator apps take over a key.
fn key_uri(visit: &Visit, user: &User, secret: &str) -> String {
    let encoded = |text: &str| query([("", text)])[1..].replace('+', "%20");
    let pool = encoded(&visit.pool.name);
    let name = encoded(user.attribute("email").unwrap_or(&user.username));
    format!("otpauth://totp/{pool}:{name}?secret={secret}&issuer={pool}")
}

fn back(visit: &Visit) -> Markup {
    html! { p.links { a href=(visit.link("/login")) { (visit.words.back) } } }
}
