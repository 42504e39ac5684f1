//! A field for the user name, or for an address.

use attributes::{NameRule, Username};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::super::island::{Island, takes_over};
use super::frame::Frame;
use crate::texts::use_texts;

/// A name to sign in with, or an address; the input is called like its id.
#[derive(Serialize, Deserialize)]
pub(crate) struct NameField {
    pub id: String,
    /// What sort of name.
    pub kind: Username,
    pub label: String,
    pub help: String,
    /// The input purpose (WCAG 2.2, 1.3.5).
    pub autocomplete: String,
    pub value: String,
    /// What was wrong with it when it was last posted.
    pub error: Option<NameRule>,
}

takes_over!(NameField);

impl Island for NameField {
    fn view(self) -> impl IntoView + 'static {
        let texts = use_texts();
        let Self {
            id,
            kind,
            label,
            help,
            autocomplete,
            value,
            error,
        } = self;
        let has_focus = error.is_some();
        let error = RwSignal::new(error);
        let check = move |event| {
            let broken = kind.check(&event_target_value(&event)).err();
            // Not yet answered is no error before the form is sent.
            error.set(broken.filter(|rule| *rule != NameRule::Required));
        };
        let frame = Frame::new(id.clone(), move || {
            error.get().map(|rule| (texts.name_rule)(rule).to_owned())
        });
        let input = view! {
            <input
                type="text"
                inputmode=input_mode(kind)
                id=id.clone()
                name=id
                value=value
                autocomplete=autocomplete
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="next"
                dir=(kind != Username::Name).then_some("ltr")
                aria-required="true"
                aria-invalid=frame.invalid.clone()
                aria-describedby=frame.described_by()
                autofocus=has_focus
                on:change=check
            />
        };
        frame.around(label, input, help)
    }
}

/// A text with the right keyboard: as an "email" the browser would refuse what mail servers take.
fn input_mode(kind: Username) -> &'static str {
    match kind {
        Username::Email => "email",
        Username::PhoneNumber => "tel",
        Username::Name => "text",
    }
}
