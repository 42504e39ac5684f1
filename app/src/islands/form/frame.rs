//! The frame of a field: label, help, and what is wrong with it, tied to the input by ids that screen readers follow.

use leptos::prelude::*;

/// The frame of one input.
pub(crate) struct Frame {
    /// Of the input; error summaries link to it.
    id: String,
    /// Its `aria-invalid`.
    pub invalid: Option<&'static str>,
    error: Option<String>,
}

impl Frame {
    /// Around the input of this id; `error` says what is wrong with it.
    pub(crate) fn new(id: String, error: Option<String>) -> Self {
        let invalid = error.is_some().then_some("true");
        Self { id, invalid, error }
    }

    /// The `aria-describedby` of the input.
    pub(crate) fn described_by(&self) -> String {
        described_by(&self.id).concat()
    }

    /// The whole field.
    pub(crate) fn around<L, I, H>(self, label: L, input: I, help: H) -> impl IntoView + use<L, I, H>
    where
        L: IntoView + 'static,
        I: IntoView + 'static,
        H: IntoView + 'static,
    {
        let (help_id, error_id) = (help_id(&self.id).concat(), error_id(&self.id).concat());
        view! {
            <div class="field" class:invalid=self.invalid.is_some()>
                <label for=self.id>{label}</label>
                {input}
                <div class="help" id=help_id>{help}</div>
                // There without an error, too, so that one which comes is read out.
                <p class="error" id=error_id aria-live="polite">{self.error}</p>
            </div>
        }
    }
}

/// What describes the input of this id: its help, and what is wrong with it. In pieces, as all names here.
pub(super) fn described_by(id: &str) -> [&str; 5] {
    let ([_, help], [_, error]) = (help_id(id), error_id(id));
    [id, help, " ", id, error]
}

/// The id of the help below an input.
pub(super) fn help_id(id: &str) -> [&str; 2] {
    [id, "-help"]
}

/// The id of what is wrong with an input.
pub(super) fn error_id(id: &str) -> [&str; 2] {
    [id, "-error"]
}
