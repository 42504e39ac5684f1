//! A field for the user name, or for an address.

use attributes::{NameRule, Username};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use web_sys::Element;

use super::super::elements::{listen, target};
use super::super::island::{Island, takes_over};
#[cfg(feature = "ssr")]
use super::frame::Frame;
use super::live::show_error_of;
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
    #[cfg(feature = "ssr")]
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
        let frame = Frame::new(id.clone(), error.map(|rule| (texts.name_rule)(rule).to_owned()));
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
                aria-invalid=frame.invalid
                aria-describedby=frame.described_by()
                autofocus=has_focus
            />
        };
        frame.around(label, input, help)
    }

    fn come_alive(self, element: &Element) {
        listen(element, "change", move |event| {
            let broken = self.kind.check(&event_target_value(&event)).err();
            // Not yet answered is no error before the form is sent.
            let broken = broken.filter(|rule| *rule != NameRule::Required);
            if let Some(input) = target(&event) {
                show_error_of(&input, broken.map(use_texts().name_rule));
            }
        });
    }
}

/// A text with the right keyboard: as an "email" the browser would refuse what mail servers take.
#[cfg(feature = "ssr")]
fn input_mode(kind: Username) -> &'static str {
    match kind {
        Username::Email => "email",
        Username::PhoneNumber => "tel",
        Username::Name => "text",
    }
}
