//! A new account: the form with the attributes that the Hosted UI cannot ask for, then the one for the code.

mod confirm;
mod confirm_form;
mod form;
mod load;
mod posts;
pub(crate) mod view;

use leptos::prelude::*;

use super::layout::loaded_page;
use crate::server::query;
use crate::texts::use_texts;
use form::SignUpForm;
use view::SignUpView;

pub(crate) use confirm::confirm_page;
pub(super) use load::is_here;
pub(super) use posts::keep_typed;

/// Makes an account, with the attributes that the Hosted UI cannot ask for.
pub(crate) async fn sign_up_page() -> AnyView {
    let loaded = load::load(query("return_to").unwrap_or_default()).await;
    loaded_page(use_texts().pages().sign_up.title, loaded, |view| match view {
        Some(view) => view! { <NewAccount view /> }.into_any(),
        // Sent elsewhere.
        None => ().into_any(),
    })
}

#[component]
fn NewAccount(view: SignUpView) -> impl IntoView {
    let (texts, actions) = (&use_texts().pages().sign_up, &use_texts().actions);
    view! {
        <article class="card">
            <h1>{texts.title}</h1>
            <p class="lead">{texts.lead}</p>
            <SignUpForm view />
            <p>
                {texts.have_account} " " <a href="/login">{actions.sign_in}</a> " · "
                <a href="/confirm">{texts.have_code}</a>
            </p>
        </article>
    }
}
