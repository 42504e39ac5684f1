//! A field for a new password: what the pool wants of it, ticked off while one types. The password itself stays in the
//! input and nowhere else.

use attributes::{Password, PasswordRule, PasswordRules};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Element;

use super::super::elements::{append, listen};
use super::super::island::{Island, takes_over};
#[cfg(feature = "ssr")]
use super::frame::Frame;
use super::live::mark;
use super::show_password::add_reveal_button;
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
    #[cfg(feature = "ssr")]
    fn view(self) -> impl IntoView + 'static {
        let lacks = (!self.lacks.is_empty()).then_some(&*self.lacks);
        let rules = self.rule_list(lacks);
        let rules_id = self.rules_id();
        let mut frame = Frame::new(self.id.clone(), self.error.clone());
        // What it lacks stands in the list, not in a sentence.
        frame.invalid = self.was_refused().then_some("true");
        let input = view! {
            <input
                type="password"
                id=self.id
                name=self.name
                autocomplete="new-password"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="go"
                aria-required="true"
                aria-invalid=frame.invalid
                aria-describedby=frame.described_by()
            />
        };
        let help = view! {
            <p>{self.help}</p>
            <div id=rules_id>{rules}</div>
        };
        frame.around(self.label, input, help)
    }

    fn come_alive(self, element: &Element) {
        add_reveal_button(&self.id);
        listen(element, "input", move |event| {
            let broken = self.rules.broken(&Password(event_target_value(&event)));
            self.tick_off(&broken);
        });
    }
}

impl PasswordField {
    fn was_refused(&self) -> bool {
        self.error.is_some() || !self.lacks.is_empty()
    }

    fn rules_id(&self) -> String {
        format!("{}-rules", self.id)
    }

    /// All rules: those that are told before anything is typed, then those that need no telling before they are broken.
    fn all_rules(&self, broken: &[PasswordRule]) -> Vec<PasswordRule> {
        let mut all = self.rules.list();
        let others = broken.iter().filter(|rule| !all.contains(rule));
        let others: Vec<_> = others.copied().collect();
        all.extend(others);
        all
    }

    /// The class of a rule's line. Of a password that was refused, what it lacks is marked; as soon as anything is known of one, what
    /// it meets is.
    fn class_of(&self, rule: PasswordRule, broken: Option<&[PasswordRule]>) -> &'static str {
        match broken {
            Some(broken) if !broken.contains(&rule) => "met",
            Some(_) if self.was_refused() => "missing",
            _ => "",
        }
    }

    /// All rules in one list.
    #[cfg(feature = "ssr")]
    fn rule_list(&self, broken: Option<&[PasswordRule]>) -> impl IntoView + use<> {
        let texts = &use_texts().new_password;
        let all = self.all_rules(broken.unwrap_or_default());
        let met = broken.map(|broken| (texts.meets)(all.len() - broken.len(), all.len()));
        let line = |rule| {
            let class = self.class_of(rule, broken);
            let missing = (class == "missing").then_some(texts.missing);
            view! { <li class=class>{(texts.rule)(rule)} " " {missing.map(|missing| view! { <strong>{missing}</strong> })}</li> }
        };
        view! {
            <p>{texts.needs} ":"</p>
            <ul class="rules">{all.into_iter().map(line).collect_view()}</ul>
            <p role="status">{met}</p>
        }
    }

    /// Says in the list what is typed now.
    fn tick_off(&self, broken: &[PasswordRule]) {
        let texts = &use_texts().new_password;
        let all = self.all_rules(broken);
        if self.was_refused()
            && let Some(input) = document().get_element_by_id(&self.id)
        {
            mark(&input, !broken.is_empty());
        }
        let Some(rules) = document().get_element_by_id(&self.rules_id()) else {
            return;
        };
        if let Ok(Some(list)) = rules.query_selector("ul") {
            list.set_text_content(None);
            for rule in &all {
                let Some(line) = append(&list, "li", &(texts.rule)(*rule)) else {
                    continue;
                };
                let class = self.class_of(*rule, Some(broken));
                line.set_class_name(class);
                if class == "missing" {
                    let _ = line.append_with_str_1(" ");
                    append(&line, "strong", texts.missing);
                }
            }
        }
        // Not made anew: a screen reader says what changes in it.
        if let Ok(Some(status)) = rules.query_selector("[role=status]") {
            let met = all.len() - broken.len();
            status.set_text_content(Some(&(texts.meets)(met, all.len())));
        }
    }
}
