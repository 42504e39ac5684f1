//! What is wrong with a form that the browser itself posted, above it.

use leptos::prelude::*;

use crate::islands::say_in_title;
use crate::texts::use_texts;

/// One field and what is wrong with it, in the person's language.
pub(crate) struct Complaint {
    /// The id of its input; none for something that is no field of the form.
    pub input: Option<String>,
    pub label: String,
    pub sentence: String,
}

/// A link to each field that has a complaint. It has the focus when the page comes.
#[component]
pub(crate) fn Summary(complaints: Vec<Complaint>) -> impl IntoView {
    let title = (use_texts().form.summary)(complaints.len());
    say_in_title(!complaints.is_empty());
    let line = |complaint: Complaint| {
        let Complaint {
            input,
            label,
            sentence,
        } = complaint;
        match input {
            Some(input) => {
                view! { <li><a href=format!("#{input}")>{label} ": " {sentence}</a></li> }.into_any()
            }
            None => view! { <li>{sentence}</li> }.into_any(),
        }
    };
    (!complaints.is_empty()).then(|| {
        view! {
            <div class="summary" role="alert" tabindex="-1" autofocus>
                <h2>{title}</h2>
                <ul>{complaints.into_iter().map(line).collect_view()}</ul>
            </div>
        }
    })
}
