//! What the parts of a form share.

use attributes::{FieldError, Rule, Values};
use leptos::prelude::*;
use send_wrapper::SendWrapper;
use web_sys::HtmlFormElement;

use super::super::draft::Draft;
use super::super::form::inputs;
use super::super::form::live::show_error;
use super::super::form::names::baseline_name;
use super::super::form::summary::ErrorItem;
use super::super::form::{display, error_message};
use crate::api::{FormView, SaveOutcome};
use crate::texts::use_texts;

/// What the handlers of one form share.
#[derive(Clone, Copy)]
pub(super) struct FormState {
    pub name: &'static str,
    /// The server function's address, and what it gets beside the fields.
    pub action: &'static str,
    pub hidden: StoredValue<Vec<(&'static str, String)>>,
    pub view: StoredValue<FormView>,
    /// What the fields were last shown with: what differs from it was changed by the person.
    pub baseline: StoredValue<Values>,
    /// What was last sent.
    pub sent: StoredValue<Values>,
    /// The form itself, once WebAssembly has taken it over.
    pub element: StoredValue<Option<SendWrapper<HtmlFormElement>>>,
    /// What is wrong with each field now, one error at most.
    pub errors: RwSignal<Vec<FieldError>>,
    /// The errors of the last try to save, above the form.
    pub summary: RwSignal<Vec<FieldError>>,
    /// What fields were changed to elsewhere while the form was open.
    pub changed: RwSignal<Values>,
    /// What became of the last try to save; nothing as soon as something is changed.
    pub outcome: RwSignal<Option<SaveOutcome>>,
    pub is_saving: RwSignal<bool>,
    /// When it was last saved, in the reader's words.
    pub saved_at: StoredValue<Option<String>>,
    /// Whether something says something else than what is saved.
    pub is_unsaved: RwSignal<bool>,
    /// The id of the input that was last typed into, if that was since the last try to save.
    pub last_edited: StoredValue<Option<String>>,
    /// A draft from before that the person has not decided on.
    pub offer: RwSignal<Option<Draft>>,
}

impl FormState {
    pub(super) fn new(
        name: &'static str,
        action: &'static str,
        view: FormView,
        hidden: Vec<(&'static str, String)>,
    ) -> Self {
        let (refused, changed) = faults(view.outcome.as_ref());
        Self {
            name,
            action,
            hidden: StoredValue::new(hidden),
            baseline: StoredValue::new(view.baseline.clone()),
            // What a plain post has sent is what the page comes with.
            sent: StoredValue::new(view.values.clone()),
            element: StoredValue::new(None),
            errors: RwSignal::new(refused.clone()),
            summary: RwSignal::new(refused),
            changed: RwSignal::new(changed),
            outcome: RwSignal::new(view.outcome.clone()),
            is_saving: RwSignal::new(false),
            saved_at: StoredValue::new(None),
            is_unsaved: RwSignal::new(false),
            last_edited: StoredValue::new(None),
            offer: RwSignal::new(None),
            // Last: the others are made of it.
            view: StoredValue::new(view),
        }
    }

    /// What is wrong with each field, at the field.
    pub(super) fn show_errors_at_fields(self) {
        let texts = use_texts();
        let (errors, changed) = (self.errors.get(), self.changed.get());
        let Some(form) = self.form() else { return };
        self.view.with_value(|view| {
            for field in view.editable() {
                let now = changed.get(&field.name);
                let now = now.map(|now| display(texts, field, now));
                let rule = rule_of(&errors, &field.name);
                let message = rule.map(|rule| error_message(texts, field, rule, now));
                show_error(&form, &field.name, message.as_deref());
            }
        });
    }

    /// The form itself. Not looked up each time: while its page goes away, another one stands in the document.
    pub(super) fn form(self) -> Option<HtmlFormElement> {
        self.element.with_value(|form| form.as_deref().cloned())
    }

    /// A field that loses the focus because its page goes away still says that it changed.
    pub(super) fn while_shown(self, act: impl FnOnce(Self)) {
        if !self.view.is_disposed() {
            act(self);
        }
    }

    /// The errors of the last try to save, as the summary shows them.
    pub(super) fn error_items(self) -> Signal<Vec<ErrorItem>> {
        let texts = use_texts();
        let item = move |view: &FormView, error: &FieldError| {
            let now = self.changed.with(|changed| changed.get(&error.name).cloned());
            ErrorItem::of_attribute(&view.fields, error, |field| Some(display(texts, field, &now?)))
        };
        Signal::derive(move || {
            self.view.with_value(|view| {
                self.summary
                    .with(|errors| errors.iter().map(|error| item(view, error)).collect())
            })
        })
    }

    pub(super) fn show_errors(self, errors: Vec<FieldError>) {
        self.errors.set(errors.clone());
        self.summary.set(errors);
    }

    /// What the fields are shown with from now on; in the form, too, which another button may post.
    pub(super) fn extend_baseline(self, now: &Values) {
        self.baseline
            .update_value(|baseline| baseline.extend(now.clone()));
        if let Some(form) = self.form() {
            for (name, value) in now {
                inputs::write_named(&form, baseline_name(name), value);
            }
        }
    }

    /// Saving again replaces them knowingly.
    pub(super) fn show_changes(self, now: &Values) {
        self.extend_baseline(now);
        self.changed.set(now.clone());
        self.show_errors(changes(now));
    }
}

/// What is wrong with the fields after this outcome, and what was changed elsewhere.
pub(super) fn faults(outcome: Option<&SaveOutcome>) -> (Vec<FieldError>, Values) {
    match outcome {
        Some(SaveOutcome::Invalid(errors)) => (errors.clone(), Values::new()),
        Some(SaveOutcome::Changed(values)) => (changes(values), values.clone()),
        _ => (Vec::new(), Values::new()),
    }
}

/// What is wrong with the field of this name.
pub(super) fn rule_of(errors: &[FieldError], name: &str) -> Option<Rule> {
    let error = errors.iter().find(|error| error.name == name)?;
    Some(error.rule)
}

fn changes(now: &Values) -> Vec<FieldError> {
    now.keys()
        .map(|name| FieldError::new(name, Rule::ChangedMeanwhile))
        .collect()
}
