//! The inputs, one for each way an attribute can be asked for.

use attributes::{Attribute, AttributeType, InputType, split_moment};
use leptos::either::EitherOf6;
use leptos::prelude::*;

use super::super::escape::{escaped, option};
use super::names::zone_name;
use crate::pages::Picture;
use crate::server::option_lists::{COUNTRIES, OptionList, SPOKEN_LANGUAGES, TIME_ZONES};
use crate::server::picture::{PICTURE, shown_picture};
use crate::texts::use_texts;

/// What the address in a field shows, if it is that of the person's picture, from a host that is listed.
pub(super) fn picture(attribute: &Attribute, value: &str) -> Option<impl IntoView + use<>> {
    let address = (attribute.name == PICTURE)
        .then(|| shown_picture(value))
        .flatten()?;
    Some(view! { <Picture address size="64" /> })
}

/// What every kind of input has.
#[derive(Clone)]
pub(super) struct Common {
    pub id: String,
    pub name: String,
    pub value: String,
    pub described_by: String,
    /// Not one that ends with its owner: an input that goes away may still ask it.
    pub invalid: ArcSignal<Option<&'static str>>,
    pub required: bool,
}

/// What only inputs on one line have.
#[derive(Clone, Copy)]
struct Line {
    kind: &'static str,
    mode: Option<&'static str>,
    autocomplete: Option<&'static str>,
    /// What has no words reads from left to right everywhere.
    direction: Option<&'static str>,
}

/// The input of an attribute, without its label.
pub(super) fn input(attribute: &Attribute, common: Common) -> impl IntoView + use<> {
    let autocomplete = autocomplete(attribute);
    let line = Line {
        kind: "text",
        mode: None,
        autocomplete,
        direction: None,
    };
    let coded = |kind, mode| Line {
        kind,
        mode: Some(mode),
        direction: Some("ltr"),
        ..line
    };
    if attribute.kind == (AttributeType::DateTime { time: true })
        && let Some(parts) = split_moment(&common.value)
    {
        return EitherOf6::F(moment(&attribute.name, parts, common));
    }
    let line = match attribute.input {
        InputType::TextArea => return EitherOf6::B(text_area(attribute, common)),
        InputType::Select => {
            let choices = choices(attribute);
            let option = |(value, label): &(String, String)| option(value, label, *value == common.value);
            let is_known = choices.iter().any(|(value, _)| *value == common.value);
            let options = choices.iter().map(option).collect();
            return EitherOf6::C(select(options, is_known, autocomplete, common));
        }
        InputType::Country | InputType::TimeZone | InputType::Language => {
            let (options, is_known) = long_list(attribute.input).choose(use_texts(), &common.value);
            return EitherOf6::C(select(options, is_known, autocomplete, common));
        }
        InputType::Switch | InputType::Consent => {
            let version = attribute.consent.as_ref().map(|terms| terms.version.to_string());
            return EitherOf6::D(switch(common, version));
        }
        InputType::Radios => return EitherOf6::E(radios(attribute, &common)),
        InputType::Number if has_decimals(attribute) => coded("text", "decimal"),
        InputType::Number => coded("text", "numeric"),
        // A date input would not show a value that is no date.
        InputType::Date if common.value.is_empty() || attribute.check(&common.value).is_ok() => {
            Line { kind: "date", ..line }
        }
        InputType::Telephone => coded("tel", "tel"),
        InputType::Url => coded("text", "url"),
        InputType::Text | InputType::Date => line,
    };
    EitherOf6::A((picture(attribute, &common.value), one_line(line, common)))
}

fn has_decimals(attribute: &Attribute) -> bool {
    !matches!(attribute.kind, AttributeType::Number { decimals: 0, .. })
}

/// Values and what people call them.
fn choices(attribute: &Attribute) -> Vec<(String, String)> {
    let texts = use_texts();
    let AttributeType::String { choices, .. } = &attribute.kind else {
        return vec![
            ("true".to_owned(), texts.form.yes.to_owned()),
            ("false".to_owned(), texts.form.no.to_owned()),
        ];
    };
    let pair = |choice: &attributes::Choice| {
        let label = choice.label.in_language(texts.code).to_owned();
        (choice.value.clone(), label)
    };
    choices.iter().map(pair).collect()
}

fn one_line(line: Line, common: Common) -> impl IntoView {
    view! {
        <input
            type=line.kind
            id=common.id
            name=common.name
            value=common.value
            inputmode=line.mode
            autocomplete=line.autocomplete
            enterkeyhint="done"
            dir=line.direction.unwrap_or("auto")
            aria-required=common.required.then_some("true")
            aria-invalid=common.invalid
            aria-describedby=common.described_by
        />
    }
}

/// Offsets that clocks somewhere show (<https://www.iana.org/time-zones>).
const ZONES: [&str; 39] = [
    "-12:00", "-11:00", "-10:00", "-09:30", "-09:00", "-08:00", "-07:00", "-06:00", "-05:00", "-04:00",
    "-03:30", "-03:00", "-02:30", "-02:00", "-01:00", "Z", "+01:00", "+02:00", "+03:00", "+03:30", "+04:00",
    "+04:30", "+05:00", "+05:30", "+05:45", "+06:00", "+06:30", "+07:00", "+08:00", "+08:45", "+09:00",
    "+09:30", "+10:00", "+10:30", "+11:00", "+12:00", "+12:45", "+13:00", "+14:00",
];

