//! What is typed, on its way to the server and back.

use std::borrow::Borrow;

use attributes::{Attribute, FieldError, InputType, Values, is_blank};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::HtmlFormElement;

use super::super::draft::drop_saved_draft;
use super::super::form::inputs;
use super::super::navigation;
use super::super::tabs::{TabEvent, tell_other_tabs};
use super::state::FormState;
use crate::api::{Edit, FormView, SaveOutcome};
use crate::client::send_edit;
use crate::error::AppError;

impl FormState {
    pub(super) fn submit(self) {
        let Some((form, values)) = self.typed() else {
            return;
        };
        let broken = self.view.with_value(|view| {
            let rule =
                |field: &Attribute| Some((name(field).to_owned(), self.broken_rule(&form, field, &values)?));
            view.editable()
                .filter_map(rule)
                .map(|(name, rule)| FieldError { name, rule })
                .collect::<Vec<_>>()
        });
        self.outcome.set(None);
        self.last_edited.set_value(None);
        if broken.is_empty() {
            self.show_errors(broken);
            self.keep_draft();
            self.sent.set_value(values.clone());
            self.send(Edit {
                values,
                baseline: self.baseline.get_value(),
                csrf: self.view.with_value(|view| view.csrf.clone()),
            });
        } else {
            self.show_errors(broken);
        }
    }

    fn send(self, edit: Edit) {
        let hidden = self.hidden.get_value();
        self.is_saving.set(true);
        spawn_local(async move {
            let answer = send_edit(self.action, &edit, &hidden).await;
            drop_saved_draft(&answer, &edit.values);
            // Its page may be gone.
            self.while_shown(|state| {
                state.is_saving.set(false);
                state.receive(answer);
            });
        });
    }

    pub(super) fn typed(self) -> Option<(HtmlFormElement, Values)> {
        let form = self.form()?;
        let typed = self.view.with_value(|view| {
            let mut typed = inputs::read(&form, view.editable().map(name));
            // A switch that was on and is not sent is off now; the server says the same of a plain post.
            for field in view.editable().filter(|field| field.input == InputType::Switch) {
                let was_on = self
                    .baseline
                    .with_value(|baseline| baseline.get(&field.name).is_some_and(|v| !is_blank(v)));
                if was_on {
                    typed
                        .entry(field.name.clone())
                        .or_insert_with(|| field.unsent().to_owned());
                }
            }
            typed
        });
        Some((form, typed))
    }

    /// What came of it.
    pub(super) fn receive(self, answer: Result<SaveOutcome, AppError>) {
        let outcome = answer.unwrap_or_else(SaveOutcome::NotSaved);
        match &outcome {
            SaveOutcome::Saved { values, next } => {
                self.take_over(values.clone());
                tell_other_tabs(TabEvent::Saved);
                if let Some(next) = next {
                    navigation::go(next);
                }
            }
            SaveOutcome::Unchanged => self.take_over(self.sent.get_value()),
            SaveOutcome::Invalid(errors) => self.show_errors(errors.clone()),
            SaveOutcome::Changed(values) => self.show_changes(values),
            SaveOutcome::NotSaved(error) if error.kind.is_over() => tell_other_tabs(TabEvent::Over),
            SaveOutcome::NotSaved(_) => {}
        }
        // Beside what was typed meanwhile it would be read as true of that, too.
        let is_saved = matches!(outcome, SaveOutcome::Saved { .. } | SaveOutcome::Unchanged);
        let is_said = !(is_saved && self.is_unsaved.get_untracked());
        self.outcome.set(is_said.then_some(outcome));
    }

    /// What was told of the last try is not about what is typed now.
    pub(super) fn note_change(self) {
        self.keep_draft();
        self.compare_with_baseline();
        if self.outcome.with_untracked(Option::is_some) {
            self.outcome.set(None);
        }
    }

    /// Shows what was saved, in the pool's spelling; what was typed since stays, and stays a draft.
    pub(super) fn take_over(self, saved: Values) {
        let Some((form, typed)) = self.typed() else { return };
        let sent = self.sent.get_value();
        let mut is_finished = true;
        for (name, value) in &typed {
            if sent.get(name) == Some(value) {
                inputs::write(&form, name, saved.get(name).map_or("", String::as_str));
            } else {
                is_finished = false;
            }
        }
        self.extend_baseline(&saved);
        self.view.update_value(|view| view.baseline.extend(saved));
        self.show_errors(Vec::new());
        self.saved_at.set_value(Some(inputs::time_now()));
        self.is_unsaved.set(!is_finished);
        self.keep_draft();
    }
}

impl FormView {
    pub(super) fn editable(&self) -> impl Iterator<Item = &Attribute> {
        let fields = self.fields.iter().map(Borrow::<Attribute>::borrow);
        fields.filter(|field| !self.locks.contains_key(&field.name))
    }
}

fn name(field: &Attribute) -> &str {
    &field.name
}
