//! One attribute: its name, type, texts, rules and write rights.

mod kind;

use serde::{Deserialize, Serialize};

use crate::ask::Ask;
use crate::consent::ConsentTerms;
use crate::input::InputType;
use crate::text::Text;
use crate::value::{self, MAX_LENGTH};
use crate::{Lock, Rule};
pub use kind::{AttributeType, Choice};

/// What the names of custom attributes start with on the wire.
pub(crate) const CUSTOM_PREFIX: &str = "custom:";

/// One attribute of the list, as the operator describes it.
///
/// As JSON it is what a browser needs to check what is typed: what pages only show, and what only the server judges by, stays here.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attribute {
    /// The name on the wire: `custom:department`, or a standard one such as `name`.
    pub name: String,
    /// What it holds.
    pub kind: AttributeType,
    /// How it is asked for.
    pub input: InputType,
    /// What a person calls it.
    pub label: Text,
    /// A line of help below the field.
    #[serde(skip)]
    pub help: Option<Text>,
    /// What a value must look like, in words: shown when it breaks the pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern_help: Option<Text>,
    /// The name of its [`Group`](crate::Group).
    #[serde(skip)]
    pub group: Option<String>,
    /// Whether the app asks for it after a sign-in. Cognito itself cannot require custom attributes.
    pub ask: Ask,
    /// Why the app asks.
    #[serde(skip)]
    pub reason: Option<Text>,
    /// The day before which the app does not ask for it, `YYYY-MM-DD` in UTC.
    #[serde(skip)]
    pub ask_from: Option<String>,
    /// What people agree to, if it holds a [`Consent`](crate::Consent).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent: Option<ConsentTerms>,
    /// The version of the list that first asks for it.
    #[serde(skip)]
    pub since: u32,
    /// Whether it can change. Cognito takes an immutable attribute only when the account is made.
    #[serde(skip)]
    pub mutable: bool,
    /// Whether the app's own sign-up form asks for it.
    #[serde(skip)]
    pub sign_up: bool,
    /// Identity providers that write it: people who sign in through one of them cannot change it.
    #[serde(skip)]
    pub mapped_by: Vec<String>,
    /// Whether authorisation depends on it: it is shown, and people can never write it.
    #[serde(skip)]
    pub authorises: bool,
}

impl Attribute {
    /// An attribute that people can change whenever they like and are never asked for, with the input that
    /// suits its kind.
    #[must_use]
    pub fn new(name: &str, kind: AttributeType, label: Text) -> Attribute {
        Attribute {
            name: name.to_owned(),
            input: InputType::of(&kind),
            kind,
            label,
            help: None,
            pattern_help: None,
            group: None,
            ask: Ask::No,
            reason: None,
            ask_from: None,
            consent: None,
            since: 1,
            mutable: true,
            sign_up: false,
            mapped_by: Vec::new(),
            authorises: false,
        }
    }

    /// The value as it goes to Cognito: without what cannot be seen around it, and the same spelling for the same number
    /// or moment.
    ///
    /// An answer that [is blank](crate::is_blank) is `Ok("")`, no value, unless the attribute is required.
    /// What this returns is accepted again and comes back unchanged. It says nothing about write rights:
    /// see [`lock`](Attribute::lock) and [`Schema::check`](crate::Schema::check).
    pub fn check(&self, raw: &str) -> Result<String, Rule> {
        if value::is_blank(raw) {
            return if self.is_required() {
                Err(Rule::Required)
            } else {
                Ok(String::new())
            };
        }
        if let Some(terms) = &self.consent {
            return self.check_tick(terms, raw);
        }
        let raw = match self.kind {
            AttributeType::String { .. } => value::normalize_text(raw),
            _ => value::coded(raw),
        };
        let raw = raw.as_str();
        value::check_length(raw, 0, MAX_LENGTH)?;
        match &self.kind {
            AttributeType::String { .. } => self.check_string(raw),
            AttributeType::Number {
                min,
                max,
                decimals,
                step,
            } => value::check_number(&value::plain_number(raw), *min, *max, *decimals, *step),
            AttributeType::DateTime { time: false } => value::check_date(raw),
            AttributeType::DateTime { time: true } => value::check_timestamp(raw),
            AttributeType::Boolean => value::check_boolean(raw),
        }
    }

