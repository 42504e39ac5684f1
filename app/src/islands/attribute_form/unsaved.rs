//! What is typed and not saved: kept as a draft, and offered when the form is opened again.

use attributes::Values;
use leptos::prelude::*;

use super::super::draft::Draft;
use super::super::form::inputs;
use super::state::FormState;

impl FormState {
    pub(super) fn look_for_draft(self) {
        let found = self.view.with_value(|view| Draft::find(self.name, view));
        self.offer.set(found);
    }

    /// What was typed before WebAssembly was there is as much a draft as what is typed after.
    pub(super) fn keep_what_came_early(self) {
        let Some((_, typed)) = self.typed() else { return };
        let is_shown = self.view.with_value(|view| {
            view.editable().all(|field| {
                let value = |values: &Values| values.get(&field.name).cloned().unwrap_or_default();
                field.is_untouched(&value(&view.values), &value(&typed))
            })
        });
        if !is_shown {
            self.keep_draft();
        }
    }

    pub(super) fn keep_draft(self) {
        if self.offer.with_untracked(Option::is_some) {
            return;
        }
        if let Some((_, typed)) = self.typed() {
            self.view.with_value(|view| Draft::keep(self.name, view, typed));
        }
    }

    pub(super) fn restore(self, draft: &Draft) {
        if let Some(form) = self.element.get_untracked() {
            for (name, value) in &draft.values {
                inputs::write(&form, name, value);
            }
        }
        self.outcome.set(None);
        self.offer.set(None);
    }
}
