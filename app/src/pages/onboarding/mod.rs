//! The form after registration: asks for what the Hosted UI could not.

mod load;
mod posts;

use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::layout::loaded_page;
use crate::api::{FormView, Step, WelcomeView};
use crate::islands::{ForgetButton, WelcomeForm, island};
use crate::server::query;
use crate::texts::use_texts;
use posts::SkipWelcome;

/// The form after registration.
pub(crate) async fn welcome_page() -> AnyView {
    let return_to = query("return_to").unwrap_or_default();
    let loaded = load::load(return_to, done()).await;
    loaded_page(use_texts().pages().welcome.title, loaded, |view| match view {
        WelcomeView::Ask(form, step) => view! { <Welcome form=*form step /> }.into_any(),
        WelcomeView::Review(form) => view! { <Welcome form=*form /> }.into_any(),
        // Sent on.
        WelcomeView::Complete => ().into_any(),
    })
}

/// How many steps came before, as the address says. No list has twenty.
fn done() -> u8 {
    let done = query("done").and_then(|done| done.parse().ok());
    done.filter(|done| *done < 20).unwrap_or_default()
}

#[component]
fn Welcome(
    form: FormView,
    /// None in a review, which has one.
    #[prop(optional)]
    step: Option<Step>,
) -> impl IntoView {
    let texts = use_texts();
    let welcome = &texts.pages().welcome;
    let return_to = query("return_to").unwrap_or_default();
    let can_skip = form.fields.iter().all(|field| !field.is_required());
    let names = form.fields.iter().map(|field| field.name.as_str());
    let names = names.collect::<Vec<_>>().join(" ");
    let done = step.map_or(0, |step| step.done);
    let skip = can_skip.then(|| {
        view! { <Skip csrf=form.csrf.clone() return_to=return_to.clone() done names /> }
    });
    let lead = match done {
        _ if step.is_none() => Some(welcome.review_lead),
        _ if can_skip => Some(welcome.optional_lead),
        0 => Some(welcome.lead),
        // It was read on the page before.
        _ => None,
    };
    let progress = step
        .filter(|step| step.done.saturating_add(step.left) > 0)
        .map(progress);
    let has_steps = progress.is_some();
    view! {
        <article class="card">
            {progress}
            <h1 aria-describedby=has_steps.then_some("step")>{welcome.title}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            {island(WelcomeForm { view: form, return_to, done })}
            {skip}
            <p>
                {texts.pages().welcome.without_answer} " " <a href="/security">{texts.pages().navigation.security}</a> " · "
                <a href="/sessions">{texts.pages().sessions.title}</a> " · "
                <a href="/data">{texts.pages().navigation.data}</a> " · "
                <a href="/logout">{texts.actions.sign_out}</a>
            </p>
        </article>
    }
}

/// Which step of how many it is: in words, read out with the heading, and as marks for the eye.
fn progress(step: Step) -> impl IntoView {
    let (number, all) = (
        u32::from(step.done) + 1,
        u32::from(step.done) + u32::from(step.left) + 1,
    );
    let marks = (1..=all).map(|mark| view! { <span class:reached=mark <= number></span> });
    view! {
        <p class="step" id="step">{(use_texts().pages().welcome.step)(number, all)}</p>
        <div class="steps" aria-hidden="true">{marks.collect_view()}</div>
    }
}

/// Goes on without. A form of its own, which the browser itself sends: the answer may lead anywhere in the app.
#[component]
fn Skip(
    csrf: String,
    return_to: String,
    done: u8,
    /// What is skipped, parted by blanks.
    names: String,
) -> impl IntoView {
    view! {
        <form class="later" method="post" action=SkipWelcome::url()>
            <input type="hidden" name="csrf" value=csrf />
            <input type="hidden" name="return_to" value=return_to />
            <input type="hidden" name="done" value=done />
            <input type="hidden" name="names" value=names />
            {island(ForgetButton { label: use_texts().attributes.skip.to_owned(), quiet: true })}
        </form>
    }
}
