//! See and change one's attributes.

mod load;

use leptos::prelude::*;

use super::layout::{Section, Sections, loaded_page};
use crate::api::ProfileView;
use crate::islands::{ProfileForm, island};
use crate::texts::use_texts;

pub(crate) use load::{fields, load};

/// See and change one's attributes.
pub(crate) async fn profile_page() -> AnyView {
    let loaded = load().await;
    loaded_page(use_texts().pages().profile.title, loaded, |view| {
        view! { <Sections here=Section::Profile><Profile view /></Sections> }.into_any()
    })
}

#[component]
fn Profile(view: ProfileView) -> impl IntoView {
    let texts = use_texts();
    let facts = view.facts.into_iter().filter_map(|(name, value)| {
        let label = (texts.pages().standard)(&name)?;
        Some(view! { <div><dt>{label}</dt><dd><bdi>{value}</bdi></dd></div> })
    });
    let facts: Vec<_> = facts.collect();
    let facts = (!facts.is_empty()).then(|| {
        view! {
            <section class="card" aria-labelledby="account">
                <h2 id="account">{texts.pages().profile.account}</h2>
                <dl class="facts">{facts}</dl>
            </section>
        }
    });
    view! {
        <h1>{texts.pages().profile.title}</h1>
        {facts}
        <section class="card" aria-labelledby="details">
            <h2 id="details" class="unseen">{texts.pages().profile.details}</h2>
            {island(ProfileForm { view: view.form })}
        </section>
    }
}
