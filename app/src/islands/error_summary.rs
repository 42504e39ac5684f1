//! What is wrong with a form, above it.

use attributes::{FieldError, Values};
use leptos::either::Either;
use leptos::html;
use leptos::prelude::*;

use super::error_title::say_in_title;
use super::field::field_id;
use super::sentence::{display, error_message};
use crate::api::FormView;
use crate::texts::use_texts;

/// A link to each field that breaks a rule; takes the focus when it appears.
#[component]
pub(super) fn ErrorSummary(
    view: StoredValue<FormView>,
    errors: RwSignal<Vec<FieldError>>,
    /// What somebody else made of fields while the form was open.
    changed: RwSignal<Values>,
) -> impl IntoView {
    let texts = use_texts();
    let element = NodeRef::<html::Div>::new();
    let from_start = errors.with_untracked(|errors| !errors.is_empty());
    say_in_title(from_start);
    Effect::new(move |_| {
        let has_errors = errors.with(|errors| !errors.is_empty());
        say_in_title(has_errors);
        if has_errors && let Some(element) = element.get() {
            let _ = element.focus();
        }
    });
    let line = move |view: &FormView, error: &FieldError| {
        // A name that is no field of this form is a stranger's text: it is not shown.
        let Some(field) = view.fields.iter().find(|field| field.name == error.name) else {
            return Either::Left(view! { <li>{(texts.rule)(&error.rule)}</li> });
        };
        let now = changed.with(|changed| changed.get(&error.name).cloned());
        let now = now.map(|now| display(texts, field, &now, &view.countries));
        let sentence = error_message(texts, field, error.rule, now);
        let label = field.label.in_language(texts.code).to_owned();
        let target = format!("#{}", field_id(&error.name));
        Either::Right(view! { <li><a href=target>{label} ": " {sentence}</a></li> })
    };
    let lines = move || {
        let line = |error: &FieldError| view.with_value(|view| line(view, error));
        errors.with(|errors| errors.iter().map(line).collect_view())
    };
    view! {
        <div class="summary" role="alert" tabindex="-1" autofocus=from_start node_ref=element>
            {move || {
                let count = errors.with(Vec::len);
                (count > 0).then(|| view! { <h2>{(texts.form.summary)(count)}</h2> <ul>{lines}</ul> })
            }}
        </div>
    }
}
