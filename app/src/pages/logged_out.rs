use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::drop_draft;
use crate::texts::use_texts;

/// The public page after signing out.
#[component]
pub(crate) fn LoggedOutPage() -> impl IntoView {
    let texts = use_texts();
    // Should the form have been sent before WebAssembly was there to do it.
    Effect::new(|_| drop_draft());
    view! {
        <Title text=texts.sign_out.done_title />
        <article class="card">
            <h1>{texts.sign_out.done_title}</h1>
            <p>{texts.sign_out.done}</p>
            <p class="buttons">
                <a class="button" href="/login" rel="external">{texts.actions.sign_in}</a>
            </p>
        </article>
    }
}
