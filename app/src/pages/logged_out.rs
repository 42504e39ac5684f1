use leptos::prelude::*;

use super::Loading;
use crate::api::{has_left, pools_sign_out};
use crate::components::{Title, Word, drop_draft, tell_other_tabs};
use crate::load::load_first;
use crate::query::query;
use crate::texts::use_texts;

/// The public page after signing out, and after an account was deleted.
#[component]
pub(crate) fn LoggedOutPage() -> impl IntoView {
    let is_unknown = |place| query(place).as_deref() == Some("unknown");
    let (is_here_unknown, is_elsewhere_unknown) = (is_unknown("here"), is_unknown("elsewhere"));
    let left = load_first(|| (), |()| has_left());
    let pool = load_first(
        move || is_here_unknown,
        |is_wanted| async move {
            if is_wanted {
                pools_sign_out().await
            } else {
                Ok(None)
            }
        },
    );
    let page = move || {
        let (left, pool) = (left.get()?, pool.get()?);
        let pool = pool.ok().flatten();
        Some(match left {
            Ok(true) => view! { <Deleted /> }.into_any(),
            _ => view! { <SignedOut is_here_unknown pool is_elsewhere_unknown /> }.into_any(),
        })
    };
    view! { <Suspense fallback=Loading>{page}</Suspense> }
}

/// Nobody is signed in.
#[component]
pub(super) fn SignedOut(
    /// The session was not known to be over when the browser forgot it.
    #[prop(optional)]
    is_here_unknown: bool,
    /// Where the pool's own session ends, if that is to be offered.
    #[prop(default = None)]
    pool: Option<String>,
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
            {is_here_unknown.then(|| view! {
                <p class="notice failure">{texts.pages().sign_out.here_unknown}</p>
            })}
            {pool.map(|address| view! {
                <p>
                    {texts.pages().sign_out.pool_remembers} " "
                    <a href=address rel="external">{texts.pages().sign_out.at_the_pool}</a>
                </p>
            })}
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
