//! The rules while one types and before anything is sent.

use attributes::{Attribute, FieldError, Rule, Values};
use leptos::ev::Event;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlFormElement};

use super::super::form::inputs;
use super::super::form::live::show_length;
use super::super::form::names::{input_name, zone_name};
use super::state::{FormState, rule_of};
use crate::texts::use_texts;

impl FormState {
    /// Something is typed.
    pub(super) fn note_input(self, event: &Event) {
        self.note_change();
        let Some(changed) = changed_input(event, "name") else {
            return;
        };
        let id = changed_input(event, "id");
        self.last_edited.set_value(Some(id.unwrap_or_default()));
        let is_wrong = self.view.with_value(|view| {
            let field = view.editable().find(|field| input_name(&field.name) == changed);
            field.is_some_and(|field| {
                show_length(event, field);
                self.shown_rule(field).is_some()
            })
        });
        // What is told of a field goes as soon as it is not true any more.
        if is_wrong {
            self.check_input(event);
        }
    }

    pub(super) fn check_input(self, event: &Event) {
        let Some(changed) = changed_input(event, "name") else {
            return;
        };
        let Some((form, typed)) = self.typed() else { return };
        self.view.with_value(|view| {
            let is_changed =
                |field: &&Attribute| input_name(&field.name) == changed || zone_name(&field.name) == changed;
            let Some(field) = view.editable().find(is_changed) else {
                return;
            };
            let rule = self.broken_rule(&form, field, &typed);
            let rule = rule.or_else(|| self.answered_rule(field, &typed));
            if self.shown_rule(field) == rule {
                return;
            }
            self.errors.update(|errors| {
                errors.retain(|error| error.name != field.name);
                errors.extend(rule.map(|rule| FieldError::new(&field.name, rule)));
            });
        });
    }

    /// What only the server can know stays true as long as the field says what was sent.
    fn answered_rule(self, field: &Attribute, typed: &Values) -> Option<Rule> {
        let is_sent = self
            .sent
            .with_value(|sent| sent.get(&field.name) == typed.get(&field.name));
        let rule = self.shown_rule(field);
        rule.filter(|rule| is_sent && matches!(rule, Rule::ChangedMeanwhile | Rule::Refused))
    }

    fn shown_rule(self, field: &Attribute) -> Option<Rule> {
        self.errors.with_untracked(|errors| rule_of(errors, &field.name))
    }

    /// The rule that the server will name, too. What the person left alone is not their mistake.
    pub(super) fn broken_rule(
        self,
        form: &HtmlFormElement,
        field: &Attribute,
        typed: &Values,
    ) -> Option<Rule> {
        if inputs::is_unreadable(form, &field.name) {
            return Some(inputs::unreadable(field));
        }
        let value = typed.get(&field.name).map_or("", String::as_str);
        let is_untouched = self.baseline.with_value(|baseline| {
            let baseline = baseline.get(&field.name).map_or("", String::as_str);
            field.is_untouched(baseline, value)
        });
        if is_untouched && !(field.is_required() && value.is_empty()) {
            return None;
        }
        field.check(&use_texts().spelling(field, value)).err()
    }
}

/// An attribute of the input that an event is about.
fn changed_input(event: &Event, attribute: &str) -> Option<String> {
    event.target()?.dyn_ref::<Element>()?.get_attribute(attribute)
}
