use leptos::prelude::*;
use leptos_meta::Title;

use super::{Loading, query};
use crate::api::has_left;
use crate::components::{Word, drop_draft, tell_other_tabs};
use crate::load::load_first;
use crate::texts::use_texts;

/// The public page after signing out, and after an account was deleted.
#[component]
pub(crate) fn LoggedOutPage() -> impl IntoView {
    let is_elsewhere_unknown = query("elsewhere").as_deref() == Some("unknown");
    let left = load_first(|| (), |()| has_left());
    view! {
        <Suspense fallback=Loading>
            {move || left.get().map(|left| match left {
                Ok(true) => view! { <Deleted /> }.into_any(),
                _ => view! { <SignedOut is_elsewhere_unknown /> }.into_any(),
            })}
        </Suspense>
    }
}

/// Nobody is signed in.
#[component]
pub(super) fn SignedOut(
    /// The pool did not say whether it ended the sessions of other applications.
    #[prop(optional)]
    is_elsewhere_unknown: bool,
) -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.pages().sign_out.done_title />
        <ForgetDraft />
        <article class="card">
            <h1>{texts.pages().sign_out.done_title}</h1>
            <p>{texts.pages().sign_out.done}</p>
            {is_elsewhere_unknown.then(|| view! {
                <p class="notice failure">{texts.pages().sessions.elsewhere_unknown}</p>
            })}
            <p class="buttons">
                <a class="button" href="/login">{texts.actions.sign_in}</a>
            </p>
        </article>
    }
}

#[component]
fn Deleted() -> impl IntoView {
    let texts = use_texts();
    view! {
        <Title text=texts.pages().account.leave.done_title />
        <ForgetDraft />
        <article class="card">
            <h1>{texts.pages().account.leave.done_title}</h1>
            <p>{texts.pages().account.leave.done}</p>
            <p class="buttons">
                <a class="button" href="/">{texts.actions.home}</a>
            </p>
        </article>
    }
}

/// Should the form have been sent before WebAssembly was there to do it. Other tabs forget theirs if it is true.
#[island]
fn ForgetDraft() -> impl IntoView {
    Effect::new(|_| {
        drop_draft();
        tell_other_tabs(Word::SignedOut);
    });
}
