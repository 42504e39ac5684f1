use attributes::Values;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_meta::Title;

use super::Loading;
use crate::api::{Outcome, ProfileView, SaveProfile, load_profile, save_profile};
use crate::components::{AttributeForm, Problem, SaveStatus};
use crate::error::AppError;
use crate::texts::use_texts;

type Save = Action<Values, Result<Outcome, AppError>>;

/// See and change one's attributes.
#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let save: Save = Action::new(|values: &Values| save_profile(values.clone()));
    // Read again after each save that succeeded: what stands there is what the pool has.
    let saves = Memo::new(move |count: Option<&u32>| {
        let saved = matches!(save.value().get(), Some(Ok(Outcome::Saved)));
        count.copied().unwrap_or_default() + u32::from(saved)
    });
    let view = Resource::new_blocking(move || saves.get(), |_| load_profile());
    view! {
        <Title text=use_texts().profile.title />
        <Transition fallback=Loading>
            {move || view.get().map(|view| match view {
                Ok(view) => view! { <Profile view save /> }.into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            })}
        </Transition>
    }
}

#[component]
fn Profile(view: ProfileView, save: Save) -> impl IntoView {
    let texts = use_texts();
    let verified = if view.email_verified {
        texts.profile.verified
    } else {
        texts.profile.not_verified
    };
    let facts = view.facts.into_iter().filter_map(|(name, value)| {
        let label = (texts.standard)(&name)?;
        let mark = (name == "email").then(|| view! { " " <span class="badge">{verified}</span> });
        Some(view! { <div><dt>{label}</dt><dd>{value} {mark}</dd></div> })
    });
    let facts = facts.collect_view();
    let initial = view.form.outcome.clone();
    view! {
        <h1>{texts.profile.title}</h1>
        <section class="card" aria-labelledby="account">
            <h2 id="account">{texts.profile.account}</h2>
            <dl class="facts">{facts}</dl>
        </section>
        <section class="card" aria-labelledby="details">
            <h2 id="details">{texts.profile.details}</h2>
            <SaveStatus initial save />
            <AttributeForm
                form="profile"
                view=view.form
                action=SaveProfile::url()
                submit_label=texts.actions.save
                save
            />
        </section>
    }
}
