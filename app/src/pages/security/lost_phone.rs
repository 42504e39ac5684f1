use leptos::prelude::*;

use crate::brand::use_brand;
use crate::texts::use_texts;

/// What to do before the phone with the app is lost, and after.
#[component]
pub(super) fn LostPhone() -> impl IntoView {
    let texts = use_texts();
    let lost = &texts.pages().security.lost_phone;
    let contact = use_brand().contact().map(|address| {
        view! { " " <a href=address.to_owned() rel="external">{texts.pages().footer.contact_us}</a> }
    });
    view! {
        <details class="aside">
            <summary>{lost.title}</summary>
            <ul>
                <li>{lost.before}</li>
                <li>{lost.signed_in}</li>
                <li>{lost.signed_out} {contact}</li>
            </ul>
        </details>
    }
    .into_any()
}
