//! The form over attributes. Without WebAssembly it posts and the page comes back; with it the same rules
//! speak up while one types, the answer comes without a page load, and a draft survives a lost session.

use std::collections::BTreeMap;

use attributes::{FieldError, Rule, Values};
use leptos::ev::{Event, SubmitEvent};
use leptos::html;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{FormData, HtmlFormElement, HtmlInputElement, HtmlSelectElement};

use super::draft::{Draft, drop_draft};
use super::field::{Field, field_id, input_name};
use crate::api::{FormView, Outcome};
use crate::error::AppError;
use crate::texts::use_texts;

type Errors = BTreeMap<String, Rule>;

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
    /// Sends the values.
    save: Action<Values, Result<Outcome, AppError>>,
    /// Further hidden fields.
    #[prop(optional)]
    hidden: Option<(&'static str, String)>,
) -> impl IntoView {
    let texts = use_texts();
    let errors = RwSignal::new(errors_of(view.outcome.as_ref()));
    let summary = RwSignal::new(summary_of(view.outcome.as_ref()));
    let initial = RwSignal::new(view.values.clone());
    let element = NodeRef::<html::Form>::new();
    let stored = StoredValue::new(view.clone());

    // The answer to a post made by WebAssembly.
    Effect::new(move |_| match save.value().get() {
        Some(Ok(Outcome::Saved)) => drop_draft(),
        Some(Ok(outcome)) => {
            errors.set(errors_of(Some(&outcome)));
            summary.set(summary_of(Some(&outcome)));
        }
        _ => {}
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(typed) = stored.with_value(|view| typed(&view.fields_names(), element.get())) else {
            return;
        };
        let broken = stored.with_value(|view| view.broken_rules(&typed));
        errors.set(
            broken
                .iter()
                .map(|error| (error.name.clone(), error.rule))
                .collect(),
        );
        summary.set(broken.clone());
        if broken.is_empty() && !save.pending().get_untracked() {
            save.dispatch(typed);
        }
    };
    let keep_draft = move |_: Event| {
        stored.with_value(|view| {
            if let Some(typed) = typed(&view.fields_names(), element.get()) {
                Draft::keep(form, view, typed);
            }
        });
    };
    let check_field = move |event: Event| {
        let Some((name, value)) = changed_input(&event) else {
            return;
        };
        stored.with_value(|view| {
            let Some(field) = view.fields.iter().find(|field| input_name(&field.name) == name) else {
                return;
            };
            errors.update(|errors| match field.check(&value) {
                Ok(_) => drop(errors.remove(&field.name)),
                Err(rule) => drop(errors.insert(field.name.clone(), rule)),
            });
        });
    };
    let fields = move || {
        let values = initial.get();
        stored.with_value(|view| {
            let one = |field: &attributes::Attribute| {
                let name = field.name.clone();
                let error = Signal::derive(move || errors.with(|errors| errors.get(&name).copied()));
                let value = values.get(&field.name).cloned().unwrap_or_default();
                view! { <Field attribute=field.clone() value error /> }
            };
            view.fields.iter().map(one).collect_view()
        })
    };
    view! {
        <DraftOffer form view=view.clone() restore=move |values: Values| initial.update(|all| all.extend(values)) />
        <Summary view=view.clone() errors=summary />
        <form
            class="attributes"
            method="post"
            action=action
            novalidate
            node_ref=element
            on:submit=submit
            on:input=keep_draft
            on:change=check_field
        >
            <input type="hidden" name="csrf" value=view.csrf />
            {hidden.map(|(name, value)| view! { <input type="hidden" name=name value=value /> })}
            {fields}
            <button type="submit" class="button" aria-disabled=move || save.pending().get().then_some("true")>
                {move || if save.pending().get() { texts.actions.saving } else { submit_label }}
            </button>
        </form>
    }
}

/// Offers what was typed before and never saved. Found after hydration only: the server knows nothing of it.
#[component]
fn DraftOffer(
    form: &'static str,
    view: FormView,
    restore: impl Fn(Values) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let texts = use_texts();
    let draft = RwSignal::new(None::<Draft>);
    Effect::new(move |_| draft.set(Draft::find(form, &view)));
    let accept = move |_| {
        if let Some(found) = draft.get_untracked() {
            restore(found.values);
        }
        draft.set(None);
    };
    let decline = move |_| {
        drop_draft();
        draft.set(None);
    };
    view! {
        <Show when=move || draft.with(Option::is_some)>
            <div class="notice" role="status">
                <p>{texts.form.draft_found}</p>
                <button type="button" class="button" on:click=accept>{texts.form.draft_use}</button>
                <button type="button" class="button quiet" on:click=decline>{texts.form.draft_drop}</button>
            </div>
        </Show>
    }
}

/// What is wrong, above the form, with a link to each field; takes the focus when it appears.
#[component]
fn Summary(view: FormView, errors: RwSignal<Vec<FieldError>>) -> impl IntoView {
    let texts = use_texts();
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if errors.with(|errors| !errors.is_empty())
            && let Some(element) = element.get()
        {
            let _ = element.focus();
        }
    });
    let label = move |name: &str| {
        let field = view.fields.iter().find(|field| field.name == name);
        field.map(|field| field.label.in_language(texts.code).to_owned())
    };
    let lines = move || {
        let line = |error: &FieldError| {
            let label = label(&error.name)?;
            let target = format!("#{}", field_id(&error.name));
            Some(view! { <li><a href=target rel="external">{label} ": " {(texts.rule)(&error.rule)}</a></li> })
        };
        errors.with(|errors| errors.iter().filter_map(line).collect_view())
    };
    view! {
        <div class="summary" role="alert" tabindex="-1" node_ref=element>
            {move || {
                let count = errors.with(Vec::len);
                (count > 0).then(|| view! { <h2>{(texts.form.summary)(count)}</h2> <ul>{lines.clone()}</ul> })
            }}
        </div>
    }
}

impl FormView {
    fn fields_names(&self) -> Vec<&str> {
        self.fields
            .iter()
            .filter(|field| field.mutable)
            .map(|field| field.name.as_str())
            .collect()
    }

    /// The rules that the server will check too.
    fn broken_rules(&self, typed: &Values) -> Vec<FieldError> {
        let editable = self.fields.iter().filter(|field| field.mutable);
        let check = |field: &attributes::Attribute| {
            let value = typed.get(&field.name).map_or("", String::as_str);
            field.check(value).err().map(|rule| FieldError {
                name: field.name.clone(),
                rule,
            })
        };
        editable.filter_map(check).collect()
    }
}

/// What stands in the inputs now.
fn typed(names: &[&str], form: Option<HtmlFormElement>) -> Option<Values> {
    let data = FormData::new_with_form(&form?).ok()?;
    let value = |name: &&str| {
        let value = data.get(&input_name(name)).as_string().unwrap_or_default();
        ((*name).to_owned(), value)
    };
    Some(names.iter().map(value).collect())
}

fn changed_input(event: &Event) -> Option<(String, String)> {
    let target = event.target()?;
    if let Some(input) = target.dyn_ref::<HtmlInputElement>() {
        return Some((input.name(), input.value()));
    }
    let select = target.dyn_ref::<HtmlSelectElement>()?;
    Some((select.name(), select.value()))
}

fn errors_of(outcome: Option<&Outcome>) -> Errors {
    summary_of(outcome)
        .into_iter()
        .map(|error| (error.name, error.rule))
        .collect()
}

fn summary_of(outcome: Option<&Outcome>) -> Vec<FieldError> {
    match outcome {
        Some(Outcome::Invalid(errors)) => errors.clone(),
        _ => Vec::new(),
    }
}
