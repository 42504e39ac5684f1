use account::MfaStatus;
use leptos::prelude::*;
use leptos::server_fn::ServerFn as _;

use super::FormOutcome;
use super::lost_phone::LostPhone;
use super::posts::{BeginFactor, FinishFactor, StopFactor};
use super::state::SecurityState;
use crate::islands::{CopyButton, island};
use crate::pages::security::view::{FactorSetup, SecurityForm};
use crate::pages::small_form::input_error::InputName;
use crate::pages::small_form::{FormInput, FormStatus, PostForm};
use crate::texts::use_texts;

/// The authenticator app: whether it is on, and the way to the other state.
#[component]
pub(super) fn FactorSection(state: SecurityState) -> impl IntoView {
    let texts = &use_texts().pages().security.factor;
    let factor = state.factor.filter(|_| state.fresh);
    let is_unfinished = factor.is_some_and(|factor| factor.unfinished);
    let is_anything = factor.is_some_and(|factor| factor.on || factor.unfinished);
    // Who is just setting up the first app is not warned of having begun. Who had one before is.
    let is_first_setup = state.setup.is_some() && state.factor.is_some_and(|factor| !factor.on);
    // What was just done says the same.
    let is_told = matches!(state.status(SecurityForm::Factor), Some(FormStatus::Done(_)));
    let mut told = state.clone();
    if is_unfinished {
        // At the input.
        told.errors.clear();
    }
    let outcome = view! { <FormOutcome state=told form=SecurityForm::Factor /> };
    let finish = is_unfinished.then(|| view! { <Finish state=state.clone() /> });
    let begin = factor.map(|factor| view! { <Begin csrf=state.csrf.clone() factor /> });
    let is_on = factor.is_some_and(|factor| factor.on);
    let stop = is_anything.then(|| view! { <Stop csrf=state.csrf is_on /> });
    view! {
        <section class="card" aria-labelledby="factor">
            <h2 id="factor">{texts.title}</h2>
            <p>{texts.about}</p>
            {outcome}
            {(!is_first_setup && !is_told).then(|| standing(state.factor))}
            {state.setup.map(|setup| view! { <SetUp setup /> })}
            {finish}
            {factor.map(|_| view! { <div class="buttons">{begin} {stop}</div> })}
            <LostPhone />
        </section>
    }
    .into_any()
}

/// The state in words. A set-up that was begun is never passed off as protection.
fn standing(factor: Option<MfaStatus>) -> impl IntoView {
    let texts = &use_texts().pages().security.factor;
    let (sentence, class) = match factor {
        None => (texts.unknown, "notice failure"),
        Some(MfaStatus {
            on: true,
            unfinished: true,
        }) => (texts.broken, "notice failure"),
        Some(MfaStatus {
            on: false,
            unfinished: true,
        }) => (texts.unfinished, "notice"),
        Some(MfaStatus {
            on: true,
            unfinished: false,
        }) => (texts.on, "notice success"),
        Some(MfaStatus {
            on: false,
            unfinished: false,
        }) => (texts.off, "notice"),
    };
    view! { <p class=class>{sentence}</p> }
}

const KEY: &str = "factor-key";

/// The key: as a picture for another device, as a link for this one, and as text. It has the focus when the page comes
/// for it. Dark on light in any appearance: cameras need it so.
#[component]
fn SetUp(setup: FactorSetup) -> impl IntoView {
    let texts = &use_texts().pages().security.factor;
    let size = setup.qr.size.to_string();
    let copy = CopyButton {
        of: KEY.to_owned(),
        label: texts.copy.to_owned(),
        done: texts.copied.to_owned(),
    };
    view! {
        <div class="setup" id="authenticator" tabindex="-1" role="group" aria-labelledby="setup">
            <h3 id="setup">{texts.setup_title}</h3>
            <p>{texts.scan}</p>
            <svg class="qr" role="img" aria-label=texts.picture viewBox=format!("0 0 {size} {size}")>
                <rect width=size.clone() height=size.clone() fill="#fff" />
                <path d=setup.qr.path fill="#000" />
            </svg>
            <p>{texts.key} ": " <code id=KEY dir="ltr">{setup.key}</code></p>
            <p class="buttons">
                <a class="button quiet" href=setup.link>{texts.open_app}</a>
                {island(copy)}
            </p>
            <p class="help">{texts.shown_until}</p>
        </div>
    }
    .into_any()
}

#[component]
fn Finish(state: SecurityState) -> impl IntoView {
    let texts = &use_texts().pages().security.factor;
    view! {
        <PostForm action=FinishFactor::url() csrf=state.csrf label=texts.finish>
            <FormInput
                input=InputName::FactorCode
                name="code"
                autocomplete="one-time-code"
                input_mode="numeric"
                help=texts.code_help
                errors=state.errors
            />
        </PostForm>
    }
}

/// Begins, or begins anew. Who has an app that works is warned first.
#[component]
fn Begin(csrf: String, factor: MfaStatus) -> impl IntoView {
    let texts = &use_texts().pages().security.factor;
    let MfaStatus { on, unfinished } = factor;
    let label = match (unfinished, on) {
        (true, _) => texts.begin_again,
        (false, true) => texts.replace,
        (false, false) => texts.begin,
    };
    let warning = (on && !unfinished).then(|| view! { <p class="help">{texts.replace_warning}</p> });
    view! {
        {warning}
        <PostForm action=BeginFactor::url() csrf label quiet=true />
    }
}

#[component]
fn Stop(csrf: String, is_on: bool) -> impl IntoView {
    let texts = &use_texts().pages().security.factor;
    let label = if is_on { texts.stop } else { texts.give_up };
    view! { <PostForm action=StopFactor::url() csrf label quiet=true /> }
}
