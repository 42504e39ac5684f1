//! Why nothing came of a form, within its page.

use leptos::prelude::*;

use crate::error::AppError;
use crate::islands::say_in_title;
use crate::texts::use_texts;

/// A notice with what went wrong; `what` says what was not done.
pub(crate) fn failure_notice(what: &'static str, error: AppError) -> impl IntoView {
    say_in_title(true);
    let texts = use_texts();
    let reference = error.request_id.map(|id| {
        view! { <p class="reference">{texts.reference} ": " <code>{id.to_string()}</code></p> }
    });
    view! {
        <div class="notice failure">
            <p><strong>{what}</strong> " " {(texts.error)(error.kind).body}</p>
            {reference}
        </div>
    }
}