/// Date and time, and the zone they are in; with WebAssembly that of the browser is filled in.
fn moment(name: &str, (local, zone): (String, String), common: Common) -> impl IntoView + use<> {
    let texts = use_texts();
    let foreign = Some(zone.clone()).filter(|zone| !zone.is_empty() && !ZONES.contains(&zone.as_str()));
    let options = ZONES.into_iter().map(String::from).chain(foreign).map(|offset| {
        let selected = offset == zone;
        let label = if offset == "Z" {
            "UTC".to_owned()
        } else {
            format!("UTC{offset}")
        };
        view! { <option value=offset selected=selected>{label}</option> }
    });
    let options = options.collect_view();
    // With seconds only where there are some.
    let step = (local.len() > "2026-03-01T09:30".len()).then_some("1");
    view! {
        <div class="moment">
            <input
                type="datetime-local"
                id=common.id
                name=common.name
                value=local
                step=step
                max="9999-12-31T23:59"
                aria-required=common.required.then_some("true")
                aria-invalid=common.invalid
                aria-describedby=common.described_by
            />
            <select name=zone_name(name) aria-label=texts.form.zone>
                <option value="" selected=zone.is_empty()>{texts.form.zone}</option>
                {options}
            </select>
        </div>
    }
}

/// Leptos would put the text between the tags as it is, whatever is in it. It takes more than is allowed, for the person to
/// shorten; below it is said how much there is, with WebAssembly while one types (`live::show_length`).
fn text_area(attribute: &Attribute, common: Common) -> impl IntoView + use<> {
    let length = match attribute.kind {
        AttributeType::String { max_length, .. } => Some((use_texts().form.length)(
            common.value.chars().count(),
            max_length,
        )),
        _ => None,
    };
    let length_id = format!("{}-length", common.id);
    view! {
        <textarea
            id=common.id
            name=common.name
            rows="4"
            dir="auto"
            aria-required=common.required.then_some("true")
            aria-invalid=common.invalid
            aria-describedby=format!("{} {length_id}", common.described_by)
            inner_html=escaped(&common.value)
        />
        <p class="help" id=length_id>{length}</p>
    }
}

/// A list that is the same for all users. It needs no search of its own: in an open list a browser goes to what is typed, in each
/// language and without a script.
fn long_list(input: InputType) -> &'static OptionList {
    match input {
        InputType::TimeZone => &TIME_ZONES,
        InputType::Language => &SPOKEN_LANGUAGES,
        _ => &COUNTRIES,
    }
}

/// The options are HTML: a list of countries is most of a page, and is not written anew for each.
fn select(
    options: String,
    is_known: bool,
    autocomplete: Option<&'static str>,
    common: Common,
) -> impl IntoView {
    let none = option("", use_texts().form.choose, common.value.is_empty());
    // Set by another program, perhaps before the list of choices changed: it stays until the person chooses.
    let is_foreign = !common.value.is_empty() && !is_known;
    let foreign = is_foreign.then(|| option(&common.value, &common.value, true));
    let options = [none, options, foreign.unwrap_or_default()].concat();
    view! {
        <select
            id=common.id
            name=common.name
            autocomplete=autocomplete
            aria-required=common.required.then_some("true")
            aria-invalid=common.invalid
            aria-describedby=common.described_by
            inner_html=options
        ></select>
    }
}

/// On or off, or a box to tick, which says beside which version it stands; what it says when it is off, it does not send.
fn switch(common: Common, version: Option<String>) -> impl IntoView {
    let role = version.is_none().then_some("switch");
    let on = version.unwrap_or_else(|| "true".to_owned());
    view! {
        <input
            type="checkbox"
            role=role
            id=common.id
            name=common.name
            checked=common.value == on
            value=on
            aria-required=(common.required && role.is_none()).then_some("true")
            aria-invalid=common.invalid
            aria-describedby=common.described_by
        />
    }
}

/// Radio buttons; without one that says "no answer" when there must be one, so that "not answered" is no "no".
fn radios(attribute: &Attribute, common: &Common) -> impl IntoView + use<> {
    let texts = use_texts();
    let mut answers = choices(attribute);
    let is_foreign = !common.value.is_empty() && answers.iter().all(|(value, _)| *value != common.value);
    if is_foreign {
        answers.push((common.value.clone(), common.value.clone()));
    }
    if !common.required {
        answers.push((String::new(), texts.form.no_answer.to_owned()));
    }
    let radios = answers.into_iter().enumerate().map(|(at, (answer, label))| {
        let id = if at == 0 {
            common.id.clone()
        } else {
            format!("{}-{at}", common.id)
        };
        let checked = common.value == answer;
        view! {
            <label class="radio">
                <input
                    type="radio"
                    id=id
                    name=common.name.clone()
                    value=answer
                    checked=checked
                    aria-describedby=common.described_by.clone()
                />
                {label}
            </label>
        }
    });
    view! { <div class="radios">{radios.collect_view()}</div> }
}

/// The input purposes of WCAG 2.2, 1.3.5.
fn autocomplete(attribute: &Attribute) -> Option<&'static str> {
    Some(match (attribute.name.as_str(), attribute.input) {
        ("name", _) => "name",
        ("given_name", _) => "given-name",
        ("middle_name", _) => "additional-name",
        ("family_name", _) => "family-name",
        ("nickname", _) => "nickname",
        ("birthdate", _) => "bday",
        ("gender", _) => "sex",
        ("address", _) => "street-address",
        ("custom:job_title", _) => "organization-title",
        (_, InputType::Url) | ("website", _) => "url",
        (_, InputType::Telephone) => "tel",
        (_, InputType::Country) => "country",
        (_, InputType::Language) => "language",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_element() {
        let planted = "</textarea><script>alert(1)</script>&lt;";
        assert_eq!(
            escaped(planted),
            "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;lt;"
        );
    }
}
