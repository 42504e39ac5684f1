//! What is typed and not saved: kept as a draft, and offered when the form is opened again.

use attributes::{Attribute, Values};
use leptos::prelude::*;

use super::super::draft::{Draft, drop_draft};
use super::super::form::inputs;
use super::state::FormState;

impl FormState {
    pub(super) fn look_for_draft(self) {
        let found = self.view.with_value(|view| Draft::find(self.name, view));
        self.offer.set(found);
    }

    /// What was typed before WebAssembly was there is as much a draft as what is typed after.
    pub(super) fn keep_what_came_early(self) {
        let is_typed = self.view.with_value(|view| !self.says(&view.values));
        if is_typed {
            self.keep_draft();
        }
        self.compare_with_baseline();
    }

    /// Notes whether something is unsaved.
    pub(super) fn compare_with_baseline(self) {
        let is_unsaved = self.baseline.with_value(|baseline| !self.says(baseline));
        // Only what changes is shown anew.
        if self.is_unsaved.get_untracked() != is_unsaved {
            self.is_unsaved.set(is_unsaved);
            // The bar comes over what stands at the bottom, perhaps over the field that is being typed into.
            request_animation_frame(inputs::keep_focus_in_view);
        }
    }

    /// Takes back whatever is not saved.
    pub(super) fn discard(self) {
        if let Some(form) = self.form() {
            self.view.with_value(|view| {
                self.baseline.with_value(|baseline| {
                    for field in view.editable() {
                        let saved = baseline.get(&field.name).map_or("", String::as_str);
                        inputs::write(&form, &field.name, saved);
                    }
                });
            });
            // The button that was pressed goes away; the form is where the person was.
            inputs::focus_submit(&form);
        }
        self.outcome.set(None);
        self.show_errors(Vec::new());
        self.is_unsaved.set(false);
        drop_draft();
    }

    /// Whether the form says these values, however they are written.
    fn says(self, values: &Values) -> bool {
        let Some((_, typed)) = self.typed() else {
            return true;
        };
        let value = |values: &Values, field: &Attribute| values.get(&field.name).cloned().unwrap_or_default();
        self.view.with_value(|view| {
            view.editable()
                .all(|field| field.is_untouched(&value(values, field), &value(&typed, field)))
        })
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
        if let Some(form) = self.form() {
            self.view.with_value(|view| {
                for field in view.fields.iter().filter(|field| field.consent.is_none()) {
                    if let Some(value) = draft.values.get(&field.name) {
                        inputs::write(&form, &field.name, value);
                    }
                }
            });
        }
        self.outcome.set(None);
        self.offer.set(None);
        self.compare_with_baseline();
    }
}
