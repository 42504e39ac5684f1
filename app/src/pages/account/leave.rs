use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use crate::api::{AccountOutcome, AccountView, DeleteAccount, Input};
use crate::components::{FormInput, PostForm};
use crate::texts::use_texts;

/// Deletes the account. The browser itself posts this form, because the answer leads to another site. An unfinished
/// form of the profile is forgotten where that leads to, the page after signing out.
#[component]
pub(super) fn LeaveSection(view: AccountView) -> impl IntoView {
    let texts = &use_texts().account;
    let mistakes = match view.outcome {
        Some(AccountOutcome::Mistakes(mistakes)) => mistakes,
        _ => Vec::new(),
    };
    let mistakes = RwSignal::new(mistakes);
    let form = view.fresh.then(|| {
        view! {
            <PostForm
                action=DeleteAccount::url()
                csrf=view.csrf
                submit=None
                pending=false
                label=texts.leave.submit
                quiet=true
            >
                <FormInput
                    input=Input::AccountName
                    name="name"
                    autocomplete="off"
                    label=(texts.leave.type_name)(&view.name)
                    mistakes
                />
            </PostForm>
        }
    });
    view! {
        <section class="card" aria-labelledby="leave">
            <h2 id="leave">{texts.leave.title}</h2>
            <p>{texts.leave.warning}</p>
            {form}
        </section>
    }
    .into_any()
}
