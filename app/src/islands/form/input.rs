//! The inputs, one for each way an attribute can be asked for.

use attributes::{Attribute, AttributeType, InputType, split_moment};
use leptos::prelude::*;

use super::super::escape::option;
use super::names::zone_name;
use crate::pages::Picture;
use crate::server::html::{AttributeValue, Html};
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

/// The input of an attribute, without its label.
pub(super) struct Input<'a> {
    pub attribute: &'a Attribute,
    pub id: &'a str,
    pub name: [&'a str; 3],
    pub value: &'a str,
    pub described_by: [&'a str; 5],
    pub invalid: Option<&'static str>,
    pub required: Option<&'static str>,
}

/// What only inputs on one line have.
#[derive(Clone, Copy)]
struct Line {
    kind: &'static str,
    mode: Option<&'static str>,
    /// What has no words reads from left to right everywhere.
    direction: &'static str,
}

const TEXT: Line = Line {
    kind: "text",
    mode: None,
    direction: "auto",
};

const fn coded(kind: &'static str, mode: &'static str) -> Line {
    Line {
        kind,
        mode: Some(mode),
        direction: "ltr",
    }
}

impl Input<'_> {
    /// Writes it.
    pub fn write(&self, html: &mut Html) {
        let attribute = self.attribute;
        if attribute.kind == (AttributeType::DateTime { time: true })
            && let Some(parts) = split_moment(self.value)
        {
            return self.write_moment(html, parts);
        }
        match attribute.input {
            InputType::TextArea => self.write_text_area(html),
            InputType::Select => self.write_select(html, |html| {
                let choices = choices(attribute);
                for (value, label) in &choices {
                    html.written(&option(value, label, value == self.value));
                }
                choices.iter().any(|(value, _)| value == self.value)
            }),
            InputType::Country | InputType::TimeZone | InputType::Language => {
                let list = long_list(attribute.input);
                self.write_select(html, |html| list.write(html, use_texts(), self.value));
            }
            InputType::Switch | InputType::Consent => self.write_switch(html),
            InputType::Radios => self.write_radios(html),
            InputType::Number if has_decimals(attribute) => self.write_line(html, coded("text", "decimal")),
            InputType::Number => self.write_line(html, coded("text", "numeric")),
            // A date input would not show a value that is no date.
            InputType::Date if self.value.is_empty() || attribute.check(self.value).is_ok() => {
                self.write_line(html, Line { kind: "date", ..TEXT });
            }
            InputType::Telephone => self.write_line(html, coded("tel", "tel")),
            InputType::Url => self.write_line(html, coded("text", "url")),
            InputType::Text | InputType::Date => self.write_line(html, TEXT),
        }
    }

    fn write_line(&self, html: &mut Html, line: Line) {
        if let Some(picture) = picture(self.attribute, self.value) {
            html.view(picture);
        }
        let attributes: [(_, &dyn AttributeValue); 11] = [
            ("type", &line.kind),
            ("id", &self.id),
            ("name", &self.name),
            ("value", &self.value),
            ("inputmode", &line.mode),
            ("autocomplete", &autocomplete(self.attribute)),
            ("enterkeyhint", &"done"),
            ("dir", &line.direction),
            ("aria-required", &self.required),
            ("aria-invalid", &self.invalid),
            ("aria-describedby", &self.described_by),
        ];
        html.void("input", &attributes);
    }

    /// Date and time, and the zone they are in; with WebAssembly that of the browser is filled in.
    fn write_moment(&self, html: &mut Html, (local, zone): (String, String)) {
        let texts = use_texts();
        // With seconds only where there are some.
        let step = (local.len() > "2026-03-01T09:30".len()).then_some("1");
        let input: [(_, &dyn AttributeValue); 9] = [
            ("type", &"datetime-local"),
            ("id", &self.id),
            ("name", &self.name),
            ("value", &local),
            ("step", &step),
            ("max", &"9999-12-31T23:59"),
            ("aria-required", &self.required),
            ("aria-invalid", &self.invalid),
            ("aria-describedby", &self.described_by),
        ];
        let zones = [
            ("name", &zone_name(&self.attribute.name) as &dyn AttributeValue),
            ("aria-label", &texts.form.zone),
        ];
        html.element("div", &[("class", &"moment")], |html| {
            html.void("input", &input);
            html.element("select", &zones, |html| {
                html.written(&option("", texts.form.zone, zone.is_empty()));
                for offset in ZONES {
                    html.written(&zone_option(offset, offset == zone));
                }
                if !zone.is_empty() && !ZONES.contains(&zone.as_str()) {
                    html.written(&zone_option(&zone, true));
                }
            });
        });
    }

    /// It takes more than is allowed, for the person to shorten.
    fn write_text_area(&self, html: &mut Html) {
        let [id, help, space, _, error] = self.described_by;
        let attributes: [(_, &dyn AttributeValue); 7] = [
            ("id", &self.id),
            ("name", &self.name),
            ("rows", &"4"),
            ("dir", &"auto"),
            ("aria-required", &self.required),
            ("aria-invalid", &self.invalid),
            (
                "aria-describedby",
                &[id, help, space, id, error, space, &self.length_id()],
            ),
        ];
        html.text_element("textarea", &attributes, self.value);
    }

    /// How much there is of a text on several lines, below its help; with WebAssembly while one types (`live::show_length`).
    pub fn write_length(&self, html: &mut Html) {
        if self.attribute.input != InputType::TextArea {
            return;
        }
        let length = match self.attribute.kind {
            AttributeType::String { max_length, .. } => {
                (use_texts().form.length)(self.value.chars().count(), max_length)
            }
            _ => String::new(),
        };
        html.text_element("p", &[("class", &"help"), ("id", &self.length_id())], &length);
    }

    fn length_id(&self) -> String {
        format!("{}-length", self.id)
    }

    /// `write_options` says whether the value is among them.
    fn write_select(&self, html: &mut Html, write_options: impl FnOnce(&mut Html) -> bool) {
        let attributes: [(_, &dyn AttributeValue); 6] = [
            ("id", &self.id),
            ("name", &self.name),
            ("autocomplete", &autocomplete(self.attribute)),
            ("aria-required", &self.required),
            ("aria-invalid", &self.invalid),
            ("aria-describedby", &self.described_by),
        ];
        html.element("select", &attributes, |html| {
            html.written(&option("", use_texts().form.choose, self.value.is_empty()));
            let is_known = write_options(html);
            // Set by another program, perhaps before the list of choices changed: it stays until the person chooses.
            if !is_known && !self.value.is_empty() {
                html.written(&option(self.value, self.value, true));
            }
        });
    }

    /// On or off, or a box to tick, which says beside which version it stands; what it says when it is off, it does not send.
    fn write_switch(&self, html: &mut Html) {
        let version = self
            .attribute
            .consent
            .as_ref()
            .map(|terms| terms.version.to_string());
        let role = version.is_none().then_some("switch");
        let on = version.unwrap_or_else(|| "true".to_owned());
        let attributes: [(_, &dyn AttributeValue); 9] = [
            ("type", &"checkbox"),
            ("role", &role),
            ("id", &self.id),
            ("name", &self.name),
            ("value", &on),
            ("checked", &(self.value == on)),
            ("aria-required", &self.required.filter(|_| role.is_none())),
            ("aria-invalid", &self.invalid),
            ("aria-describedby", &self.described_by),
        ];
        html.void("input", &attributes);
    }

    /// Radio buttons; without one that says "no answer" when there must be one, so that "not answered" is no "no".
    fn write_radios(&self, html: &mut Html) {
        let mut answers = choices(self.attribute);
        let is_foreign = !self.value.is_empty() && answers.iter().all(|(value, _)| *value != self.value);
        if is_foreign {
            answers.push((self.value.to_owned(), self.value.to_owned()));
        }
        if self.required.is_none() {
            answers.push((String::new(), use_texts().form.no_answer.to_owned()));
        }
        html.element("div", &[("class", &"radios")], |html| {
            for (at, (answer, label)) in answers.iter().enumerate() {
                // Summaries of errors lead to the first.
                let id = match at {
                    0 => self.id.to_owned(),
                    _ => format!("{}-{at}", self.id),
                };
                let attributes: [(_, &dyn AttributeValue); 6] = [
                    ("type", &"radio"),
                    ("id", &id),
                    ("name", &self.name),
                    ("value", answer),
                    ("checked", &(self.value == answer)),
                    ("aria-describedby", &self.described_by),
                ];
                html.element("label", &[("class", &"radio")], |html| {
                    html.void("input", &attributes);
                    html.text(label);
                });
            }
        });
    }
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

/// Offsets that clocks somewhere show (<https://www.iana.org/time-zones>).
const ZONES: [&str; 39] = [
    "-12:00", "-11:00", "-10:00", "-09:30", "-09:00", "-08:00", "-07:00", "-06:00", "-05:00", "-04:00",
    "-03:30", "-03:00", "-02:30", "-02:00", "-01:00", "Z", "+01:00", "+02:00", "+03:00", "+03:30", "+04:00",
    "+04:30", "+05:00", "+05:30", "+05:45", "+06:00", "+06:30", "+07:00", "+08:00", "+08:45", "+09:00",
    "+09:30", "+10:00", "+10:30", "+11:00", "+12:00", "+12:45", "+13:00", "+14:00",
];

fn zone_option(offset: &str, is_chosen: bool) -> String {
    match offset {
        "Z" => option(offset, "UTC", is_chosen),
        _ => option(offset, &format!("UTC{offset}"), is_chosen),
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
