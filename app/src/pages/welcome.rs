use attributes::Values;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;
use leptos_router::components::A;

use super::Loading;
use crate::api::{Edit, FormView, SaveWelcome, SkipWelcome, WelcomeView, load_welcome, save_welcome};
use crate::components::{AttributeForm, Carried, ForgetButton, NoPageForm, Problem, Save, Title};
use crate::load::load_first;
use crate::query::query;
use crate::texts::use_texts;

/// The form after registration: asks for what the Hosted UI could not.
#[component]
pub(crate) fn WelcomePage() -> impl IntoView {
    let view = load_first(|| query("return_to").unwrap_or_default(), load_welcome);
    view! {
        <Title text=use_texts().pages().welcome.title />
        <Suspense fallback=Loading>
            {move || view.get().map(|view| match view {
                Ok(WelcomeView::Ask(form)) => view! { <Welcome form=*form is_review=false /> }.into_any(),
                Ok(WelcomeView::Review(form)) => view! { <Welcome form=*form is_review=true /> }.into_any(),
                Ok(WelcomeView::Complete) => view! { <Loading /> }.into_any(),
                Err(error) => view! { <Problem error /> <NoPageForm /> }.into_any(),
            })}
        </Suspense>
    }
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
            <WelcomeForm view=Carried(form) return_to />
            {skip}
            <p>
                {texts.pages().welcome.without_answer} " " <A href="/account">{texts.actions.account}</A> " · "
                <A href="/sessions">{texts.pages().sessions.title}</A> " · "
                <A href="/logout">{texts.actions.sign_out}</A>
            </p>
        </article>
    }
}

#[island]
fn WelcomeForm(view: Carried<FormView>, return_to: String) -> impl IntoView {
    let hidden = ("return_to", return_to.clone());
    let save: Save = Action::new(move |edit: &Edit| {
        let Edit { values, shown, csrf } = edit.clone();
        save_welcome(values, Values::new(), shown, csrf, return_to.clone())
    });
    let Carried(view) = view;
    view! {
        <AttributeForm
            form="welcome"
            view
            action=SaveWelcome::url()
            submit_label=use_texts().actions.save_and_continue
            save
            hidden
        />
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
