//! What became of a form, beside its button.

use leptos::either::Either;
use leptos::prelude::*;

use super::super::form::inputs::focus;
use super::super::form::not_saved::NotSaved;
use super::state::FormState;
use crate::api::SaveOutcome;
use crate::texts::use_texts;

const SAVE_STATUS: &str = "save-status";

/// Says that a form was saved or that it could not be, and takes the focus then, so that it is in view and read out.
/// Broken rules and conflicts are told above the form.
#[component]
pub(super) fn SaveStatus(state: FormState) -> impl IntoView {
    let texts = use_texts();
    let outcome = state.outcome;
    let is_shown =
        |outcome: &Option<SaveOutcome>| outcome.as_ref().is_some_and(SaveOutcome::is_shown_by_button);
    // With the outcome of a plain post the page comes: there the browser itself sets the focus.
    let came_with_page = outcome.with_untracked(is_shown);
    Effect::new(move |ran_before: Option<()>| {
        if outcome.with(is_shown) && ran_before.is_some() && !state.is_edited.get_value() {
            // Once it says something: only then does it have its place.
            request_animation_frame(move || {
                focus(SAVE_STATUS);
            });
        }
    });
    let notice = |class, text, at: Option<String>| {
        Some(Either::Left(
            view! { <p class=class>{text} {at.map(|at| view! { " " <time>{at}</time> })}</p> },
        ))
    };
    let message = move || match outcome.get()? {
        SaveOutcome::Saved { .. } => notice("notice success", texts.form.saved, state.saved_at.get_value()),
        SaveOutcome::Unchanged => notice("notice", texts.form.unchanged, None),
        SaveOutcome::NotSaved(error) => Some(Either::Right(view! { <NotSaved error /> })),
        SaveOutcome::Invalid(_) | SaveOutcome::Changed(_) => None,
    };
    view! {
        <div id=SAVE_STATUS class="status" role="status" tabindex="-1" autofocus=came_with_page>{message}</div>
    }
}

impl SaveOutcome {
    fn is_shown_by_button(&self) -> bool {
        matches!(self, Self::Saved { .. } | Self::Unchanged | Self::NotSaved(_))
    }
}
