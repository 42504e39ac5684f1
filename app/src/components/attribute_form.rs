//! The form over attributes. Without WebAssembly it posts and the page comes back; with it the same rules
//! speak up while one types, the answer comes without a page load, and a draft survives a lost session.

use std::collections::BTreeMap;

use attributes::{Attribute, FieldError, Kind, Rule, Values};
use leptos::ev::{Event, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{HtmlFormElement, HtmlInputElement, HtmlSelectElement};

use super::draft::{Draft, drop_draft};
use super::error_summary::ErrorSummary;
use super::field::{Field, input_name, shown_name};
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
        <DraftOffer state />
        <ErrorSummary fields=view.fields.clone() errors=state.summary />
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
            {view.fields.iter().map(|field| state.field(field, &view)).collect_view()}
            <button type="submit" class="button" aria-disabled=move || save.pending().get().then_some("true")>
                {move || if save.pending().get() { texts.actions.saving } else { submit_label }}
            </button>
        </form>
    }
}

impl State {
    fn new(name: &'static str, view: &FormView) -> Self {
        let refused = match &view.outcome {
            Some(Outcome::Invalid(errors)) => errors.clone(),
            _ => Vec::new(),
        };
        Self {
            name,
            view: StoredValue::new(view.clone()),
            shown: StoredValue::new(view.shown.clone()),
            sent: StoredValue::new(Values::new()),
            element: NodeRef::new(),
            errors: RwSignal::new(by_name(&refused)),
            summary: RwSignal::new(refused),
            offer: RwSignal::new(None),
        }
    }

    /// One attribute: its input, and beside it, for a plain post, what the input is shown with.
    fn field(self, attribute: &Attribute, view: &FormView) -> impl IntoView + use<> {
        let value_in = |values: &Values| values.get(&attribute.name).cloned().unwrap_or_default();
        let (value, shown) = (value_in(&view.values), value_in(&view.shown));
        let name = attribute.name.clone();
        let error = Signal::derive(move || {
            self.errors
                .try_with(|errors| errors.get(&name).copied())
                .flatten()
        });
        let shown_name = shown_name(&attribute.name);
        view! {
            {attribute.mutable.then(|| view! { <input type="hidden" name=shown_name value=shown /> })}
            <Field attribute=attribute.clone() value error />
        }
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
        let typed = self
            .view
            .with_value(|view| form_inputs::read(&form, view.editable().map(name)));
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
        if matches!(field.kind, Kind::DateTime { .. }) && form_inputs::is_unreadable(form, &field.name) {
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
        self.shown.set_value(saved);
        self.show_errors(Vec::new());
        if is_finished {
            drop_draft();
        } else {
            self.keep_draft();
        }
    }
}

/// Offers what was typed before and never saved. Found after hydration only: the server knows nothing of it.
#[component]
fn DraftOffer(state: State) -> impl IntoView {
    let texts = use_texts();
    let accept = move |_| {
        if let Some(draft) = state.offer.get_untracked() {
            state.restore(&draft);
        }
    };
    let decline = move |_| {
        drop_draft();
        state.offer.set(None);
    };
    view! {
        <Show when=move || state.offer.with(Option::is_some)>
            <div class="notice" role="status">
                <p>{texts.form.draft_found}</p>
                <button type="button" class="button" on:click=accept>{texts.form.draft_use}</button>
                <button type="button" class="button quiet" on:click=decline>{texts.form.draft_drop}</button>
            </div>
        </Show>
    }
}

impl FormView {
    fn editable(&self) -> impl Iterator<Item = &Attribute> {
        self.fields.iter().filter(|field| field.mutable)
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

/// The name of the input that an event is about.
fn changed_input(event: &Event) -> Option<String> {
    let target = event.target()?;
    let input = target.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::name);
    input.or_else(|| target.dyn_ref::<HtmlSelectElement>().map(HtmlSelectElement::name))
}
