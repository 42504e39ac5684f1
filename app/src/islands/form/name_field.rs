//! A field for the name somebody signs in with, or for an address.

use attributes::{NameRule, Username};
use leptos::prelude::*;

use super::super::island_props::IslandProps;
use super::super::kept::kept_with_page;
use super::frame::Frame;
use crate::texts::use_texts;

/// A name to sign in with, or an address; the input is called like its id.
#[island]
pub(crate) fn NameField(
    id: String,
    /// What sort of name.
    kind: IslandProps<Username>,
    label: String,
    help: String,
    /// The input purpose (WCAG 2.2, 1.3.5).
    autocomplete: String,
    value: String,
    /// What was wrong with it when it was last posted.
    error: IslandProps<Option<NameRule>>,
) -> impl IntoView {
    let texts = use_texts();
    let (IslandProps(kind), IslandProps(error)) = (kind, error);
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
    kept_with_page(frame.around(label, input, help))
}

/// A text with the right keyboard: as an "email" the browser would refuse what mail servers take.
fn input_mode(kind: Username) -> &'static str {
    match kind {
        Username::Email => "email",
        Username::PhoneNumber => "tel",
        Username::Name => "text",
    }
}
