//! The frame of a field: label, help, and what is wrong with it, tied to the input by ids that screen readers follow.

use leptos::prelude::*;

/// The frame of one input.
#[derive(Clone)]
pub(crate) struct Frame {
    /// Of the input; error summaries link to it.
    pub id: String,
    /// Its `aria-invalid`. Not a signal that ends with its owner: an input that goes away may still ask it.
    pub invalid: ArcSignal<Option<&'static str>>,
    error: ArcSignal<Option<String>>,
}

impl Frame {
    /// Around the input of this id; `error` says what is wrong with it.
    pub(crate) fn new(id: String, error: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        let error = ArcSignal::derive(error);
        let of_input = error.clone();
        Self {
            id,
            invalid: ArcSignal::derive(move || of_input.with(Option::is_some).then_some("true")),
            error,
        }
    }

    /// The `aria-describedby` of the input.
    pub(crate) fn described_by(&self) -> String {
        described_by(&self.id).concat()
    }

    /// Whether something is wrong.
    pub(super) fn is_invalid(&self) -> impl Fn() -> bool + Clone + Send + Sync + use<> {
        let invalid = self.invalid.clone();
        move || invalid.get().is_some()
    }

    /// Help and error, below the input.
    pub(super) fn notes<H: IntoView + 'static>(&self, help: H) -> impl IntoView + use<H> {
        view! {
            <div class="help" id=help_id(&self.id).concat()>{help}</div>
            {self.error_line()}
        }
    }

    /// Of one type whatever the field: the browser pays for it once.
    fn error_line(&self) -> impl IntoView + use<> {
        let (id, error) = (error_id(&self.id).concat(), self.error.clone());
        view! { <p class="error" id=id aria-live="polite">{move || error.get()}</p> }
    }

    /// The whole field.
    pub(crate) fn around<L, I, H>(self, label: L, input: I, help: H) -> impl IntoView + use<L, I, H>
    where
        L: IntoView + 'static,
        I: IntoView + 'static,
        H: IntoView + 'static,
    {
        let is_invalid = self.is_invalid();
        view! {
            <div class="field" class:invalid=is_invalid>
                <label for=self.id.clone()>{label}</label>
                {input}
                {self.notes(help)}
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
