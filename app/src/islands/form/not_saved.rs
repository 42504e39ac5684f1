//! Why a form was not saved, and the way on.

use leptos::prelude::*;

use super::super::links::{next_step, use_here};
use super::title::say_in_title;
use crate::error::AppError;
use crate::texts::{NextStep, use_texts};

#[component]
pub(crate) fn NotSaved(
    error: AppError,
    /// What was not done, if it is more than that it was not saved.
    #[prop(optional)]
    what: Option<&'static str>,
) -> impl IntoView {
    say_in_title(true);
    let texts = use_texts();
    let text = (texts.error)(error.kind);
    let step = error.kind.next_step();
    let leads_on = matches!(step, NextStep::SignIn | NextStep::Confirm | NextStep::NewPassword);
    let next = leads_on.then(|| {
        let (href, label) = next_step(texts, step, use_here());
        view! { <a class="button" href=href>{label}</a> }
    });
    view! {
        <div class="notice failure">
            <p><strong>{what.unwrap_or(texts.form.not_saved)}</strong> " " {text.body}</p>
            {next}
            {error.request_id.map(|id| view! {
                <p class="reference">{texts.reference} ": " <code>{id.to_string()}</code></p>
            })}
        </div>
    }
}
