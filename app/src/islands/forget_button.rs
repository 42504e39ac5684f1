//! A button of a plain form that makes an unfinished form of no use.

#[cfg(feature = "ssr")]
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Element;

use super::draft::drop_draft;
use super::elements::listen;
use super::island::{Island, takes_over};

/// Sends the form it stands in, and forgets the draft.
#[derive(Serialize, Deserialize)]
pub(crate) struct ForgetButton {
    pub label: String,
    pub quiet: bool,
}

takes_over!(ForgetButton);

impl Island for ForgetButton {
    #[cfg(feature = "ssr")]
    fn view(self) -> impl IntoView + 'static {
        let Self { label, quiet } = self;
        view! { <button type="submit" class="button" class:quiet=quiet>{label}</button> }
    }

    fn come_alive(self, element: &Element) {
        // As in the form over attributes: the button must not move away from under the pointer.
        listen(element, "mousedown", |event| event.prevent_default());
        listen(element, "click", |_| drop_draft());
    }
}
