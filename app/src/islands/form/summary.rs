//! What is wrong with a form, above it.

use std::borrow::Borrow;

use attributes::{Attribute, FieldError};
use leptos::either::Either;
use leptos::prelude::*;

use super::inputs::focus;
use super::names::field_id;
use super::sentence::error_message;
use super::title::say_in_title;
use crate::texts::use_texts;

const ERROR_SUMMARY: &str = "error-summary";

/// One field and what is wrong with it, in the person's language.
#[derive(Clone)]
pub(crate) struct ErrorItem {
    /// The id of its input, and what it is called; none for something that is no field of the form.
    pub input: Option<(String, String)>,
    /// What is wrong.
    pub message: String,
}

impl ErrorItem {
    /// A broken rule. `now` is what the field was changed to elsewhere meanwhile, as people read it.
    pub(crate) fn of_attribute(
        fields: &[impl Borrow<Attribute>],
        error: &FieldError,
        now: impl FnOnce(&Attribute) -> Option<String>,
    ) -> Self {
        let texts = use_texts();
        // A name that is no field of this form is a stranger's text: it is not shown.
        let mut fields = fields.iter().map(Borrow::borrow);
        let Some(field) = fields.find(|field: &&Attribute| field.name == error.name) else {
            return Self {
                input: None,
                message: (texts.rule)(&error.rule),
            };
        };
        let label = field.label.in_language(texts.code).to_owned();
        Self {
            input: Some((field_id(&field.name), label)),
            message: error_message(texts, field, error.rule, now(field)),
        }
    }
}

/// A link to each field with an error; takes the focus when the page comes with it, and when it appears.
#[component]
pub(crate) fn ErrorSummary(errors: Signal<Vec<ErrorItem>>) -> impl IntoView {
    let texts = use_texts();
    let from_start = errors.with_untracked(|errors| !errors.is_empty());
    say_in_title(from_start);
    Effect::new(move |_| {
        let has_errors = errors.with(|errors| !errors.is_empty());
        say_in_title(has_errors);
        if has_errors {
            focus(ERROR_SUMMARY, false);
        }
    });
    let line = |ErrorItem { input, message }| match input {
        Some((id, label)) => {
            let target = format!("#{id}");
            Either::Left(view! { <li><a href=target>{label} ": " {message}</a></li> })
        }
        None => Either::Right(view! { <li>{message}</li> }),
    };
    view! {
        <div id=ERROR_SUMMARY class="summary" role="alert" tabindex="-1" autofocus=from_start>
            {move || {
                let (errors, count) = errors.with(|errors| (errors.clone(), errors.len()));
                let lines = || errors.into_iter().map(line).collect_view();
                (count > 0).then(|| view! { <h2>{(texts.form.summary)(count)}</h2> <ul>{lines()}</ul> })
            }}
        </div>
    }
}
