//! One attribute of a form: label, help, the input that fits its type, and what is wrong with it.

use attributes::{Attribute, Choice, Kind, Lock, Rule};
use leptos::prelude::*;

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
pub(crate) fn shown_name(name: &str) -> String {
    format!("shown[{name}]")
}

/// What every kind of input has.
#[derive(Clone)]
struct Common {
    id: String,
    name: String,
    value: String,
    described_by: String,
    /// Not one that ends with its owner: an input that goes away may still ask it.
    invalid: ArcSignal<Option<&'static str>>,
    required: bool,
}

/// One attribute. What cannot be changed is shown as text.
#[component]
pub(crate) fn Field(attribute: Attribute, value: String, error: Signal<Option<Rule>>) -> impl IntoView {
    let texts = use_texts();
    if !attribute.mutable {
        return view! { <FixedField attribute value /> }.into_any();
    }
    let label = attribute.label.in_language(texts.code).to_owned();
    let help = attribute
        .help
        .as_ref()
        .map(|help| help.in_language(texts.code).to_owned());
    let id = field_id(&attribute.name);
    let (help_id, error_id) = (format!("{id}-help"), format!("{id}-error"));
    // A field that loses the focus because its page goes away is still checked; what is shown then is gone.
    let error = move || error.try_get().flatten();
    let common = Common {
        name: input_name(&attribute.name),
        described_by: format!("{help_id} {error_id}"),
        invalid: ArcSignal::derive(move || error().map(|_| "true")),
        required: attribute.is_required(),
        id: id.clone(),
        value,
    };
    let optional =
        (!attribute.is_required()).then(|| view! { <span class="optional">{texts.form.optional}</span> });
    let notes = view! {
        <p class="help" id=help_id>{help}</p>
        <p class="error" id=error_id aria-live="polite">{move || error().map(|rule| (texts.rule)(&rule))}</p>
    };
    if attribute.kind == Kind::Boolean {
        return view! {
            <fieldset class="field" class:invalid=move || error().is_some()>
                <legend>{label} " " {optional}</legend>
                {yes_or_no(&common)}
                {notes}
            </fieldset>
        }
        .into_any();
    }
    view! {
        <div class="field" class:invalid=move || error().is_some()>
            <label for=id>{label} " " {optional}</label>
            {input(&attribute, common)}
            {notes}
        </div>
    }
    .into_any()
}

#[component]
fn FixedField(attribute: Attribute, value: String) -> impl IntoView {
    let texts = use_texts();
    let shown = match value.as_str() {
        "" => texts.profile.no_value.to_owned(),
        _ => attribute.display(&value, texts.code).to_owned(),
    };
    view! {
        <dl class="field fixed">
            <dt>{attribute.label.in_language(texts.code).to_owned()}</dt>
            <dd>{shown}</dd>
            <dd class="help">{(texts.attributes.lock)(Lock::Immutable)}</dd>
        </dl>
    }
}

fn input(attribute: &Attribute, common: Common) -> AnyView {
    match &attribute.kind {
        Kind::String { choices, .. } if !choices.is_empty() => select(choices, common),
        Kind::Number { decimals: 0, .. } => text_input("text", Some("numeric"), None, common),
        Kind::Number { .. } => text_input("text", Some("decimal"), None, common),
        // A date input would not show a value that is no date.
        Kind::DateTime { time: false }
            if common.value.is_empty() || attribute.check(&common.value).is_ok() =>
        {
            text_input("date", None, None, common)
        }
        _ => text_input("text", None, autocomplete(&attribute.name), common),
    }
}

fn text_input(
    kind: &'static str,
    input_mode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    common: Common,
) -> AnyView {
    view! {
        <input
            type=kind
            id=common.id
            name=common.name
            value=common.value
            inputmode=input_mode
            autocomplete=autocomplete
            aria-required=common.required.then_some("true")
            aria-invalid=common.invalid
            aria-describedby=common.described_by
        />
    }
    .into_any()
}

fn select(choices: &[Choice], common: Common) -> AnyView {
    let texts = use_texts();
    let options = choices.iter().map(|choice| {
        let selected = choice.value == common.value;
        let label = choice.label.in_language(texts.code).to_owned();
        view! { <option value=choice.value.clone() selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    // Set by another program, perhaps before the list of choices changed: it stays until the person chooses.
    let is_foreign = !common.value.is_empty() && choices.iter().all(|choice| choice.value != common.value);
    let foreign = is_foreign
        .then(|| view! { <option value=common.value.clone() selected>{common.value.clone()}</option> });
    view! {
        <select
            id=common.id
            name=common.name
            aria-required=common.required.then_some("true")
            aria-invalid=common.invalid
            aria-describedby=common.described_by
        >
            <option value="" selected=common.value.is_empty()>{texts.form.choose}</option>
            {options}
            {foreign}
        </select>
    }
    .into_any()
}

/// Two or three radio buttons, so that "not answered" is no "no".
fn yes_or_no(common: &Common) -> impl IntoView + use<> {
    let texts = use_texts();
    let answers = [
        ("true", texts.form.yes),
        ("false", texts.form.no),
        ("", texts.form.no_answer),
    ];
    let shown = answers
        .into_iter()
        .filter(|(answer, _)| !(common.required && answer.is_empty()));
    let radios = shown.enumerate().map(|(at, (answer, label))| {
        let id = if at == 0 {
            common.id.clone()
        } else {
            format!("{}-{at}", common.id)
        };
        view! {
            <label class="radio">
                <input
                    type="radio"
                    id=id
                    name=common.name.clone()
                    value=answer
                    checked=common.value == answer
                    aria-describedby=common.described_by.clone()
                />
                {label}
            </label>
        }
    });
    view! { <div class="radios">{radios.collect_view()}</div> }
}

/// The input purposes of WCAG 2.2, 1.3.5.
fn autocomplete(name: &str) -> Option<&'static str> {
    Some(match name {
        "name" => "name",
        "given_name" => "given-name",
        "middle_name" => "additional-name",
        "family_name" => "family-name",
        "nickname" => "nickname",
        "birthdate" => "bday",
        "gender" => "sex",
        "website" => "url",
        "address" => "street-address",
        "custom:job_title" => "organization-title",
        _ => return None,
    })
}
