//! What is wrong with a form whose fields are not all attributes, above it.

use leptos::html;
use leptos::prelude::*;

use crate::texts::use_texts;

/// One field and what is wrong with it, in the person's language.
#[derive(Clone, PartialEq)]
pub(crate) struct Complaint {
    /// The id of its input; none for something that is no field of the form.
    pub input: Option<String>,
    pub label: String,
    pub sentence: String,
}

/// A link to each field that has a complaint; takes the focus when it appears.
#[component]
pub(crate) fn Summary(complaints: RwSignal<Vec<Complaint>>) -> impl IntoView {
    let texts = use_texts();
    let element = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if complaints.with(|complaints| !complaints.is_empty())
            && let Some(element) = element.get()
        {
            let _ = element.focus();
        }
    });
    let lines = move || {
        let line = |complaint: &Complaint| {
            let Complaint {
                input,
                label,
                sentence,
            } = complaint.clone();
            match input {
                Some(input) => {
                    view! { <li><a href=format!("#{input}")>{label} ": " {sentence}</a></li> }.into_any()
                }
                None => view! { <li>{sentence}</li> }.into_any(),
            }
        };
        complaints.with(|complaints| complaints.iter().map(line).collect_view())
    };
    view! {
        <div class="summary" role="alert" tabindex="-1" node_ref=element>
            {move || {
                let count = complaints.with(Vec::len);
                (count > 0).then(|| view! { <h2>{(texts.form.summary)(count)}</h2> <ul>{lines()}</ul> })
            }}
        </div>
    }
    .into_any()
}
