//! What became of a form, above it: saved, or why not.

use leptos::either::Either;
use leptos::prelude::*;

use super::attribute_form::Save;
use super::problem::{next_step, use_here};
use super::tabs::{Word, tell_other_tabs};
use crate::api::Outcome;
use crate::error::AppError;
use crate::texts::{NextStep, use_texts};

/// Says that a form was saved or that it could not be. Broken rules and conflicts are the form's own matter.
#[component]
pub(crate) fn SaveStatus(
    /// The outcome of a plain post.
    initial: Option<Outcome>,
    /// Posts made by WebAssembly.
    save: Save,
) -> impl IntoView {
    let texts = use_texts();
    let outcome = move || match save.value().get() {
        _ if save.pending().get() => None,
        Some(Ok(outcome)) => Some(outcome),
        Some(Err(error)) => Some(Outcome::NotSaved(error)),
        None => initial.clone().filter(|_| save.version().get() == 0),
    };
    Effect::new(move |_| match save.value().get() {
        Some(Ok(Outcome::Saved { .. })) => tell_other_tabs(Word::Saved),
        Some(Err(error)) if error.kind.is_over() => tell_other_tabs(Word::Over),
        _ => {}
    });
    let message = move || match outcome()? {
        Outcome::Saved { .. } => Some(Either::Left(
            view! { <p class="notice success">{texts.form.saved}</p> },
        )),
        Outcome::NotSaved(error) => Some(Either::Right(view! { <NotSaved error /> })),
        Outcome::Invalid(_) | Outcome::Changed(_) => None,
    };
    view! { <div role="status" aria-live="polite">{message}</div> }
}

#[component]
pub(super) fn NotSaved(error: AppError) -> impl IntoView {
    let texts = use_texts();
    let text = (texts.error)(error.kind);
    let leads_on = matches!(
        text.next,
        NextStep::SignIn | NextStep::Confirm | NextStep::NewPassword
    );
    let next = leads_on.then(|| {
        let (href, label) = next_step(texts, text.next, use_here());
        view! { <a class="button" href=href>{label}</a> }
    });
    view! {
        <div class="notice failure">
            <p><strong>{texts.form.not_saved}</strong> " " {text.body}</p>
            {next}
            {error.request_id.map(|id| view! {
                <p class="reference">{texts.reference} ": " <code>{id.to_string()}</code></p>
            })}
        </div>
    }
}
