//! A button of a plain form that makes an unfinished form of no use.

use leptos::prelude::*;

use super::draft::drop_draft;
use super::kept::kept_with_page;

/// Sends the form it stands in, and forgets the draft.
#[island]
pub(crate) fn ForgetButton(label: String, quiet: bool) -> impl IntoView {
    kept_with_page(view! {
        // As in the form over attributes: the button must not move away from under the pointer.
        <button
            type="submit"
            class="button"
            class:quiet=quiet
            on:mousedown=|event| event.prevent_default()
            on:click=|_| drop_draft()
        >
            {label}
        </button>
    })
}
