//! A button of a plain form that makes an unfinished form of no use.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::draft::drop_draft;
use super::island::{Island, takes_over};

/// Sends the form it stands in, and forgets the draft.
#[derive(Serialize, Deserialize)]
pub(crate) struct ForgetButton {
    pub label: String,
    pub quiet: bool,
}

takes_over!(ForgetButton);

impl Island for ForgetButton {
    fn view(self) -> impl IntoView + 'static {
        let Self { label, quiet } = self;
        view! {
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
        }
    }
}
