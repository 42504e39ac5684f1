//! `/signup`: the required standard attributes and a password, nothing else. Like the real one it cannot ask for
//! custom attributes.

use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::HeaderMap;
use axum::response::Response;
use maud::{Markup, html};

use super::flow::{Visit, next_step, read_form};
use super::layout::{Field, Width, alert, csrf_field, page, respond_with_form};
use super::login::{name_kind, name_label};
use crate::accounts::sign_up::sign_up;
use crate::attributes::change::Attributes;
use crate::params::Params;
use crate::service::Service;
use crate::state::{PageStep, Pool};

/// `GET /signup`
pub(crate) async fn show(
    State(service): State<Arc<Service>>,
    RawQuery(raw): RawQuery,
    headers: HeaderMap,
) -> Response {
    match Visit::read(&service, raw, &headers) {
        Err(response) => *response,
        Ok(visit) => respond_with_form(form(&visit, &Params::default(), None), &visit.xsrf),
    }
}

/// `POST /signup`
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
    let input = match read_form(&headers, &body) {
        Err(problem) => {
            return respond_with_form(form(&visit, &Params::default(), Some(problem)), &visit.xsrf);
        }
        Ok(input) => input,
    };
    let attributes: Attributes = asked(&visit.pool)
        .map(|name| (name.to_owned(), input.text(&field_name(name)).trim().to_owned()))
        .collect();
    let name = input.text("username").trim();
    match sign_up(
        &service,
        &visit.request.client,
        name,
        input.text("password"),
        attributes,
    ) {
        Ok(account) => next_step(
            &service,
            &visit,
            &account.sub,
            PageStep::ConfirmSignUp,
            "/confirm",
        ),
        Err(exception) => respond_with_form(
            form(&visit, &input, Some(exception.message.trim_end())),
            &visit.xsrf,
        ),
    }
}

/// The attributes to ask for besides the sign-in name.
fn asked(pool: &Pool) -> impl Iterator<Item = &str> {
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

fn form(visit: &Visit, input: &Params, problem: Option<&str>) -> Markup {
    let pool = &visit.pool;
    let rules = pool.password_policy.in_words();
    let name = Field {
        id: "signUpFormUsername",
        name: "username",
        label: name_label(pool),
        kind: name_kind(pool),
        autocomplete: if name_kind(pool) == "email" {
            "email"
        } else {
            "username"
        },
        value: input.text("username"),
        help: None,
        required: true,
    };
    let password = Field {
        id: "signUpFormPassword",
        name: "password",
        label: "Password",
        kind: "password",
        autocomplete: "new-password",
        value: "",
        help: Some(&rules),
        required: true,
    };
    let content = html! {
        div.card {
            h1 { "Sign up" }
            p.pool { "for " (pool.name) }
            (alert(problem))
            form name="cognitoSignUpForm" method="post" action=(visit.link("/signup")) {
                (csrf_field(&visit.xsrf))
                (name.render())
                @for attribute in asked(pool) { (attribute_field(attribute, input)) }
                (password.render())
                button name="signUpButton" value="Sign up" { "Sign up" }
            }
            p.links { "Already have an account? " a href=(visit.link("/login")) { "Sign in" } }
        }
    };
    page("Sign up", Width::Form, &content)
}

fn attribute_field(attribute: &str, input: &Params) -> Markup {
    let (label, kind, autocomplete) = presentation(attribute);
    let (id, name) = (format!("signUp-{attribute}"), field_name(attribute));
    Field {
        id: &id,
        name: &name,
        label,
        kind,
        autocomplete,
        value: input.text(&name),
        help: None,
        required: true,
    }
    .render()
}

/// Label, input type and autocomplete token of a standard attribute.
fn presentation(attribute: &str) -> (&str, &'static str, &'static str) {
    match attribute {
        "name" => ("Name", "text", "name"),
        "given_name" => ("Given name", "text", "given-name"),
        "family_name" => ("Family name", "text", "family-name"),
        "middle_name" => ("Middle name", "text", "additional-name"),
        "nickname" => ("Nickname", "text", "nickname"),
        "preferred_username" => ("Preferred username", "text", "off"),
        "email" => ("Email address", "email", "email"),
        "phone_number" => ("Phone number", "tel", "tel"),
        "birthdate" => ("Birthdate", "date", "bday"),
        "gender" => ("Gender", "text", "sex"),
        "address" => ("Address", "text", "street-address"),
        "website" => ("Website", "url", "url"),
        "locale" => ("Locale", "text", "language"),
        other => (other, "text", "off"),
    }
}
