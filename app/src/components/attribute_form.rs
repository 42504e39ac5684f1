//! The form over attributes. Without WebAssembly it posts and the page comes back; with it the same rules
//! speak up while one types, the answer comes without a page load, and a draft survives a lost session.

use std::collections::BTreeMap;

use attributes::{Attribute, FieldError, Input, Rule, Values, is_blank};
use leptos::ev::{Event, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlFormElement};

use super::draft::{Draft, DraftOffer, drop_draft};
use super::error_summary::ErrorSummary;
use super::field::{Field, input_name, shown_name};
use super::field_group::grouped;
use super::form_inputs;
use crate::api::{Edit, FormView, Outcome};
use crate::error::AppError;
use crate::texts::use_texts;

/// Sends a form.
pub(crate) type Save = Action<Edit, Result<Outcome, AppError>>;

/// What the handlers of one form share.
#[derive(Clone, Copy)]
struct State {
    name: &'static str,
    view: StoredValue<FormView>,
    /// What the fields were last shown with: what differs from it was changed by the person.
    shown: StoredValue<Values>,
    /// What was last sent.
    sent: StoredValue<Values>,
    element: NodeRef<html::Form>,
    errors: RwSignal<BTreeMap<String, Rule>>,
    /// The errors of the last try to save, above the form.
    summary: RwSignal<Vec<FieldError>>,
    /// What somebody else made of fields while the form was open.
    changed: RwSignal<Values>,
    /// A draft from before that the person has not decided on.
    offer: RwSignal<Option<Draft>>,
}

/// A form over attributes.
#[component]
pub(crate) fn AttributeForm(
    /// Names the form's draft.
    form: &'static str,
    /// Fields and values.
    view: FormView,
    /// The server function's address, for a plain post.
    action: &'static str,
    /// What the button says.
    submit_label: &'static str,
    save: Save,
    /// Further hidden fields.
    #[prop(optional)]
    hidden: Option<(&'static str, String)>,
) -> impl IntoView {
    let texts = use_texts();
    let state = State::new(form, &view);
    // Only now does the form speak up by itself. Before, and without WebAssembly, the browser must keep half a
    // date from being sent: it would arrive as no date at all.
    Effect::new(move |_| {
        if let Some(element) = state.element.get() {
            element.set_no_validate(true);
        }
    });
    Effect::new(move |_| {
        state.look_for_draft();
        state.keep_what_came_early();
    });
    Effect::new(move |_| match save.value().get() {
        Some(Ok(Outcome::Saved { values, next })) => {
            state.take_over(values);
            if let Some(next) = next {
                // A whole new page: not every address is one of the router's.
                let _ = window().location().set_href(&next);
            }
        }
        Some(Ok(Outcome::Invalid(errors))) => state.show_errors(errors),
        Some(Ok(Outcome::Changed(values))) => state.show_changes(&values),
        _ => {}
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !save.pending().get_untracked() {
            state.submit(save);
        }
    };
    let hidden = hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> });
    view! {
        <DraftOffer offer=state.offer restore=move |draft: Draft| state.restore(&draft) />
        <ErrorSummary view=state.view errors=state.summary changed=state.changed />
        <form
            class="attributes"
            method="post"
            action=action
            node_ref=state.element
            on:submit=submit
            on:input=move |_| state.while_shown(State::keep_draft)
            on:change=move |event| state.while_shown(|state| state.check_input(&event))
        >
            <input type="hidden" name="csrf" value=view.csrf.clone() />
            {hidden}
            {grouped(&view.groups, &view.fields, |field| state.field(field, &view))}
            // The focus stays where it is: leaving a field shows or hides what is wrong with it, and the button would
            // move away from under the pointer.
            <button
                type="submit"
                class="button"
                on:mousedown=|event| event.prevent_default()
                aria-disabled=move || save.pending().get().then_some("true")
            >
                {move || if save.pending().get() { texts.actions.saving } else { submit_label }}
            </button>
        </form>
    }
}

