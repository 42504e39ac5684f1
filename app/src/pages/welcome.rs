use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_meta::Title;

use super::{Loading, query};
use crate::api::{Edit, FormView, SaveWelcome, WelcomeView, load_welcome, save_welcome};
use crate::components::{AttributeForm, Problem, Save, SaveStatus};
use crate::texts::use_texts;

/// The form after registration: asks for what the Hosted UI could not.
#[component]
pub(crate) fn WelcomePage() -> impl IntoView {
    let view = Resource::new_blocking(|| query("return_to").unwrap_or_default(), load_welcome);
    view! {
        <Title text=use_texts().welcome.title />
        <Suspense fallback=Loading>
            {move || view.get().map(|view| match view {
                Ok(WelcomeView::Ask(view)) => view! { <Welcome view /> }.into_any(),
                Ok(WelcomeView::Complete) => view! { <Loading /> }.into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            })}
        </Suspense>
    }
}

#[component]
fn Welcome(view: FormView) -> impl IntoView {
    let texts = use_texts();
    view! {
        <article class="card">
            <h1>{texts.welcome.title}</h1>
            <p class="lead">{texts.welcome.lead}</p>
            <WelcomeForm view return_to=query("return_to").unwrap_or_default() />
        </article>
    }
}

#[island]
fn WelcomeForm(view: FormView, return_to: String) -> impl IntoView {
    let hidden = ("return_to", return_to.clone());
    let save: Save = Action::new(move |edit: &Edit| {
        let Edit { values, shown, csrf } = edit.clone();
        save_welcome(values, shown, csrf, return_to.clone())
    });
    let initial = view.outcome.clone();
    view! {
            <SaveStatus initial save />
            <AttributeForm
                form="welcome"
                view
                action=SaveWelcome::url()
                submit_label=use_texts().welcome.submit
                save
                hidden
            />
    }
}
