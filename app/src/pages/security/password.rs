use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::FormOutcome;
use super::posts::ChangePassword;
use super::state::SecurityState;
use crate::islands::form::PasswordField;
use crate::islands::island;
use crate::pages::security::view::SecurityForm;
use crate::pages::small_form::input_error::{InputError, InputName};
use crate::pages::small_form::{FormInput, FormStatus, PostForm, input_id};
use crate::texts::use_texts;

/// Changes the password, folded away until it is wanted. Without the form the card would be empty.
#[component]
pub(super) fn PasswordSection(state: SecurityState) -> impl IntoView {
    let texts = &use_texts().pages().security.password;
    let fresh = state.fresh;
    let status = state.status(SecurityForm::Password);
    let is_filled = fresh || status.is_some();
    // Who is in the middle of it sees it as they left it.
    let is_open = matches!(status, Some(FormStatus::NotSaved(_)))
        || !state.errors(SecurityForm::Password).is_empty()
        || state.typed.sign_out_others.is_some();
    let card = move || {
        let outcome = view! { <FormOutcome state=state.clone() form=SecurityForm::Password /> };
        let form = fresh.then(|| {
            view! {
                <details open=is_open>
                    <summary>{texts.submit}</summary>
                    <PasswordForm state />
                </details>
            }
        });
        view! {
            <section class="card" aria-labelledby="password">
                <h2 id="password">{texts.title}</h2>
                {outcome}
                {form}
            </section>
        }
    };
    is_filled.then(card).into_any()
}

#[component]
fn PasswordForm(state: SecurityState) -> impl IntoView {
    let texts = &use_texts().pages().security;
    let is_about = |error: &&InputError| error.input == InputName::NewPassword;
    let error = state.errors.iter().find(is_about);
    // What it lacks stands in the list of rules.
    let error = error.filter(|_| state.lacks.is_empty());
    let error = error.map(|error| (texts.reason)(error.reason).to_owned());
    let ends_others = state.typed.sign_out_others.unwrap_or(true);
    let new_password = PasswordField {
        id: input_id(InputName::NewPassword).to_owned(),
        name: "new_password".to_owned(),
        label: (texts.input)(InputName::NewPassword).to_owned(),
        help: texts.password.help.to_owned(),
        rules: state.rules,
        lacks: state.lacks,
        error,
    };
    view! {
        <PostForm action=ChangePassword::url() csrf=state.csrf label=texts.password.submit>
            // For password managers: whose password it is. It is never typed nor sent.
            <input type="text" autocomplete="username" value=state.name readonly hidden />
            <FormInput
                input=InputName::CurrentPassword
                name="current_password"
                kind="password"
                autocomplete="current-password"
                errors=state.errors
            />
            {island(new_password)}
            <label class="check">
                <input type="checkbox" name="sign_out_others" value="true" checked=ends_others />
                {texts.password.sign_out_others}
            </label>
        </PostForm>
    }
    .into_any()
}
