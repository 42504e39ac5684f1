//! A failure, in plain words, with one next step.

use leptos::prelude::*;

use super::footer::{NoPageForm, has_page_form};
use super::title::Title;
use crate::brand::use_brand;
use crate::error::{AppError, ErrorKind};
use crate::islands::links::{next_step, use_here};
use crate::islands::{BroadcastSignOut, island};
use crate::texts::use_texts;

/// A page under this title: the view of what it has loaded, or why there is none.
pub(crate) fn loaded_page<T>(
    title: &'static str,
    loaded: Result<T, AppError>,
    view: impl FnOnce(T) -> AnyView,
) -> AnyView {
    // First: a problem has a title of its own, and the last one counts.
    let title = view! { <Title text=title /> };
    let page = match loaded {
        Ok(loaded) => view(loaded),
        Err(error) if has_page_form() => view! { <Problem error /> <NoPageForm /> }.into_any(),
        Err(error) => view! { <Problem error /> }.into_any(),
    };
    view! { {title} {page} }.into_any()
}

/// Whether something is wrong, and not just the way it goes: sessions end, people cancel, addresses are mistyped.
fn is_failure(kind: ErrorKind) -> bool {
    !matches!(
        kind,
        ErrorKind::SignedOut
            | ErrorKind::Ended
            | ErrorKind::Incomplete
            | ErrorKind::NotFresh
            | ErrorKind::PasswordReset
            | ErrorKind::Denied
            | ErrorKind::SignInTooLate
            | ErrorKind::UsedOrExpired
            | ErrorKind::NotFound
    )
}

/// Stands in the place of a page that could not be shown.
#[component]
pub(crate) fn Problem(error: AppError) -> impl IntoView {
    let texts = use_texts();
    let text = (texts.error)(error.kind);
    let here = use_here();
    // A user who cannot sign in may never have confirmed.
    let is_sign_in = matches!(
        error.kind,
        ErrorKind::Denied
            | ErrorKind::NotPending
            | ErrorKind::SignInTooLate
            | ErrorKind::UsedOrExpired
            | ErrorKind::Refused
    );
    let have_code =
        is_sign_in.then(|| view! { <p><a href="/confirm">{texts.pages().sign_up.have_code}</a></p> });
    let contact = use_brand().contact().map(|address| {
        view! { <p><a href=address.to_owned() rel="external">{texts.pages().footer.contact_us}</a></p> }
    });
    let (href, label) = next_step(texts, error.kind.next_step(), here);
    // Nobody is told to wait and urged on at once.
    let is_to_wait = matches!(
        error.kind,
        ErrorKind::WaitAMinute | ErrorKind::WaitAWhile | ErrorKind::WaitAnHour
    );
    view! {
        <Title text=text.title />
        <section class="card problem" class:failure=is_failure(error.kind) role="alert">
            {error.kind.is_over().then(|| island(BroadcastSignOut))}
            <h1>{text.title}</h1>
            <p>{text.body}</p>
            <p><a class=(!is_to_wait).then_some("button") href=href>{label}</a></p>
            {have_code}
            {error.request_id.map(|id| view! {
                <p class="reference">{texts.reference} ": " <code>{id.to_string()}</code></p>
            })}
            {contact}
        </section>
    }
}
