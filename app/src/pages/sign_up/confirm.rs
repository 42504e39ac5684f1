use leptos::prelude::*;

use super::confirm_form::ConfirmForm;
use super::load::load_confirm;
use crate::islands::links::{login_path, new_password_path};
use crate::islands::{DropSignUpDraft, island};
use crate::pages::layout::{Title, loaded_page};
use crate::pages::sign_up::view::{ConfirmPage as View, ConfirmView, Confirmed};
use crate::server::query;
use crate::texts::use_texts;

/// Asks for the code that was sent to a new account, made on our pages or the pool's.
pub(crate) async fn confirm_page() -> AnyView {
    let loaded = load_confirm(query("other").is_some()).await;
    loaded_page(use_texts().pages().confirm.title, loaded, |view| match view {
        View::Ask(view) => view! { <Ask view /> }.into_any(),
        View::Confirmed(confirmed) => view! { <Done confirmed /> }.into_any(),
    })
}

#[component]
fn Ask(view: ConfirmView) -> impl IntoView {
    let texts = use_texts();
    let lines = texts.pages().confirm.trouble.iter();
    let lines = lines.map(|line| view! { <li>{*line}</li> });
    view! {
        {island(DropSignUpDraft)}
        <article class="card">
            <h1>{texts.pages().confirm.title}</h1>
            <ConfirmForm view />
        </article>
        <section class="card" aria-labelledby="trouble">
            <h2 id="trouble">{texts.pages().confirm.trouble_title}</h2>
            <ul>{lines.collect_view()}</ul>
            <p class="buttons">
                <a class="button quiet" href="/login">{texts.actions.sign_in}</a>
                <a class="button quiet" href="/login?forgot_password=true">{texts.pages().confirm.forgot_password}</a>
                <a class="button quiet" href="/login?sign_up=true">{texts.pages().confirm.sign_up_again}</a>
            </p>
        </section>
    }
}

/// Who signed up here goes on to sign in. Where the account was there before, another user may know its password.
#[component]
fn Done(confirmed: Confirmed) -> impl IntoView {
    let texts = use_texts();
    let sign_in = login_path(&confirmed.return_to);
    let choose_password = new_password_path(&confirmed.return_to);
    let (body, choose) = if confirmed.made_here {
        (texts.pages().confirm.done, None)
    } else {
        let button = view! { <a class="button" href=choose_password>{texts.actions.choose_password}</a> };
        (texts.pages().confirm.done_before, Some(button))
    };
    view! {
        <Title text=texts.pages().confirm.done_title />
        <article class="card">
            <h1>{texts.pages().confirm.done_title}</h1>
            <p>{body}</p>
            <p class="buttons">
                {choose}
                <a class="button" class:quiet=!confirmed.made_here href=sign_in>{texts.actions.sign_in}</a>
            </p>
        </article>
    }
}
