//! A field for a new password: what the pool wants of it, ticked off while one types. The password itself stays in the
//! input and nowhere else.

use attributes::{Password, PasswordRule, PasswordRules};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::island::{Island, takes_over};
use super::frame::Frame;
use super::show_password::ShowPassword;
use crate::texts::use_texts;

/// A new password. With WebAssembly it can be made visible.
#[derive(Serialize, Deserialize)]
pub(crate) struct PasswordField {
    /// Of its input.
    pub id: String,
    /// Under which it is posted.
    pub name: String,
    pub label: String,
    pub help: String,
    pub rules: PasswordRules,
    /// What the one that was posted last lacks.
    pub lacks: Vec<PasswordRule>,
    /// What else is wrong with that one.
    pub error: Option<String>,
}

takes_over!(PasswordField);

impl Island for PasswordField {
    fn view(self) -> impl IntoView + 'static {
        let Self {
            id,
            name,
            label,
            help,
            rules,
            lacks,
            error,
        } = self;
        let was_refused = error.is_some() || !lacks.is_empty();
        let broken = RwSignal::new((!lacks.is_empty()).then_some(lacks));
        let look = move |event| broken.set(Some(rules.broken(&Password(event_target_value(&event)))));
        let is_fine = move || broken.with(|broken| broken.as_ref().is_some_and(Vec::is_empty));
        let is_invalid = move || was_refused && !is_fine();
        let mut frame = Frame::new(id.clone(), move || error.clone());
        // What it lacks stands in the list, not in a sentence.
        frame.invalid = ArcSignal::derive(move || is_invalid().then_some("true"));
        let rules_id = format!("{id}-rules");
        let input = view! {
            <input
                type="password"
                id=id.clone()
                name=name
                autocomplete="new-password"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                aria-required="true"
                aria-invalid=frame.invalid.clone()
                aria-describedby=frame.described_by()
                on:input=look
            />
            <ShowPassword of=id />
        };
        let help = view! {
            <p>{help}</p>
            <div id=rules_id>{move || broken.with(|broken| list(rules, broken.as_deref(), was_refused))}</div>
        };
        frame.around(label, input, help)
    }
}

/// All rules in one list. Of a password that was refused, what it lacks is marked; as soon as anything is known of one, what
/// it meets is.
fn list(rules: PasswordRules, broken: Option<&[PasswordRule]>, was_refused: bool) -> impl IntoView + use<> {
    let texts = &use_texts().new_password;
    let mut all = rules.list();
    // Those that need no telling before they are broken.
    let others = broken
        .unwrap_or_default()
        .iter()
        .filter(|rule| !all.contains(rule));
    let others: Vec<_> = others.copied().collect();
    all.extend(others);
    let met = broken.map(|broken| (texts.meets)(all.len() - broken.len(), all.len()));
    let line = |rule: PasswordRule| {
        let is_met = broken.map(|broken| !broken.contains(&rule));
        let missing = (was_refused && is_met == Some(false)).then_some(texts.missing);
        view! {
            <li class:met=is_met == Some(true) class:missing=missing.is_some()>
                {(texts.rule)(rule)} " " {missing.map(|missing| view! { <strong>{missing}</strong> })}
            </li>
        }
    };
    view! {
        <p>{texts.needs} ":"</p>
        <ul class="rules">{all.into_iter().map(line).collect::<Vec<_>>()}</ul>
        <p role="status">{met}</p>
    }
}
