use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_meta::Title;

use super::{Loading, query};
use crate::api::{Edit, FormView, SaveWelcome, SkipWelcome, WelcomeView, load_welcome, save_welcome};
use crate::components::{AttributeForm, Problem, Save, SaveStatus, drop_draft};
use crate::load::load_first;
use crate::texts::use_texts;

/// The form after registration: asks for what the Hosted UI could not.
#[component]
pub(crate) fn WelcomePage() -> impl IntoView {
    let view = load_first(|| query("return_to").unwrap_or_default(), load_welcome);
    view! {
        <Title text=use_texts().welcome.title />
        <Suspense fallback=Loading>
            {move || view.get().map(|view| match view {
                Ok(WelcomeView::Ask(form)) => view! { <Welcome form=*form /> }.into_any(),
                Ok(WelcomeView::Complete) => view! { <Loading /> }.into_any(),
                Err(error) => view! { <Problem error /> }.into_any(),
            })}
        </Suspense>
    }
}

#[component]
fn Welcome(form: FormView) -> impl IntoView {
    let texts = use_texts();
    let return_to = query("return_to").unwrap_or_default();
    let can_skip = form.fields.iter().all(|field| !field.is_required());
    let skip = can_skip.then(|| view! { <Skip csrf=form.csrf.clone() return_to=return_to.clone() /> });
    let lead = if can_skip {
        texts.welcome.optional_lead
    } else {
        texts.welcome.lead
    };
    view! {
        <article class="card">
            <h1>{texts.welcome.title}</h1>
            <p class="lead">{lead}</p>
            <WelcomeForm view=form return_to />
            {skip}
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

/// Goes on without. A form of its own, which the browser itself sends: the answer may lead anywhere in the app.
#[island]
fn Skip(csrf: String, return_to: String) -> impl IntoView {
    let texts = use_texts();
    view! {
        <form method="post" action=SkipWelcome::url() on:submit=|_| drop_draft()>
            <input type="hidden" name="csrf" value=csrf />
            <input type="hidden" name="return_to" value=return_to />
            // As in the form above: the button must not move away from under the pointer.
            <button type="submit" class="button quiet" on:mousedown=|event| event.prevent_default()>
                {texts.attributes.skip}
            </button>
        </form>
    }
}
