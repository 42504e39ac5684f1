use leptos::prelude::*;

use super::logout::Question;
use crate::islands::{ForgetDraft, island};
use crate::pages::layout::Title;
use crate::server::visitor::sign_out_visitor;
use crate::server::{flows, has_left_cookie, query, set_cookie};
use crate::texts::use_texts;

/// The public page after signing out, and after an account was deleted. Who is signed in is asked as on the page for signing out: an
/// unfinished form stays theirs.
pub(crate) async fn logged_out_page() -> AnyView {
    if has_left() {
        return view! { <Deleted /> }.into_any();
    }
    if let Ok(Some(visitor)) = sign_out_visitor().await {
        let title = use_texts().pages().sign_out.title;
        return view! { <Title text=title /> <Question csrf=visitor.csrf /> }.into_any();
    }
    let is_unknown = |place| query(place).as_deref() == Some("unknown");
    let (is_here_unknown, is_elsewhere_unknown) = (is_unknown("here"), is_unknown("elsewhere"));
    let pool = pools_sign_out(is_here_unknown).await;
    view! { <SignedOut is_here_unknown pool is_elsewhere_unknown /> }.into_any()
}

/// Whether an account was just deleted in this browser; said once.
fn has_left() -> bool {
    let has_left = has_left_cookie();
    if has_left {
        set_cookie(&flows().signin.cookies.forget_left());
    }
    has_left
}

/// Where the pool's own session ends, for the page to link to; `None` if that is not wanted or the pool cannot be reached.
async fn pools_sign_out(is_wanted: bool) -> Option<String> {
    if !is_wanted {
        return None;
    }
    flows()
        .signin
        .revocations
        .sign_out_location()
        .await
        .map(String::from)
}

/// There is no session.
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
        {island(ForgetDraft)}
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
        <Title text=texts.pages().data.deletion.done_title />
        {island(ForgetDraft)}
        <article class="card">
            <h1>{texts.pages().data.deletion.done_title}</h1>
            <p>{texts.pages().data.deletion.done}</p>
            <p class="buttons">
                <a class="button" href="/">{texts.actions.home}</a>
            </p>
        </article>
    }
}
