//! The button of a form, and beside it whether something is unsaved and what became of it. While it says so, the bar stays in view.

use leptos::prelude::*;

use super::state::FormState;
use super::status::SaveStatus;
use crate::texts::use_texts;

#[component]
pub(super) fn SaveBar(state: FormState, submit_label: &'static str) -> impl IntoView {
    let texts = use_texts();
    let is_saving = move || state.is_saving.get();
    // A form that only asks has nothing to go back to.
    let can_discard = move || state.name == "profile" && state.is_unsaved.get() && !is_saving();
    let discard = move || {
        view! {
            <button type="button" class="button quiet" on:click=move |_| state.discard()>{texts.form.discard}</button>
            <span class="unsaved">{texts.form.unsaved}</span>
        }
    };
    view! {
        // The focus stays where it is: leaving a field shows or hides what is wrong with it, and the button would
        // move away from under the pointer.
        <div class="save" class:stuck=move || state.is_unsaved.get() || state.tells_outcome()>
            <button
                type="submit"
                class="button"
                on:mousedown=|event| event.prevent_default()
                aria-disabled=move || is_saving().then_some("true")
            >
                {move || if is_saving() { texts.actions.saving } else { submit_label }}
            </button>
            {move || can_discard().then(discard)}
            <SaveStatus state />
        </div>
    }
}
