//! The fields of forms in each language, with what their islands are told of them, written once: a page that copied a list of attributes,
//! and wrote it as JSON, spent a sixth of its time on that (decision 48).

use std::borrow::Borrow;
use std::ops::Deref;
use std::sync::Arc;

use attributes::{Attribute, Schema};
use leptos::context::use_context;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::{RawValue, to_raw_value};

use crate::texts::LANGUAGES;

/// An attribute as a form asks for it, in one language. Cheap to clone.
#[derive(Clone, Debug)]
pub struct AskedField(Arc<Written>);

#[derive(Debug)]
struct Written {
    attribute: Attribute,
    /// The attribute as the browser is told of it.
    json: Box<RawValue>,
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
        Self(Arc::new(Written { attribute, json }))
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
