use leptos::prelude::*;

use super::Loading;
use crate::api::load_sign_up;
use crate::components::{NoPageForm, Problem, SignUpForm, Title};
use crate::load::load_first;
use crate::query::query;
use crate::texts::use_texts;

/// Makes an account, with the attributes that the Hosted UI cannot ask for.
#[component]
pub(crate) fn SignUpPage() -> impl IntoView {
    let texts = use_texts();
    let view = load_first(|| query("return_to").unwrap_or_default(), load_sign_up);
    let ways_out = move || {
        view! {
            <p>
                {texts.pages().sign_up.have_account} " " <a href="/login">{texts.actions.sign_in}</a> " · "
                <a href="/confirm">{texts.pages().sign_up.have_code}</a>
            </p>
        }
    };
    view! {
        <Title text=texts.pages().sign_up.title />
        <Suspense fallback=Loading>
            {move || view.get().map(|view| match view {
                Ok(Some(view)) => view! {
                    <article class="card">
                        <h1>{texts.pages().sign_up.title}</h1>
                        <p class="lead">{texts.pages().sign_up.lead}</p>
                        <SignUpForm view />
                        {ways_out()}
                    </article>
                }
                .into_any(),
                Ok(None) => view! { <Loading /> }.into_any(),
                Err(error) => view! { <Problem error /> <NoPageForm /> }.into_any(),
            })}
        </Suspense>
    }
}