    fn check_string(&self, raw: &str) -> Result<String, Rule> {
        let AttributeType::String {
            min_length,
            max_length,
            choices,
            pattern,
        } = &self.kind
        else {
            return Ok(raw.to_owned());
        };
        match self.input {
            InputType::Country => value::check_country(&value::coded(raw)),
            #[cfg(feature = "toml")]
            InputType::TimeZone => value::check_time_zone(&value::coded(raw)),
            #[cfg(feature = "toml")]
            InputType::Language => value::check_language(&value::coded(raw)),
            // The browser knows these lists only as it is shown them.
            #[cfg(not(feature = "toml"))]
            InputType::TimeZone | InputType::Language => Ok(raw.to_owned()),
            InputType::Telephone => value::check_telephone(raw),
            InputType::Url => value::check_url(&value::name(raw)),
            InputType::TextArea => value::check_lines(raw, *min_length, *max_length),
            _ => {
                let text = value::check_text(raw, *min_length, *max_length, choices)?;
                // A pattern describes a code, where look-alikes mean ASCII.
                match pattern {
                    Some(pattern) if !pattern.matches(&text) => Some(value::coded(raw))
                        .filter(|coded| pattern.matches(coded))
                        .ok_or(Rule::WrongPattern),
                    _ => Ok(text),
                }
            }
        }
    }

    /// Whether the app asks for it until it is answered.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.ask == Ask::Required
    }

    /// Whether its day has come, if the app does not ask for it before one.
    #[must_use]
    pub fn is_due(&self, now: i64) -> bool {
        let from = self.ask_from.as_deref();
        from.is_none_or(|from| from <= value::format_moment(now).as_str())
    }

    /// Why a person who signs in through these identity providers cannot change it; none if they can.
    #[must_use]
    pub fn lock(&self, providers: &[String]) -> Option<Lock> {
        if self.authorises {
            Some(Lock::Authorises)
        } else if !self.mutable {
            Some(Lock::Immutable)
        } else if self.mapped_by.iter().any(|provider| providers.contains(provider)) {
            Some(Lock::Mapped)
        } else {
            None
        }
    }

    /// What an input says that was shown and is not in the form: browsers send neither a switch that is off
    /// nor radio buttons without a choice.
    #[must_use]
    pub fn unsent(&self) -> &'static str {
        if self.input == InputType::Switch {
            "false"
        } else {
            ""
        }
    }

    /// A value as an input can hold it: a Boolean that is neither yes nor no is no answer. What somebody agreed to before
    /// ticks no box.
    #[must_use]
    pub fn as_shown<'a>(&self, value: &'a str) -> &'a str {
        if self.consent.is_some() {
            return "";
        }
        if self.kind != AttributeType::Boolean {
            return value;
        }
        match self.check(value).as_deref() {
            Ok("true") => "true",
            Ok("false") => "false",
            _ => "",
        }
    }

    /// Whether what came back from an input is what it was shown with: browsers take line breaks out of a text on one line,
    /// write the others in their own way, and leave out seconds that are none.
    #[must_use]
    pub fn is_untouched(&self, shown: &str, typed: &str) -> bool {
        let is_one_line = !matches!(
            self.input,
            InputType::TextArea | InputType::Select | InputType::Radios
        );
        let as_sent = |text: &str| {
            let mut text = value::with_line_feeds(text);
            if is_one_line {
                text.retain(|c| c != '\n');
            }
            text
        };
        let is_same_moment = self.kind == AttributeType::DateTime { time: true }
            && self
                .check(shown)
                .is_ok_and(|shown| self.check(typed) == Ok(shown));
        shown == typed || as_sent(shown) == as_sent(typed) || is_same_moment
    }

    /// A value between its spelling on the wire and that of people whose language has a decimal comma, either way; only
    /// numbers have two.
    #[must_use]
    pub fn with_decimal_comma(&self, value: &str) -> String {
        match self.kind {
            AttributeType::Number { .. } => value::swap_separators(value),
            _ => value.to_owned(),
        }
    }

    /// What to show for a value: the label of the choice, or the value itself. Dates, numbers, booleans and
    /// countries come back as they are; how a language writes them is the view's matter.
    #[must_use]
    pub fn display<'a>(&'a self, value: &'a str, language: &str) -> &'a str {
        let AttributeType::String { choices, .. } = &self.kind else {
            return value;
        };
        choices
            .iter()
            .find(|choice| choice.value == value)
            .map_or(value, |choice| choice.label.in_language(language))
    }

    /// The same attribute with its texts in one language only: less to send.
    #[must_use]
    pub fn in_language(&self, tag: &str) -> Attribute {
        let in_language = |text: &Text| Text::from(text.in_language(tag));
        let mut attribute = self.clone();
        attribute.label = in_language(&self.label);
        attribute.help = self.help.as_ref().map(in_language);
        attribute.pattern_help = self.pattern_help.as_ref().map(in_language);
        attribute.reason = self.reason.as_ref().map(in_language);
        if let Some(terms) = &mut attribute.consent {
            terms.link = in_language(&terms.link);
        }
        if let AttributeType::String { choices, .. } = &mut attribute.kind {
            for choice in choices {
                choice.label = in_language(&choice.label);
            }
        }
        attribute
    }

    /// Whether the operator defined it, as opposed to the standard attributes of OpenID Connect.
    #[must_use]
    pub fn is_custom(&self) -> bool {
        self.name.starts_with(CUSTOM_PREFIX)
    }
}

#[cfg(test)]
mod tests;
