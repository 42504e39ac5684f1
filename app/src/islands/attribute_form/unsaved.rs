//! What is typed and not saved: kept as a draft, and offered when the form is opened again.

use attributes::{Attribute, Values};
use leptos::prelude::*;

use super::super::draft::Draft;
use super::super::form::inputs;
use super::super::form::names::field_id;
use super::state::FormState;
use super::status::SAVE_STATUS;
use crate::api::FormView;
use crate::texts::use_texts;

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
            self.view.update_value(|view| {
                self.baseline.with_value(|baseline| {
                    for field in view.editable() {
                        inputs::write(&form, &field.name, value(baseline, field));
                    }
                    view.baseline.clone_from(baseline);
                });
            });
            // The button that was pressed goes away. What was typed last is where the person was; the page stays as it is.
            let last = self.last_edited.get_value();
            inputs::focus(last.as_deref().unwrap_or(SAVE_STATUS), true);
        }
        self.outcome.set(None);
        self.show_errors(Vec::new());
        self.is_unsaved.set(false);
        // Nothing of this is left; what is offered from before is another matter.
        self.keep_draft();
    }

    /// Whether the form says these values, however they are written.
    fn says(self, values: &Values) -> bool {
        let Some((_, typed)) = self.typed() else {
            return true;
        };
        self.view.with_value(|view| {
            view.editable()
                .all(|field| field.is_untouched(value(values, field), value(&typed, field)))
        })
    }

    /// Keeps what is changed, and of an offered draft the other fields: typing into a field answers the offer for it.
    pub(super) fn keep_draft(self) {
        let Some((_, typed)) = self.typed() else { return };
        self.view.with_value(|view| {
            let mut draft = Draft::new(self.name, view);
            self.baseline.with_value(|shown| {
                for field in view.editable() {
                    let typed = value(&typed, field);
                    if !field.is_untouched(value(shown, field), typed) {
                        draft.put(&field.name, typed, value(&view.baseline, field));
                    }
                }
            });
            if let Some(offered) = self.offer.get_untracked() {
                let mut rest = Draft::new(self.name, view);
                for field in view
                    .editable()
                    .filter(|field| !draft.values.contains_key(&field.name))
                {
                    if let Some(typed) = offered.values.get(&field.name) {
                        rest.put(&field.name, typed, value(&offered.baseline, field));
                    }
                }
                for (name, typed) in &rest.values {
                    draft.put(name, typed, rest.baseline.get(name).map_or("", String::as_str));
                }
                self.offer.set((!rest.values.is_empty()).then_some(rest));
            }
            draft.keep();
        });
    }

    /// What restoring a draft would change, in words. After something was saved it is offered with the next page only: "unsaved"
    /// beside "saved" would be read as the same.
    pub(super) fn restorable(self, draft: &Draft) -> Option<String> {
        let language = use_texts().code;
        let is_saved = self.saved_at.with_value(Option::is_some);
        let labels = |view: &FormView| {
            let mut labels = String::new();
            for field in view.restored(draft) {
                if !labels.is_empty() {
                    labels.push_str(", ");
                }
                labels.push_str(field.label.in_language(language));
            }
            labels
        };
        (!is_saved).then(|| self.view.with_value(labels))
    }

    /// Writes what was changed into the form. What was changed elsewhere meanwhile is a conflict, as between two tabs.
    pub(super) fn restore(self, draft: &Draft) {
        let Some(form) = self.form() else { return };
        let (mut conflicts, mut first) = (Values::new(), String::new());
        self.view.with_value(|view| {
            for field in view.restored(draft) {
                let typed = value(&draft.values, field);
                if first.is_empty() {
                    first = field_id(&field.name);
                }
                inputs::write(&form, &field.name, typed);
                self.baseline.with_value(|baseline| {
                    let (was, now) = (value(&draft.baseline, field), value(baseline, field));
                    if !field.is_untouched(was, now) && !field.is_untouched(now, typed) {
                        conflicts.insert(field.name.clone(), now.to_owned());
                    }
                });
            }
        });
        // A draft that is kept from now on is as old as this one.
        self.view
            .update_value(|view| view.baseline.extend(draft.baseline.clone()));
        self.outcome.set(None);
        self.offer.set(None);
        self.compare_with_baseline();
        if conflicts.is_empty() {
            inputs::focus(&first, false);
            self.last_edited.set_value(Some(first));
        } else {
            if let Some((_, typed)) = self.typed() {
                self.sent.set_value(typed);
            }
            self.show_changes(&conflicts);
        }
    }

    /// Forgets what was typed before; what is typed now stays.
    pub(super) fn decline(self) {
        self.offer.set(None);
        self.keep_draft();
        if let Some(form) = self.form() {
            inputs::focus_first(&form);
        }
    }
}

impl FormView {
    /// The fields that a draft changes. It ticks no box: consent is given now.
    fn restored<'a>(&'a self, draft: &'a Draft) -> impl Iterator<Item = &'a Attribute> {
        self.editable()
            .filter(|field| field.consent.is_none() && draft.values.contains_key(&field.name))
    }
}

fn value<'a>(values: &'a Values, field: &Attribute) -> &'a str {
    values.get(&field.name).map_or("", String::as_str)
}
