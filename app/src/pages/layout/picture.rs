//! A picture of a person.

use leptos::prelude::*;

/// From an address that may be shown. Its host is not told which page it stands on; what is beside it says who it shows.
#[component]
pub(crate) fn Picture(address: String, size: &'static str) -> impl IntoView {
    view! {
        <img
            class="picture"
            src=address
            alt=""
            width=size
            height=size
            decoding="async"
            referrerpolicy="no-referrer"
        />
    }
}
