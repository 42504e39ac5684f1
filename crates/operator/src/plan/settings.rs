//! Settings of a resource by the API's names, in the order in which people should read them. Every format is written
//! from these.

use serde_json::{Value as Json, json};

/// One setting, with what a reader of the file should know.
#[derive(Clone, PartialEq, Debug)]
pub struct Setting {
    pub name: &'static str,
    pub value: Value,
    /// A line above it, where it is not obvious.
    pub comment: Option<&'static str>,
}

/// Settings that belong together.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Settings(pub Vec<Setting>);

/// What a setting is set to.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Flag(bool),
    Number(i64),
    Text(String),
    Reference(Reference),
    List(Vec<Value>),
    Map(Settings),
    /// A document of its own, whose names are of another program.
    Document(Json),
    /// The first once the mail identity is verified, until then the second, or nothing if that is empty: the pool takes no sender
    /// before.
    OnceMailIsVerified(Settings, Settings),
}

/// What is known only once another resource is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Reference {
    PoolId,
    ClientId,
    MailIdentityArn,
    SmsRoleArn,
}

impl Settings {
    /// Adds a setting that explains itself.
    pub fn set(&mut self, name: &'static str, value: impl Into<Value>) {
        self.0.push(Setting {
            name,
            value: value.into(),
            comment: None,
        });
    }

    /// Adds a setting with a line above it.
    pub fn set_because(&mut self, name: &'static str, value: impl Into<Value>, comment: &'static str) {
        self.0.push(Setting {
            name,
            value: value.into(),
            comment: Some(comment),
        });
    }

    pub fn get(&self, name: &str) -> Option<&Setting> {
        self.0.iter().find(|setting| setting.name == name)
    }

    /// Without the settings of these names.
    pub fn without(&self, names: &[&str]) -> Self {
        let kept = self.0.iter().filter(|setting| !names.contains(&setting.name));
        Self(kept.cloned().collect())
    }

    /// As a request takes it. References are resolved by the caller; a mail identity counts as not verified.
    pub fn to_json(&self, resolve: &dyn Fn(Reference) -> String) -> Json {
        let is_there = |setting: &&Setting| match &setting.value {
            Value::OnceMailIsVerified(_, otherwise) => !otherwise.0.is_empty(),
            _ => true,
        };
        let members = self.0.iter().filter(is_there);
        members
            .map(|setting| (setting.name.to_owned(), setting.value.to_json(resolve)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }
}

impl Value {
    pub fn to_json(&self, resolve: &dyn Fn(Reference) -> String) -> Json {
        match self {
            Self::Flag(flag) => json!(flag),
            Self::Number(number) => json!(number),
            Self::Text(text) => json!(text),
            Self::Reference(reference) => resolve(*reference).into(),
            Self::Document(document) => document.clone(),
            Self::List(items) => items
                .iter()
                .map(|item| item.to_json(resolve))
                .collect::<Vec<_>>()
                .into(),
            Self::Map(settings) | Self::OnceMailIsVerified(_, settings) => settings.to_json(resolve),
        }
    }
}

/// Settings in the order of writing.
pub fn map<const N: usize>(settings: [(&'static str, Value); N]) -> Value {
    Value::Map(settings_of(settings))
}

/// The same, for those that take settings themselves.
pub fn settings_of<const N: usize>(settings: [(&'static str, Value); N]) -> Settings {
    let mut made = Settings::default();
    for (name, value) in settings {
        made.set(name, value);
    }
    made
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<Reference> for Value {
    fn from(reference: Reference) -> Self {
        Self::Reference(reference)
    }
}

impl<T: Into<Value>> From<Vec<T>> for Value {
    fn from(items: Vec<T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }
}
