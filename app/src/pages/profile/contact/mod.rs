//! E-mail address and telephone number: a section of the profile page that needs nothing of the rest of it.

mod address;
mod load;
mod posts;
mod state;
pub(crate) mod view;

use leptos::prelude::*;

use crate::islands::links::confirm_path;
use crate::pages::profile::contact::view::{AddressView, ContactView, Offer};
use crate::pages::small_form::{FormStatus, InputErrorSummary, StatusMessage};
use crate::texts::use_texts;
use address::AddressBlock;
use state::ContactState;

pub(super) use load::load;

const HERE: &str = "/profile";

/// The addresses, each with the way to change it.
#[component]
pub(super) fn ContactSection(view: ContactView) -> impl IntoView {
    let texts = use_texts();
    let (state, addresses) = ContactState::new(view);
    let may_change = addresses.iter().any(|address| address.offer != Offer::Refused);
    // Once is enough: what is told of a refused form has the same button.
    let has_button = state.status.as_ref().is_some_and(FormStatus::asks_to_confirm);
    let confirm = (may_change && !state.fresh && !has_button).then(|| {
        view! {
            <p>
                {texts.pages().contact.confirm} " "
                <a href=confirm_path(HERE)>{texts.actions.confirm_identity}</a>
            </p>
        }
    });
    // A telephone number that there is not and cannot be is not mentioned.
    let is_idle = |address: &AddressView| {
        address.value.is_none() && address.pending.is_none() && address.offer == Offer::Refused
    };
    let blocks = addresses
        .into_iter()
        .filter(|address| !is_idle(address))
        .map(|view| view! { <AddressBlock state=state.clone() view /> })
        .collect_view();
    view! {
        <section class="card" aria-labelledby="contact">
            <h2 id="contact">{texts.pages().contact.title}</h2>
            <StatusMessage status=state.status />
            <InputErrorSummary errors=state.errors />
            {blocks}
            {confirm}
        </section>
    }
    .into_any()
}
