//! `/signup`: the required standard attributes and a password, nothing else. Like the real one it cannot ask for
//! custom attributes.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Posted, Visit};
use super::form::{Field, Form, Sheet, name_field, new_password_field};
use super::words::Words;
use crate::accounts::sign_up::sign_up;
use crate::attributes::change::Attributes;
use crate::params::Params;
use crate::service::Service;
use crate::state::{PageStep, UserPool};

/// `GET /signup`
pub(crate) async fn show(visit: Visit) -> Response {
    ask(&visit, &Params::default(), None)
}

/// `POST /signup`
pub(crate) async fn submit(State(service): State<Arc<Service>>, visit: Visit, posted: Posted) -> Response {
    let input = match posted.fields(&visit) {
        Err(problem) => return ask(&visit, &Params::default(), Some(problem)),
        Ok(input) => input,
    };
    let attributes: Attributes = asked(&visit.pool)
        .map(|name| (name.to_owned(), input.text(&field_name(name)).trim().to_owned()))
        .collect();
    let (name, password) = (input.text("username").trim(), input.text("password"));
    match sign_up(&service, &visit.request.client, name, password, attributes) {
        Ok(account) => visit.next_step(&service, &account.sub, PageStep::ConfirmSignUp, "/confirm"),
        Err(refusal) => ask(&visit, &input, Some(&visit.problem(&refusal))),
    }
}

/// The attributes to ask for besides the sign-in name.
fn asked(pool: &UserPool) -> impl Iterator<Item = &str> {
    let is_name = |name: &str| {
        pool.username_attributes
            .first()
            .is_some_and(|first| first == name)
    };
    pool.schema
        .required()
        .map(|rule| rule.name.as_str())
        .filter(move |name| !is_name(name))
}

fn field_name(attribute: &str) -> String {
    format!("requiredAttributes[{attribute}]")
}

fn ask(visit: &Visit, input: &Params, problem: Option<&str>) -> Response {
    let words = visit.words;
    let name = name_field(visit, "signUpFormUsername", input.text("username"));
    let name = Field {
        autocomplete: if name.kind == "email" { "email" } else { "username" },
        ..name
    };
    Sheet {
        title: words.sign_up,
        intro: html! { ((words.sign_up_for)(&visit.pool.name)) },
        problem,
        form: Form {
            name: "cognitoSignUpForm",
            path: "/signup",
            fields: html! {
                (name.render())
                @for attribute in asked(&visit.pool) { (attribute_field(words, attribute, input)) }
                (new_password_field(visit, "signUpFormPassword", words.password))
            },
            button: html! { button name="signUpButton" value="Sign up" { (words.sign_up) } },
        },
        below: html! {
            p.links { (words.have_account) " " a href=(visit.link("/login")) { (words.sign_in) } }
        },
    }
    .show(visit)
}

fn attribute_field(words: &Words, attribute: &str, input: &Params) -> Markup {
    let (kind, autocomplete) = presentation(attribute);
    let (id, name) = (format!("signUp-{attribute}"), field_name(attribute));
    Field {
        kind,
        autocomplete,
        value: input.text(&name),
        ..Field::new(&id, &name, words.attribute(attribute))
    }
    .render()
}

/// Input type and autocomplete token of a standard attribute.
fn presentation(attribute: &str) -> (&'static str, &'static str) {
    match attribute {
        "name" => ("text", "name"),
        "given_name" => ("text", "given-name"),
        "family_name" => ("text", "family-name"),
        "middle_name" => ("text", "additional-name"),
        "nickname" => ("text", "nickname"),
        "email" => ("email", "email"),
        "phone_number" => ("tel", "tel"),
        "birthdate" => ("date", "bday"),
        "gender" => ("text", "sex"),
        "address" => ("text", "street-address"),
        "website" => ("url", "url"),
        "locale" => ("text", "language"),
        _ => ("text", "off"),
    }
}
