use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::drop_draft;
use crate::texts::use_texts;

/// The public page after signing out.
#[component]
pub(crate) fn LoggedOutPage() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.sign_out.done_title />
        <ForgetDraft />
        <article class="card">
            <h1>{texts.sign_out.done_title}</h1>
            <p>{texts.sign_out.done}</p>
            <p class="buttons">
                <a class="button" href="/login">{texts.actions.sign_in}</a>
            </p>
        </article>
    }
}

/// Should the form have been sent before WebAssembly was there to do it.
#[island]
fn ForgetDraft() -> impl IntoView {
    Effect::new(|_| drop_draft());
}
