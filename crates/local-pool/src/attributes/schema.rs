//! The schema of a pool (Cognito API reference, `SchemaAttributeType`).

use serde::{Deserialize, Serialize};

use super::standard::STANDARD;

/// The type of an attribute's value with its constraints.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum DataType {
    /// Length in characters.
    String {
        min: Option<u32>,
        max: Option<u32>,
    },
    /// Range, kept as written.
    Number {
        min: Option<String>,
        max: Option<String>,
    },
    DateTime,
    Boolean,
}

impl DataType {
    /// `AttributeDataType` on the wire.
    pub fn name(&self) -> &'static str {
        match self {
            Self::String { .. } => "String",
            Self::Number { .. } => "Number",
            Self::DateTime => "DateTime",
            Self::Boolean => "Boolean",
        }
    }
}

/// What the names of developer-only attributes begin with (API reference, `CreateUserPool`, sample response).
pub(crate) const DEVELOPER_ONLY: &str = "dev:custom:";

/// One attribute of the schema.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rule {
    /// Name on the wire: `email`, `custom:job_title`, `dev:custom:note`.
    pub name: String,
    pub kind: DataType,
    pub mutable: bool,
    pub required: bool,
    pub developer_only: bool,
}

impl Rule {
    /// Whether this is one of the attributes an operator added.
    pub fn is_custom(&self) -> bool {
        self.name.starts_with("custom:") || self.name.starts_with(DEVELOPER_ONLY)
    }
}

/// All attributes of a pool, in `DescribeUserPool`'s order.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Schema(pub Vec<Rule>);

impl Schema {
    /// The standard attributes, with `required` ones marked, and `custom` after them.
    pub fn new(required: &[String], custom: Vec<Rule>) -> Self {
        let standard = STANDARD.iter().map(|(name, _)| standard_rule(name, required));
        Self(standard.chain(custom).collect())
    }

    /// The rule for `name`. Names are case-sensitive.
    pub fn get(&self, name: &str) -> Option<&Rule> {
        self.0.iter().find(|rule| rule.name == name)
    }

    /// The attributes that a sign-up requires (`sub` aside).
    pub fn required(&self) -> impl Iterator<Item = &Rule> {
        self.0.iter().filter(|rule| rule.required && rule.name != "sub")
    }
}

fn standard_rule(name: &str, required: &[String]) -> Rule {
    let kind = match name {
        "email_verified" | "phone_number_verified" => DataType::Boolean,
        "updated_at" => DataType::Number {
            min: Some("0".into()),
            max: None,
        },
        "birthdate" => DataType::String {
            min: Some(10),
            max: Some(10),
        },
        "sub" => DataType::String {
            min: Some(1),
            max: Some(2048),
        },
        _ => DataType::String {
            min: Some(0),
            max: Some(2048),
        },
    };
    let required = name == "sub" || required.iter().any(|r| r == name);
    Rule {
        name: name.into(),
        kind,
        mutable: name != "sub",
        required,
        developer_only: false,
    }
}
