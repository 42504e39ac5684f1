//! The fields of forms in each language, with what their islands are told of them and what they mostly look like, written once: a page that
//! copied a list of attributes, and wrote it as JSON and as HTML, spent a third of its time on that (decision 48).

use std::borrow::Borrow;
use std::ops::Deref;
use std::sync::Arc;

use attributes::{Attribute, AttributeType, InputType, Schema};
use leptos::context::use_context;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use super::picture::PICTURE;
use super::template::{GAP, Template};
use crate::texts::LANGUAGES;

/// An attribute as a form asks for it, in one language. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AskedField(Arc<Written>);

#[derive(Debug)]
struct Written {
    attribute: Attribute,
    /// The attribute as the browser is told of it.
    json: Box<RawValue>,
    /// Its field while nothing is wrong with it: one for all values, or one for each choice and none. Empty where values show
    /// in ways of their own.
    templates: Vec<Template>,
}

/// All attributes of a list as forms ask for them. Cheap to clone.
#[derive(Clone)]
pub struct AskedFields(Arc<[(&'static str, Vec<Wordings>)]>);

/// One attribute in one language.
struct Wordings {
    asked: AskedField,
    /// Reasons are for prompts.
    without_reason: AskedField,
}

impl AskedFields {
    /// Of this list, in the languages of the application.
    #[must_use]
    pub fn of(schema: &Schema) -> Self {
        let wordings = |language| {
            let wordings = |field: &Attribute| Wordings::of(field.in_language(language));
            schema.attributes().iter().map(wordings).collect()
        };
        Self(
            LANGUAGES
                .iter()
                .map(|texts| (texts.code, wordings(texts.code)))
                .collect(),
        )
    }

    /// What the server hands to every request.
    pub(super) fn of_request() -> Self {
        use_context().expect("the server provides `AskedFields` to every request")
    }

    /// A field of the list, in the language of this code.
    ///
    /// # Panics
    ///
    /// If the list has no such field, or the application no such language.
    pub(super) fn find(&self, field: &Attribute, code: &str, with_reason: bool) -> AskedField {
        let language = self.0.iter().find(|(language, _)| *language == code);
        let fields = language.map(|(_, fields)| fields).expect("a language of ours");
        let wordings = fields.iter().find(|wordings| wordings.asked.name == field.name);
        let Wordings {
            asked,
            without_reason,
        } = wordings.expect("a field of the one list there is");
        if with_reason { asked } else { without_reason }.clone()
    }
}

impl Wordings {
    fn of(field: Attribute) -> Self {
        let mut without_reason = field.clone();
        without_reason.reason = None;
        Self {
            asked: field.into(),
            without_reason: without_reason.into(),
        }
    }
}

impl From<Attribute> for AskedField {
    fn from(attribute: Attribute) -> Self {
        let json = to_raw_value(&attribute).expect("attributes have texts for keys");
        let count = match Look::of(&attribute) {
            Look::Line => 1,
            Look::Choices(choices) => choices.count() + 1,
            Look::Other => 0,
        };
        Self(Arc::new(Written {
            templates: (0..count).map(|_| Template::default()).collect(),
            attribute,
            json,
        }))
    }
}

/// How the field of an attribute shows its value.
enum Look<C> {
    /// As it is, on one line.
    Line,
    /// As one of these, or none.
    Choices(C),
    Other,
}

impl Look<()> {
    fn of(attribute: &Attribute) -> Look<impl Iterator<Item = &str>> {
        let choices = match &attribute.kind {
            AttributeType::String { choices, .. } => choices.as_slice(),
            _ => &[],
        };
        let choices = choices.iter().map(|choice| choice.value.as_str());
        let of_boolean = (attribute.kind == AttributeType::Boolean).then_some(["true", "false"]);
        match attribute.input {
            // A moment stands in two inputs, and a picture beside its address.
            _ if attribute.kind == (AttributeType::DateTime { time: true }) || attribute.name == PICTURE => {
                Look::Other
            }
            InputType::Select | InputType::Radios | InputType::Switch => {
                Look::Choices(choices.chain(of_boolean.into_iter().flatten()))
            }
            InputType::Text | InputType::Number | InputType::Telephone | InputType::Url => Look::Line,
            _ => Look::Other,
        }
    }
}

impl AskedField {
    /// Its field with this value, unless something is wrong with it; and what stands for the value there.
    pub(crate) fn template<'a>(&self, value: &'a str) -> Option<(&Template, &'a str)> {
        let Written {
            attribute, templates, ..
        } = &*self.0;
        let (at, shown) = match Look::of(attribute) {
            Look::Line => (0, GAP),
            Look::Choices(_) if value.is_empty() => (0, value),
            Look::Choices(mut choices) => (choices.position(|choice| choice == value)? + 1, value),
            Look::Other => return None,
        };
        Some((&templates[at], shown))
    }
}

impl Deref for AskedField {
    type Target = Attribute;

    fn deref(&self) -> &Attribute {
        &self.0.attribute
    }
}

impl Borrow<Attribute> for AskedField {
    fn borrow(&self) -> &Attribute {
        self
    }
}

impl PartialEq for AskedField {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Serialize for AskedField {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.json.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AskedField {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Attribute::deserialize(deserializer).map(Self::from)
    }
}