impl State {
    fn new(name: &'static str, view: &FormView) -> Self {
        let (refused, changed) = match &view.outcome {
            Some(Outcome::Invalid(errors)) => (errors.clone(), Values::new()),
            Some(Outcome::Changed(values)) => (changes(values), values.clone()),
            _ => (Vec::new(), Values::new()),
        };
        Self {
            name,
            view: StoredValue::new(view.clone()),
            shown: StoredValue::new(view.shown.clone()),
            sent: StoredValue::new(Values::new()),
            element: NodeRef::new(),
            errors: RwSignal::new(by_name(&refused)),
            summary: RwSignal::new(refused),
            changed: RwSignal::new(changed),
            offer: RwSignal::new(None),
        }
    }

    /// One attribute: its input, and beside it, for a plain post, what the input is shown with.
    fn field(self, attribute: &Attribute, view: &FormView) -> AnyView {
        let value_in = |values: &Values| values.get(&attribute.name).cloned().unwrap_or_default();
        let (value, shown) = (value_in(&view.values), value_in(&view.shown));
        let (name, same_name) = (attribute.name.clone(), attribute.name.clone());
        let error = Signal::derive(move || {
            self.errors
                .try_with(|errors| errors.get(&name).copied())
                .flatten()
        });
        let now = Signal::derive(move || {
            self.changed
                .try_with(|changed| changed.get(&same_name).cloned())
                .flatten()
        });
        let lock = view.locks.get(&attribute.name).copied();
        let shown_name = shown_name(&attribute.name);
        let countries = match attribute.input {
            Input::Country => view.countries.clone(),
            _ => Vec::new(),
        };
        view! {
            {lock.is_none().then(|| view! { <input type="hidden" name=shown_name value=shown /> })}
            <Field attribute=attribute.clone() value error lock now countries />
        }
        .into_any()
    }

    /// A field that loses the focus because its page goes away still says that it changed.
    fn while_shown(self, act: impl FnOnce(Self)) {
        if !self.view.is_disposed() {
            act(self);
        }
    }

    fn look_for_draft(self) {
        let found = self.view.with_value(|view| Draft::find(self.name, view));
        self.offer.set(found);
    }

    /// What was typed before WebAssembly was there is as much a draft as what is typed after.
    fn keep_what_came_early(self) {
        let Some((_, typed)) = self.typed() else { return };
        let is_shown = |name: &String, value: &String| {
            let shown = self.view.with_value(|view| view.values.get(name).cloned());
            shown.unwrap_or_default() == *value
        };
        if !typed.iter().all(|(name, value)| is_shown(name, value)) {
            self.keep_draft();
        }
    }

