//! Every component in every state, in the brand and the appearance of this server: for who works on the pages. In debug builds
//! only; `docs/guide/design.md` says when to use what.

mod fields;

use attributes::PasswordRules;
use leptos::prelude::*;

use super::layout::{Icon, Title};
use super::small_form::input_error::{InputError, InputErrorKind, InputName};
use super::small_form::{FormInput, FormStatus, InputErrorSummary, PostForm, StatusMessage};
use crate::error::{AppError, ErrorKind};
use crate::islands::form::PasswordField;
use crate::islands::{CopyButton, island};
use crate::texts::use_texts;
use fields::Fields;

const TITLE: &str = "Design";
/// Forms of this page lead nowhere.
const NOWHERE: &str = "/design";

/// All components.
#[expect(
    clippy::unused_async,
    reason = "pages load what they show, and this one has nothing to load"
)]
pub(crate) async fn design_page() -> AnyView {
    view! {
        <Title text=TITLE />
        <h1>{TITLE}</h1>
        <p class="lead">"Every component in every state. Choose brand, appearance and language as on any other page."</p>
        <Type />
        <Buttons />
        <Icons />
        <Messages />
        <Facts />
        <SmallForms />
        <Passwords />
        <h2>"Fields"</h2>
        <Fields />
    }
    .into_any()
}

#[component]
fn Type() -> impl IntoView {
    view! {
        <section class="card">
            <h2>"Heading of a card"</h2>
            <h3>"Heading within a card"</h3>
            <p>"Text, with " <a href=NOWHERE>"a link"</a> ", " <code>"code"</code> " and " <strong>"what counts"</strong> "."</p>
            <p class="help">"Help: what is good to know beside something."</p>
            <p class="reference">"Reference: " <code>"0123456789abcdef"</code></p>
        </section>
    }
    .into_any()
}

#[component]
fn Buttons() -> impl IntoView {
    view! {
        <section class="card">
            <h2>"Buttons"</h2>
            <p class="buttons">
                <button type="button" class="button">"The next step"</button>
                <button type="button" class="button quiet">"Something else"</button>
                <button type="button" class="button danger">"What can't be taken back"</button>
            </p>
            <p class="buttons">
                <button type="button" class="button" aria-disabled="true">{use_texts().actions.saving}</button>
                <a class="button quiet" href=NOWHERE>{Icon::Download.view()} "With an icon"</a>
                <button type="button" class="button quiet small">"Small"</button>
            </p>
            <details>
                <summary>"What opens something"</summary>
                <p>"And what it opened."</p>
            </details>
            <details class="question" open>
                <summary class="button danger">"A question first…"</summary>
                <div role="group" aria-labelledby="question">
                    <h3 id="question">{use_texts().pages().data.deletion.sure}</h3>
                    <p>"What happens then."</p>
                </div>
            </details>
        </section>
    }
    .into_any()
}

#[component]
fn Icons() -> impl IntoView {
    let icons = Icon::ALL.map(|icon| view! { <li><span class="badge">{icon.view()}</span></li> });
    view! {
        <section class="card">
            <h2>"Icons and marks"</h2>
            <ul class="buttons">{icons.collect_view()}</ul>
            <p><span class="badge">"fine"</span> " " <span class="badge bad">"not fine"</span></p>
            <p class="buttons">
                <span class="avatar" aria-hidden="true">"AL"</span>
                <span class="avatar">{Icon::Person.view()}</span>
            </p>
            <p class="step">{(use_texts().pages().welcome.step)(2, 3)}</p>
            <div class="steps" aria-hidden="true">
                <span class="reached"></span><span class="reached"></span><span></span>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn Messages() -> impl IntoView {
    let texts = use_texts();
    let error = InputError {
        input: InputName::AccountName,
        reason: InputErrorKind::Missing,
    };
    view! {
        <section class="card">
            <h2>"Messages"</h2>
            <p class="notice">"Something to know."</p>
            <p class="notice success">"Something that protects, or was done."</p>
            <StatusMessage status=Some(FormStatus::Done(texts.form.saved)) />
            <StatusMessage status=Some(FormStatus::Refused(texts.form.not_saved)) />
            <StatusMessage status=Some(FormStatus::NotSaved(AppError::from(ErrorKind::NotFresh))) />
            <InputErrorSummary errors=vec![error] />
            <p>"Empty: " <span class="help">{texts.pages().sessions.no_others}</span></p>
        </section>
    }
    .into_any()
}

#[component]
fn Facts() -> impl IntoView {
    view! {
        <section class="card">
            <h2>"Facts"</h2>
            <dl class="facts">
                <div><dt>"A name"</dt><dd>"its value"</dd></div>
                <div><dt>"Another"</dt><dd>{use_texts().form.no_value}</dd></div>
            </dl>
        </section>
    }
    .into_any()
}

#[component]
fn SmallForms() -> impl IntoView {
    let wrong = InputError {
        input: InputName::AccountName,
        reason: InputErrorKind::Missing,
    };
    let copy = CopyButton {
        of: "to-copy".to_owned(),
        label: use_texts().pages().security.factor.copy.to_owned(),
        done: use_texts().pages().security.factor.copied.to_owned(),
    };
    view! {
        <section class="card">
            <h2>"Small forms"</h2>
            <PostForm action=NOWHERE csrf=String::new() label="Send">
                <FormInput
                    input=InputName::FactorCode
                    name="code"
                    autocomplete="one-time-code"
                    input_mode="numeric"
                    help=use_texts().pages().security.factor.code_help
                    errors=Vec::new()
                />
                <FormInput input=InputName::AccountName name="name" autocomplete="off" errors=vec![wrong] />
                <FormInput
                    input=InputName::CurrentPassword
                    name="password"
                    kind="password"
                    autocomplete="current-password"
                    errors=Vec::new()
                />
            </PostForm>
            <p><code id="to-copy">"ABCD EFGH"</code></p>
            <p class="buttons">{island(copy)}</p>
        </section>
    }
    .into_any()
}

#[component]
fn Passwords() -> impl IntoView {
    let rules = PasswordRules::default();
    let field = |id: &str, is_wrong: bool| PasswordField {
        id: id.to_owned(),
        name: id.to_owned(),
        label: "New password".to_owned(),
        help: String::new(),
        rules,
        lacks: rules.list().into_iter().take(2).filter(|_| is_wrong).collect(),
        error: None,
    };
    view! {
        <section class="card">
            <h2>"New passwords"</h2>
            <div class="attributes">
                {island(field("password-empty", false))}
                {island(field("password-wrong", true))}
            </div>
        </section>
    }
    .into_any()
}
