//! The form of a new account: a plain form, which the browser itself posts. Alive are the fields of attributes and the one
//! of the password. What is typed is kept as a draft in the browser's session storage, the password left out, until the
//! account is made.

use attributes::{Attribute, FieldError, NameRule, SignUpErrors, Username};
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::posts::SignUp;
use crate::islands::form::{ErrorItem, LiveField, NameField, NotSaved, PasswordField, input_name};
use crate::islands::{PAGE_FORM, SignUpDraft, island};
use crate::pages::sign_up::view::{SignUpAnswer, SignUpView};
use crate::pages::small_form::{Announcement, summary};
use crate::texts::use_texts;

const USERNAME: &str = "username";
const EMAIL: &str = "email";
const PASSWORD: &str = "password";

/// The form of a new account.
#[component]
pub(crate) fn SignUpForm(view: SignUpView) -> impl IntoView {
    let texts = &use_texts().pages().sign_up;
    let (errors, failure) = match view.answer.clone() {
        Some(SignUpAnswer::Invalid(errors)) => (errors, None),
        Some(SignUpAnswer::Failed(error)) => (SignUpErrors::default(), Some(error)),
        None => Default::default(),
    };
    let failure = failure.map(|error| view! { <NotSaved error what=texts.failed /> });
    let (consents, others): (Vec<_>, Vec<_>) =
        (view.fields.iter()).partition(|attribute| attribute.consent.is_some());
    // A draft ticks no box: consent is given now.
    let names_of_fields = others.iter().map(|field| input_name(&field.name));
    let inputs: Vec<String> = [USERNAME, EMAIL]
        .map(ToOwned::to_owned)
        .into_iter()
        .chain(names_of_fields)
        .collect();
    let password = PasswordField {
        id: PASSWORD.to_owned(),
        name: PASSWORD.to_owned(),
        label: texts.password.to_owned(),
        help: use_texts().pages().security.password.help.to_owned(),
        rules: view.rules.password,
        lacks: errors.password.clone(),
        error: None,
    };
    view! {
        {summary(error_items(&view, &errors))}
        // No `novalidate`: the browser must keep half a date from being sent. It would arrive as no date at all.
        <form id=PAGE_FORM class="attributes" method="post" action=SignUp::url()>
            <input type="hidden" name="csrf" value=view.csrf.clone() />
            <input type="hidden" name="return_to" value=view.return_to.clone() />
            {names(&view, &errors)}
            {others.iter().map(|attribute| field(attribute, &view, &errors)).collect_view()}
            {island(password)}
            // Last, beside the button that says yes to everything else.
            {consents.iter().map(|attribute| field(attribute, &view, &errors)).collect_view()}
            <button type="submit" class="button">{texts.submit}</button>
        </form>
        {island(SignUpDraft { inputs })}
        {failure.map(|failure| view! { <Announcement>{failure}</Announcement> })}
    }
    .into_any()
}

/// What people sign in with, and the address beside it if that is none.
fn names(view: &SignUpView, errors: &SignUpErrors) -> AnyView {
    let texts = &use_texts().pages().sign_up;
    let (kind, typed) = (view.rules.username, view.typed.clone());
    let beside = (kind == Username::Name).then(|| {
        island(NameField {
            id: EMAIL.to_owned(),
            kind: Username::Email,
            label: texts.email.to_owned(),
            help: texts.email_help.to_owned(),
            autocomplete: "email".to_owned(),
            value: typed.email,
            error: errors.email,
        })
    });
    let name = NameField {
        id: USERNAME.to_owned(),
        kind,
        label: (texts.username)(kind).to_owned(),
        help: (texts.username_help)(kind).to_owned(),
        autocomplete: "username".to_owned(),
        value: typed.username,
        error: errors.username,
    };
    view! {
        {island(name)}
        {beside}
    }
    .into_any()
}

fn field(attribute: &Attribute, view: &SignUpView, errors: &SignUpErrors) -> AnyView {
    let value = view.typed.values.get(&attribute.name);
    let value = value.cloned().unwrap_or_default();
    let error = errors.values.iter().find(|error| error.name == attribute.name);
    let error = error.map(|error| error.rule);
    island(LiveField {
        attribute: attribute.clone(),
        value,
        error,
    })
    .into_any()
}

/// Lines for the summary, in the order of the fields.
fn error_items(view: &SignUpView, errors: &SignUpErrors) -> Vec<ErrorItem> {
    let (texts, kind) = (use_texts(), view.rules.username);
    let of_name = |input: &str, label: &str, rule: NameRule| ErrorItem {
        input: Some((input.to_owned(), label.to_owned())),
        message: (texts.name_rule)(rule).to_owned(),
    };
    let username =
        (errors.username).map(|rule| of_name(USERNAME, (texts.pages().sign_up.username)(kind), rule));
    let email = (errors.email).map(|rule| of_name(EMAIL, texts.pages().sign_up.email, rule));
    let is_consent = |error: &&FieldError| {
        let mut consents = view.fields.iter().filter(|field| field.consent.is_some());
        consents.any(|field| field.name == error.name)
    };
    let (consents, values): (Vec<_>, Vec<_>) = errors.values.iter().partition(is_consent);
    let item = |error: &FieldError| ErrorItem::of_attribute(&view.fields, error, |_| None);
    let needs = errors
        .password
        .iter()
        .map(|rule| (texts.new_password.rule)(*rule));
    let password = (!errors.password.is_empty()).then(|| ErrorItem {
        input: Some((PASSWORD.to_owned(), texts.new_password.needs.to_owned())),
        message: needs.collect::<Vec<_>>().join("; "),
    });
    let names = username.into_iter().chain(email);
    let values = values.into_iter().map(item);
    let consents = consents.into_iter().map(item);
    names.chain(values).chain(password).chain(consents).collect()
}
