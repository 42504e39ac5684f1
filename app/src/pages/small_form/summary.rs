//! What is wrong with a form that the browser itself posted, above it.

use leptos::prelude::*;

use crate::islands::say_in_title;
use crate::texts::use_texts;

/// One field and what is wrong with it, in the person's language.
pub(crate) struct ErrorItem {
    /// The id of its input; none for something that is no field of the form.
    pub input: Option<String>,
    pub label: String,
    pub sentence: String,
}

/// A link to each field that has an error. It has the focus when the page comes.
#[component]
pub(crate) fn ErrorSummary(errors: Vec<ErrorItem>) -> impl IntoView {
    let title = (use_texts().form.summary)(errors.len());
    say_in_title(!errors.is_empty());
    let line = |error: ErrorItem| {
        let ErrorItem {
            input,
            label,
            sentence,
        } = error;
        match input {
            Some(input) => {
                view! { <li><a href=format!("#{input}")>{label} ": " {sentence}</a></li> }.into_any()
            }
            None => view! { <li>{sentence}</li> }.into_any(),
        }
    };
    (!errors.is_empty()).then(|| {
        view! {
            <div class="summary" role="alert" tabindex="-1" autofocus>
                <h2>{title}</h2>
                <ul>{errors.into_iter().map(line).collect_view()}</ul>
            </div>
        }
    })
}
