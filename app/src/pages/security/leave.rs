use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::FormOutcome;
use super::posts::DeleteAccount;
use super::state::AccountState;
use crate::pages::security::view::AccountForm;
use crate::pages::small_form::input_error::InputName;
use crate::pages::small_form::{FormInput, PostForm};
use crate::texts::use_texts;

/// Deletes the account. An unfinished form of the profile is forgotten where that leads to, the page after signing
/// out.
#[component]
pub(super) fn LeaveSection(state: AccountState) -> impl IntoView {
    let texts = &use_texts().pages().security;
    let (fresh, outcome) = (state.fresh, state.clone());
    let form = move || {
        view! {
            <PostForm action=DeleteAccount::url() csrf=state.csrf label=texts.leave.submit danger=true>
                <FormInput
                    input=InputName::AccountName
                    name="name"
                    autocomplete="off"
                    label=(texts.leave.type_name)(&state.name)
                    value=state.typed.name.unwrap_or_default()
                    errors=state.errors
                />
            </PostForm>
        }
    };
    view! {
        <section class="card" aria-labelledby="leave">
            <h2 id="leave">{texts.leave.title}</h2>
            <p>{texts.leave.warning}</p>
            <FormOutcome state=outcome form=AccountForm::Leave />
            {fresh.then(form)}
        </section>
    }
    .into_any()
}
