use leptos::prelude::*;
use leptos_router::components::A;

use super::Loading;
use crate::api::load_home;
use crate::components::{Problem, Title, short_name};
use crate::load::load_first;
use crate::texts::use_texts;

/// What this is, for a visitor; hello, for a signed-in person.
#[component]
pub(crate) fn HomePage() -> impl IntoView {
    let visitor = load_first(|| (), |()| load_home());
    view! {
        <Suspense fallback=Loading>
            {move || visitor.get().map(|visitor| match visitor {
                Ok(None) => view! { <Introduction /> }.into_any(),
                Ok(Some(visitor)) => view! { <Hello name=visitor.name.unwrap_or_default() /> }.into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            })}
        </Suspense>
    }
}

#[component]
fn Introduction() -> impl IntoView {
    let texts = use_texts();
    let points = texts.pages().home.points.iter().map(|(title, body)| {
        view! { <li class="card"><h2>{*title}</h2><p>{*body}</p></li> }
    });
    view! {
        <Title text=texts.pages().home.title />
        <section class="hero">
            <h1>{texts.pages().home.title}</h1>
            <p class="lead">{texts.pages().home.lead}</p>
            <p class="buttons">
                <a class="button" href="/login">{texts.actions.sign_in}</a>
                <a class="button quiet" href="/login?sign_up=true">{texts.actions.create_account}</a>
            </p>
            <p><a href="/confirm">{texts.pages().sign_up.have_code}</a></p>
        </section>
        <ul class="points">{points.collect_view()}</ul>
    }
}

#[component]
fn Hello(name: String) -> impl IntoView {
    let texts = use_texts();
    let hello = (texts.pages().home.hello)(&short_name(&name));
    view! {
        <Title text=hello.clone() />
        <section class="hero">
            <h1>{hello}</h1>
            <p class="lead">{texts.pages().home.hello_lead}</p>
            <p class="buttons"><A href="/profile" attr:class="button">{texts.actions.profile}</A></p>
        </section>
    }
}
