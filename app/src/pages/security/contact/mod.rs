//! E-mail address and telephone number: a section of the page about security that needs nothing of the rest of it.

mod address;
mod load;
mod posts;
mod state;
pub(crate) mod view;

use account::ContactInfo;
use attributes::ContactChange;
use leptos::prelude::*;

use crate::pages::security::contact::view::ContactView;
use crate::pages::small_form::{InputErrorSummary, StatusMessage};
use crate::texts::use_texts;
use address::{AddressBlock, asks_for};
use state::ContactState;

pub(super) use load::load;

/// The addresses, each with the way to change it.
#[component]
pub(super) fn ContactSection(view: ContactView) -> impl IntoView {
    let texts = use_texts();
    let (state, addresses) = ContactState::new(view);
    // A telephone number that there is not and cannot be is not mentioned.
    let is_idle = |address: &ContactInfo| {
        address.value.is_none() && address.pending.is_none() && address.change == ContactChange::Off
    };
    // What is wrong with an input is told there, if there is one.
    let asks = |input| addresses.iter().any(|view| asks_for(view, state.fresh, input));
    let untold = state.errors.iter().filter(|error| !asks(error.input));
    let untold = untold.copied().collect();
    let blocks = addresses
        .into_iter()
        .filter(|address| !is_idle(address))
        .map(|view| view! { <AddressBlock state=state.clone() view /> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="contact">
            <h2 id="contact">{texts.pages().contact.title}</h2>
            <StatusMessage status=state.status />
            <InputErrorSummary errors=untold />
            {blocks}
        </section>
    }
    .into_any()
}
