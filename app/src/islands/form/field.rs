//! One attribute of a form: label, help, the input that fits it, and what is wrong with it.

use attributes::{Attribute, InputType, Lock, Rule};
use leptos::either::EitherOf4;
use leptos::prelude::*;

use super::fixed_field::FixedField;
use super::frame::Frame;
use super::input::{Common, input};
use super::sentence::{display, error_message};
use crate::texts::use_texts;

/// The id of an attribute's input; error summaries link to it.
pub(crate) fn field_id(name: &str) -> String {
    format!("field-{}", name.replace(':', "-"))
}

/// The name under which its value is posted.
pub(crate) fn input_name(name: &str) -> String {
    format!("values[{name}]")
}

/// The name under which is posted what the input was shown with.
pub(crate) fn baseline_name(name: &str) -> String {
    format!("original[{name}]")
}

/// The name under which the zone of a moment is posted.
pub(crate) fn zone_name(name: &str) -> String {
    format!("zones[{name}]")
}

/// One attribute. What the person cannot change is shown as text.
#[component]
pub(crate) fn Field(
    attribute: Attribute,
    value: String,
    error: Signal<Option<Rule>>,
    /// Why the person cannot change it.
    #[prop(optional_no_strip)]
    lock: Option<Lock>,
    /// What somebody else made of it while the form was open.
    #[prop(optional)]
    now: Option<Signal<Option<String>>>,
    /// Codes and names of countries, if it is one.
    #[prop(optional)]
    countries: Vec<(String, String)>,
) -> impl IntoView {
    let texts = use_texts();
    if let Some(lock) = lock {
        return EitherOf4::A(view! { <FixedField attribute value lock countries /> });
    }
    let id = field_id(&attribute.name);
    let (field, names) = (attribute.clone(), countries.clone());
    let frame = Frame::new(id.clone(), move || {
        // A field that loses the focus because its page goes away is still checked; what is shown then is gone.
        let rule = error.try_get().flatten()?;
        let now = now.and_then(|now| now.try_get().flatten());
        let now = now.map(|now| display(texts, &field, &now, &names));
        Some(error_message(texts, &field, rule, now))
    });
    let common = Common {
        name: input_name(&attribute.name),
        described_by: frame.described_by(),
        invalid: frame.invalid.clone(),
        required: attribute.is_required(),
        id: id.clone(),
        value,
    };
    let input_view = input(&attribute, common, &countries);
    // Boxed: nested in each other's types, the inputs of a form take more stack than a thread of the server has without
    // optimisation. The browser has enough, and would get the asynchronous twin of hydration with it.
    #[cfg(feature = "ssr")]
    let input_view = input_view.into_any();
    let (label, mark) = label(&attribute);
    let help = help(&attribute);
    match attribute.input {
        InputType::Radios => EitherOf4::B(view! {
            <fieldset class="field" class:invalid=frame.is_invalid()>
                <legend>{label} " " {mark}</legend>
                {input_view}
                {frame.notes(help)}
            </fieldset>
        }),
        InputType::Switch | InputType::Consent => EitherOf4::C(view! {
            <div
                class=if attribute.consent.is_some() { "field consent" } else { "field switch" }
                class:invalid=frame.is_invalid()
            >
                {input_view}
                <label for=id>{label} " " {attribute.consent.is_some().then_some(mark)}</label>
                {frame.notes(help)}
            </div>
        }),
        _ => EitherOf4::D(frame.around(view! { {label} " " {mark} }, input_view, help)),
    }
}

/// What it is called, and that one may leave it out.
fn label(attribute: &Attribute) -> (String, Option<impl IntoView + use<>>) {
    let texts = use_texts();
    let label = attribute.label.in_language(texts.code).to_owned();
    let mark =
        (!attribute.is_required()).then(|| view! { <span class="optional">{texts.form.optional}</span> });
    (label, mark)
}

/// What to fill in, and why.
fn help(attribute: &Attribute) -> impl IntoView + use<> {
    let texts = use_texts();
    let lines = [&attribute.help, &attribute.reason]
        .into_iter()
        .flatten()
        .map(|text| text.in_language(texts.code).to_owned());
    let lines = lines.map(|line| view! { <p>{line}</p> }).collect_view();
    let terms = attribute.consent.as_ref().map(|terms| {
        let link = terms.link.in_language(texts.code).to_owned();
        // Beside the form, which is not to be left for it.
        view! { <p><a href=link target="_blank" rel="noopener">{(texts.form.terms)(terms.version)}</a></p> }
    });
    (lines, terms)
}
