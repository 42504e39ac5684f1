//! The form after registration: asks for what the Hosted UI could not.

mod load;
mod posts;

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::components::A;

use super::layout::{NoPageForm, Problem, Title};
use super::loaded;
use crate::api::{FormView, WelcomeView};
use crate::islands::{ForgetButton, IslandProps, WelcomeForm};
use crate::server::query;
use crate::texts::use_texts;
use posts::SkipWelcome;

/// The form after registration.
#[component]
pub(crate) fn WelcomePage() -> impl IntoView {
    loaded(load::load(query("return_to").unwrap_or_default()), |view| {
        view! {
            <Title text=use_texts().pages().welcome.title />
            {match view {
                    Ok(WelcomeView::Ask(form)) => view! { <Welcome form=*form is_review=false /> }.into_any(),
                    Ok(WelcomeView::Review(form)) => view! { <Welcome form=*form is_review=true /> }.into_any(),
                    // Sent on.
                    Ok(WelcomeView::Complete) => ().into_any(),
                    Err(error) => view! { <Problem error /> <NoPageForm /> }.into_any(),
                }}
        }
    })
}

#[component]
fn Welcome(form: FormView, is_review: bool) -> impl IntoView {
    let texts = use_texts();
    let return_to = query("return_to").unwrap_or_default();
    let can_skip = form.fields.iter().all(|field| !field.is_required());
    let skip = can_skip.then(|| view! { <Skip csrf=form.csrf.clone() return_to=return_to.clone() /> });
    let lead = if is_review {
        texts.pages().welcome.review_lead
    } else if can_skip {
        texts.pages().welcome.optional_lead
    } else {
        texts.pages().welcome.lead
    };
    view! {
        <article class="card">
            <h1>{texts.pages().welcome.title}</h1>
            <p class="lead">{lead}</p>
            <WelcomeForm view=IslandProps(form) return_to />
            {skip}
            <p>
                {texts.pages().welcome.without_answer} " " <A href="/security">{texts.pages().navigation.security}</A> " · "
                <A href="/sessions">{texts.pages().sessions.title}</A> " · "
                <A href="/data">{texts.pages().navigation.data}</A> " · "
                <A href="/logout">{texts.actions.sign_out}</A>
            </p>
        </article>
    }
}

/// Goes on without. A form of its own, which the browser itself sends: the answer may lead anywhere in the app.
#[component]
fn Skip(csrf: String, return_to: String) -> impl IntoView {
    view! {
        <form method="post" action=SkipWelcome::url()>
            <input type="hidden" name="csrf" value=csrf />
            <input type="hidden" name="return_to" value=return_to />
            <ForgetButton label=use_texts().attributes.skip.to_owned() quiet=true />
        </form>
    }
}
