//! Deleting the account, which asks first.

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::posts::DeleteAccount;
use super::view::{DataView, DeletionOutcome};
use crate::islands::links::confirm_path;
use crate::pages::small_form::input_error::{InputError, InputName};
use crate::pages::small_form::{
    FormInput, FormStatus, InputErrorSummary, PostForm, StatusMessage, cancel_link,
};
use crate::texts::use_texts;

const HERE: &str = "/data";

/// Deletes the account. The question is folded away at first. An unfinished form of the profile is
/// forgotten where that leads to, the page after signing out.
#[component]
pub(super) fn DeletionSection(view: DataView) -> impl IntoView {
    let texts = &use_texts().pages().data;
    let (status, errors) = match view.outcome.clone() {
        Some(DeletionOutcome::WrongName(reason)) => {
            let input = InputName::AccountName;
            (None, vec![InputError { input, reason }])
        }
        Some(DeletionOutcome::NotSaved(error)) => (Some(FormStatus::NotSaved(error)), Vec::new()),
        None => (None, Vec::new()),
    };
    let has_button = status.as_ref().is_some_and(FormStatus::asks_to_confirm);
    // Who is in the middle of it sees it as they left it.
    let is_open = status.is_some() || !errors.is_empty() || view.typed.is_some();
    let confirm = (!has_button).then(|| {
        let label = use_texts().actions.confirm_identity;
        view! { <a class="button" href=confirm_path(HERE)>{label}</a> }
    });
    let why = confirm
        .is_some()
        .then(|| view! { <p>{texts.deletion.confirm}</p> });
    // Otherwise it is told at the input.
    let untold = if view.fresh { Vec::new() } else { errors.clone() };
    let first = (!view.fresh).then(|| view! { {why} <p class="buttons">{confirm} {cancel_link(HERE)}</p> });
    view! {
        <section class="card apart" aria-labelledby="leave">
            <h2 id="leave">{texts.deletion.title}</h2>
            <p>{texts.deletion.about}</p>
            <details class="question" open=is_open>
                <summary class="button danger">{texts.deletion.ask}</summary>
                <div role="group" aria-labelledby="sure">
                    <h3 id="sure">{texts.deletion.sure}</h3>
                    <p>{texts.deletion.warning}</p>
                    <StatusMessage status />
                    <InputErrorSummary errors=untold label=(texts.deletion.type_name)(&view.name) />
                    {first}
                    {view.fresh.then(|| view! { <DeletionForm view errors /> })}
                </div>
            </details>
        </section>
    }
    .into_any()
}

#[component]
fn DeletionForm(view: DataView, errors: Vec<InputError>) -> impl IntoView {
    let texts = &use_texts().pages().data.deletion;
    view! {
        <PostForm action=DeleteAccount::url() csrf=view.csrf label=texts.submit danger=true cancel=HERE>
            <FormInput
                input=InputName::AccountName
                name="name"
                autocomplete="off"
                label=(texts.type_name)(&view.name)
                value=view.typed.unwrap_or_default()
                errors
            />
        </PostForm>
    }
    .into_any()
}
