//! What is wrong with a form, above it.

use attributes::{Attribute, FieldError};
use leptos::html;
use leptos::prelude::*;

use super::field::field_id;
use crate::texts::use_texts;

/// A link to each field that breaks a rule; takes the focus when it appears.
#[component]
pub(super) fn ErrorSummary(fields: Vec<Attribute>, errors: RwSignal<Vec<FieldError>>) -> impl IntoView {
    let texts = use_texts();
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if errors.with(|errors| !errors.is_empty())
            && let Some(element) = element.get()
        {
            let _ = element.focus();
        }
    });
    // A name that is no field of this form is a stranger's text: it is not shown.
    let label = move |name: &str| {
        let field = fields.iter().find(|field| field.name == name);
        field.map(|field| field.label.in_language(texts.code).to_owned())
    };
    let lines = move || {
        let line = |error: &FieldError| {
            let sentence = (texts.rule)(&error.rule);
            let Some(label) = label(&error.name) else {
                return view! { <li>{sentence}</li> }.into_any();
            };
            let target = format!("#{}", field_id(&error.name));
            view! { <li><a href=target rel="external">{label} ": " {sentence}</a></li> }.into_any()
        };
        errors.with(|errors| errors.iter().map(line).collect_view())
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