    fn typed(self) -> Option<(HtmlFormElement, Values)> {
        let form = self.element.get_untracked()?;
        let typed = self.view.with_value(|view| {
            let mut typed = form_inputs::read(&form, view.editable().map(name));
            // A switch that was on and is not sent is off now; the server says the same of a plain post.
            for field in view.editable().filter(|field| field.input == Input::Switch) {
                let was_on = self
                    .shown
                    .with_value(|shown| shown.get(&field.name).is_some_and(|v| !is_blank(v)));
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

    fn submit(self, save: Save) {
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
        if broken.is_empty() {
            let csrf = self.view.with_value(|view| view.csrf.clone());
            self.show_errors(broken);
            self.keep_draft();
            self.sent.set_value(values.clone());
            save.dispatch(Edit {
                values,
                shown: self.shown.get_value(),
                csrf,
            });
        } else {
            save.clear();
            self.show_errors(broken);
        }
    }

    /// The rule that the server will name, too. What the person left alone is not their mistake.
    fn broken_rule(self, form: &HtmlFormElement, field: &Attribute, typed: &Values) -> Option<Rule> {
        if field.input == Input::Date && form_inputs::is_unreadable(form, &field.name) {
            return Some(Rule::NotADate);
        }
        let value = typed.get(&field.name).map_or("", String::as_str);
        let is_untouched = self
            .shown
            .with_value(|shown| shown.get(&field.name).map_or("", String::as_str) == value);
        if is_untouched && !(field.is_required() && value.is_empty()) {
            return None;
        }
        field.check(value).err()
    }

    /// A conflict stays one as long as the field says what was sent.
    fn open_conflict(self, field: &Attribute, typed: &Values) -> Option<Rule> {
        let is_sent = self
            .sent
            .with_value(|sent| sent.get(&field.name) == typed.get(&field.name));
        let rule = self
            .errors
            .with_untracked(|errors| errors.get(&field.name).copied());
        rule.filter(|rule| is_sent && *rule == Rule::ChangedMeanwhile)
    }

    fn check_input(self, event: &Event) {
        let Some(changed) = changed_input(event) else {
            return;
        };
        let Some((form, typed)) = self.typed() else { return };
        self.view.with_value(|view| {
            let Some(field) = view.editable().find(|field| input_name(&field.name) == changed) else {
                return;
            };
            let rule = self.broken_rule(&form, field, &typed);
            let rule = rule.or_else(|| self.open_conflict(field, &typed));
            if self
                .errors
                .with_untracked(|errors| errors.get(&field.name).copied())
                == rule
            {
                return;
            }
            self.errors.update(|errors| match rule {
                None => drop(errors.remove(&field.name)),
                Some(rule) => drop(errors.insert(field.name.clone(), rule)),
            });
        });
    }

    fn show_errors(self, errors: Vec<FieldError>) {
        self.errors.set(by_name(&errors));
        self.summary.set(errors);
    }

    /// Saving again replaces them knowingly.
    fn show_changes(self, now: &Values) {
        self.shown.update_value(|shown| shown.extend(now.clone()));
        self.changed.set(now.clone());
        self.show_errors(changes(now));
    }

    fn keep_draft(self) {
        if self.offer.with_untracked(Option::is_some) {
            return;
        }
        if let Some((_, typed)) = self.typed() {
            self.view.with_value(|view| Draft::keep(self.name, view, typed));
        }
    }

    fn restore(self, draft: &Draft) {
        if let Some(form) = self.element.get_untracked() {
            for (name, value) in &draft.values {
                form_inputs::write(&form, name, value);
            }
        }
        self.offer.set(None);
    }

    /// Shows what was saved, in the pool's spelling; what was typed since stays, and stays a draft.
    fn take_over(self, saved: Values) {
        let Some((form, typed)) = self.typed() else { return };
        let sent = self.sent.get_value();
        let mut is_finished = true;
        for (name, value) in &typed {
            if sent.get(name) == Some(value) {
                form_inputs::write(&form, name, saved.get(name).map_or("", String::as_str));
            } else {
                is_finished = false;
            }
        }
        self.shown.update_value(|shown| shown.extend(saved));
        self.show_errors(Vec::new());
        if is_finished {
            drop_draft();
        } else {
            self.keep_draft();
        }
    }
}

impl FormView {
    fn editable(&self) -> impl Iterator<Item = &Attribute> {
        self.fields
            .iter()
            .filter(|field| !self.locks.contains_key(&field.name))
    }
}

fn name(field: &Attribute) -> &str {
    &field.name
}

fn by_name(errors: &[FieldError]) -> BTreeMap<String, Rule> {
    errors
        .iter()
        .map(|error| (error.name.clone(), error.rule))
        .collect()
}

fn changes(now: &Values) -> Vec<FieldError> {
    now.keys()
        .map(|name| FieldError::new(name, Rule::ChangedMeanwhile))
        .collect()
}

/// The name of the input that an event is about.
fn changed_input(event: &Event) -> Option<String> {
    event.target()?.dyn_ref::<Element>()?.get_attribute("name")
}
