use attributes::Values;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::components::A;

use super::Loading;
use crate::api::{Edit, FormView, ProfileView, SaveProfile, load_profile, save_profile};
use crate::components::{
    AttributeForm, Carried, ContactResource, ContactSection, NoPageForm, Problem, Save, Title,
    contact_resource,
};
use crate::load::load_first;
use crate::texts::use_texts;

/// See and change one's attributes.
#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let view = load_first(|| (), |()| load_profile());
    let contact = contact_resource();
    view! {
        <Title text=use_texts().pages().profile.title />
        <Suspense fallback=Loading>
            {move || view.get().map(|view| match view {
                Ok(view) => view! { <Profile view contact /> }.into_any(),
                Err(error) => view! { <Problem error /> <NoPageForm /> }.into_any(),
            })}
        </Suspense>
    }
}

#[component]
fn Profile(view: ProfileView, contact: ContactResource) -> impl IntoView {
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
        <ContactSection contact />
        <section class="card" aria-labelledby="details">
            <h2 id="details">{texts.pages().profile.details}</h2>
            <ProfileForm view=Carried(view.form) />
        </section>
        <ul class="more">
            <li><A href="/profile/sources">{texts.pages().sources.title}</A></li>
            <li><a href="/sessions">{texts.pages().sessions.title}</a></li>
        </ul>
    }
}

#[island]
fn ProfileForm(view: Carried<FormView>) -> impl IntoView {
    let save: Save = Action::new(|edit: &Edit| {
        let Edit { values, shown, csrf } = edit.clone();
        save_profile(values, Values::new(), shown, csrf)
    });
    let Carried(view) = view;
    view! {
        <AttributeForm
            form="profile"
            view
            action=SaveProfile::url()
            submit_label=use_texts().actions.save
            save
        />
    }
}
