//! One attribute of a form: label, help, the input that fits it, and what is wrong with it. Only the server renders it: what
//! changes while one types is little, and stands in `live`.

use attributes::{Attribute, InputType, Lock, Rule};
use leptos::either::EitherOf4;
use leptos::prelude::*;

use super::fixed_field::FixedField;
use super::frame::Frame;
use super::input::{Common, input};
use super::names::{field_id, input_name};
use super::sentence::{display, error_message};
use crate::texts::use_texts;

/// One attribute. What the person cannot change is shown as text.
#[component]
pub(crate) fn Field(
    attribute: Attribute,
    value: String,
    error: Option<Rule>,
    /// Why the person cannot change it.
    #[prop(optional_no_strip)]
    lock: Option<Lock>,
    /// What it was changed to elsewhere while the form was open.
    #[prop(optional_no_strip)]
    now: Option<String>,
) -> impl IntoView {
    let texts = use_texts();
    if let Some(lock) = lock {
        return EitherOf4::A(view! { <FixedField attribute value lock /> });
    }
    let id = field_id(&attribute.name);
    let now = now.map(|now| display(texts, &attribute, &now));
    let message = error.map(|rule| error_message(texts, &attribute, rule, now));
    let frame = Frame::new(id.clone(), move || message.clone());
    let common = Common {
        name: input_name(&attribute.name),
        described_by: frame.described_by(),
        invalid: frame.invalid.clone(),
        required: attribute.is_required(),
        id: id.clone(),
        value,
    };
    // Boxed: nested in each other's types, the inputs of a form take more stack than a thread has without optimisation.
    let input_view = input(&attribute, common).into_any();
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
