use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::FormOutcome;
use super::posts::ChangePassword;
use super::state::SecurityState;
use crate::islands::form::PasswordField;
use crate::islands::island;
use crate::pages::security::view::SecurityForm;
use crate::pages::small_form::input_error::{InputError, InputName};
use crate::pages::small_form::{FormInput, PostForm, input_id};
use crate::texts::use_texts;

/// Changes the password. Without its form the card would be empty.
#[component]
pub(super) fn PasswordSection(state: SecurityState) -> impl IntoView {
    let fresh = state.fresh;
    let is_filled = fresh || state.status(SecurityForm::Password).is_some();
    let card = move || {
        view! {
            <section class="card" aria-labelledby="password">
                <h2 id="password">{use_texts().pages().security.password.title}</h2>
                <FormOutcome state=state.clone() form=SecurityForm::Password />
                {fresh.then(|| view! { <PasswordForm state /> })}
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
