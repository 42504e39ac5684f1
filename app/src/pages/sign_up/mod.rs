//! A new account: the form with the attributes that the Hosted UI cannot ask for, then the one for the code.

mod confirm;
mod confirm_form;
mod form;
mod load;
mod posts;
pub(crate) mod view;

use leptos::prelude::*;

use super::layout::{NoPageForm, Problem, Title};
use crate::server::query;
use crate::texts::use_texts;
use form::SignUpForm;

pub(crate) use confirm::confirm_page;
pub(super) use load::is_here;
pub(super) use posts::keep_typed;

/// Makes an account, with the attributes that the Hosted UI cannot ask for.
pub(crate) async fn sign_up_page() -> AnyView {
    let view = load::load(query("return_to").unwrap_or_default()).await;
    let texts = use_texts();
    view! {
        <Title text=texts.pages().sign_up.title />
        {match view {
                Ok(Some(view)) => view! {
                    <article class="card">
                        <h1>{texts.pages().sign_up.title}</h1>
                        <p class="lead">{texts.pages().sign_up.lead}</p>
                        <SignUpForm view />
                        <p>
                            {texts.pages().sign_up.have_account} " " <a href="/login">{texts.actions.sign_in}</a> " · "
                            <a href="/confirm">{texts.pages().sign_up.have_code}</a>
                        </p>
                    </article>
                }
                .into_any(),
                // Sent elsewhere.
                Ok(None) => ().into_any(),
                Err(error) => view! { <Problem error /> <NoPageForm /> }.into_any(),
            }}
    }
    .into_any()
}
