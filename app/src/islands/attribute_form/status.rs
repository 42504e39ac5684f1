//! What became of a form, beside its button.

use leptos::either::Either;
use leptos::prelude::*;

use super::super::form::inputs::focus;
use super::super::form::not_saved::NotSaved;
use super::state::FormState;
use crate::api::SaveOutcome;
use crate::texts::use_texts;

pub(super) const SAVE_STATUS: &str = "save-status";

/// Says that a form was saved or that it could not be, and takes the focus then, so that it is read out. The bar is in view
/// while it says so; only why nothing was saved stands at the end of the form, which comes into view.
/// Broken rules and conflicts are told above the form.
#[component]
pub(super) fn SaveStatus(state: FormState) -> impl IntoView {
    let texts = use_texts();
    let outcome = state.outcome;
    // With the outcome of a plain post the page comes: there the browser itself sets the focus.
    let came_with_page = untrack(move || state.tells_outcome());
    Effect::new(move |ran_before: Option<()>| {
        if state.tells_outcome() && ran_before.is_some() && state.last_edited.with_value(Option::is_none) {
            let is_in_view = outcome.with(|outcome| !matches!(outcome, Some(SaveOutcome::NotSaved(_))));
            // Once it says something: only then does it have its place.
            request_animation_frame(move || focus(SAVE_STATUS, is_in_view));
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

impl FormState {
    /// Whether the outcome is told beside the button.
    pub(super) fn tells_outcome(self) -> bool {
        use SaveOutcome::{NotSaved, Saved, Unchanged};
        self.outcome
            .with(|outcome| matches!(outcome, Some(Saved { .. } | Unchanged | NotSaved(_))))
    }
}
