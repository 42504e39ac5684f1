use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::state::State;
use crate::api::{ChangePassword, Input};
use crate::components::{FormInput, PostForm};
use crate::texts::use_texts;

/// Changes the password.
#[component]
pub(super) fn PasswordSection(state: State) -> impl IntoView {
    let texts = &use_texts().account;
    let fresh = state.fresh;
    let form = move || {
        view! {
            <PostForm action=ChangePassword::url() csrf=state.csrf label=texts.password.submit>
                <FormInput
                    input=Input::CurrentPassword
                    name="current_password"
                    kind="password"
                    autocomplete="current-password"
                    mistakes=state.mistakes.clone()
                />
                <FormInput
                    input=Input::NewPassword
                    name="new_password"
                    kind="password"
                    autocomplete="new-password"
                    help=texts.password.help
                    mistakes=state.mistakes
                />
                <label class="check">
                    <input type="checkbox" name="sign_out_others" value="true" checked />
                    {texts.password.sign_out_others}
                </label>
            </PostForm>
        }
    };
    view! {
        <section class="card" aria-labelledby="password">
            <h2 id="password">{texts.password.title}</h2>
            {fresh.then(form)}
        </section>
    }
    .into_any()
}
