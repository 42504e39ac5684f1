//! Reads the members of a request, and refuses members that were not read.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory as _};

use crate::attributes::change::Attributes;
use crate::exception::{Exception, ExceptionKind};

/// Members that matter to triggers, analytics or threat protection only, which no pool here has.
const WITHOUT_EFFECT: [&str; 5] = [
    "AnalyticsMetadata",
    "ClientMetadata",
    "ContextData",
    "UserContextData",
    "ValidationData",
];

/// The members of a request that were not read yet.
pub(super) struct RequestInput {
    operation: &'static str,
    members: Map<String, Value>,
    /// Where an administrator sent it, by its signature.
    pub region: Option<String>,
}

impl RequestInput {
    fn of(operation: &'static str, members: Map<String, Value>) -> Self {
        Self {
            operation,
            members,
            region: None,
        }
    }

    /// The body must be a JSON object.
    pub fn parse(operation: &'static str, body: &[u8]) -> Result<Self, Exception> {
        let body: &[u8] = if body.is_empty() { b"{}" } else { body };
        match serde_json::from_slice(body) {
            Ok(Value::Object(mut members)) => {
                members.retain(|_, value| !value.is_null());
                Ok(Self::of(operation, members))
            }
            Ok(_) => Err(wrong_type("Unexpected token at the start of the document")),
            Err(_) => Err(wrong_type("The request body is not valid JSON")),
        }
    }

    /// An optional string.
    pub fn text(&mut self, name: &str) -> Result<Option<String>, Exception> {
        let value = self.members.remove(name).map(into_text).transpose()?;
        if let Some(value) = &value {
            check_constraints(name, value)?;
        }
        Ok(value)
    }

    /// A string that must be there.
    pub fn required(&mut self, name: &str) -> Result<String, Exception> {
        self.text(name)?.ok_or_else(|| missing(name))
    }

    /// An optional boolean.
    pub fn flag(&mut self, name: &str) -> Result<Option<bool>, Exception> {
        match self.members.remove(name) {
            None => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(flag)),
            Some(other) => Err(wrong_type(format!(
                "{} can not be converted to a Boolean",
                type_name(&other)
            ))),
        }
    }

    /// A structure of its own, to be read and finished like the request.
    pub fn object(&mut self, name: &str) -> Result<Option<Self>, Exception> {
        match self.members.remove(name) {
            None => Ok(None),
            Some(Value::Object(mut members)) => {
                members.retain(|_, value| !value.is_null());
                Ok(Some(Self::of(self.operation, members)))
            }
            Some(_) => Err(wrong_type("Unexpected field type")),
        }
    }

    /// A document: a structure with names of its own, which is kept as it is.
    pub fn document(&mut self, name: &str) -> Result<Option<Value>, Exception> {
        match self.members.remove(name) {
            None => Ok(None),
            Some(document @ Value::Object(_)) => Ok(Some(document)),
            Some(_) => Err(wrong_type("Unexpected field type")),
        }
    }

    /// A map of strings.
    pub fn strings(&mut self, name: &str) -> Result<Option<BTreeMap<String, String>>, Exception> {
        let Some(Self { members, .. }) = self.object(name)? else {
            return Ok(None);
        };
        members
            .into_iter()
            .map(|(key, value)| Ok((key, into_text(value)?)))
            .collect::<Result<_, _>>()
            .map(Some)
    }

    /// An optional whole number.
    pub fn integer(&mut self, name: &str) -> Result<Option<i64>, Exception> {
        match self.members.remove(name) {
            None => Ok(None),
            Some(value) => {
                let text = format!("{} can not be converted to an Integer", type_name(&value));
                value.as_i64().map(Some).ok_or_else(|| wrong_type(text))
            }
        }
    }

    /// A list of structures.
    pub fn objects(&mut self, name: &str) -> Result<Option<Vec<Self>>, Exception> {
        let Some(list) = self.members.remove(name) else {
            return Ok(None);
        };
        let Value::Array(items) = list else {
            return Err(wrong_type("Expected list or null"));
        };
        let operation = self.operation;
        let read = |item| match item {
            Value::Object(members) => Ok(Self::of(operation, members)),
            _ => Err(wrong_type("Unexpected field type")),
        };
        items.into_iter().map(read).collect::<Result<_, _>>().map(Some)
    }

    /// A list of strings that must be there.
    pub fn required_texts(&mut self, name: &str) -> Result<Vec<String>, Exception> {
        self.texts(name)?.ok_or_else(|| missing(name))
    }

    /// A list of `{Name, Value}` that must be there.
    pub fn required_attributes(&mut self, name: &str) -> Result<Attributes, Exception> {
        self.attributes(name)?.ok_or_else(|| missing(name))
    }

    /// An optional list of strings.
    pub fn texts(&mut self, name: &str) -> Result<Option<Vec<String>>, Exception> {
        match self.members.remove(name) {
            None => Ok(None),
            Some(Value::Array(items)) => items
                .into_iter()
                .map(into_text)
                .collect::<Result<_, _>>()
                .map(Some),
            Some(_) => Err(wrong_type("Expected list or null")),
        }
    }

    /// A list of `{Name, Value}`.
    pub fn attributes(&mut self, name: &str) -> Result<Option<Attributes>, Exception> {
        match self.members.remove(name) {
            None => Ok(None),
            Some(Value::Array(items)) => items
                .into_iter()
                .map(attribute)
                .collect::<Result<_, _>>()
                .map(Some),
            Some(_) => Err(wrong_type("Expected list or null")),
        }
    }

    /// Every member must have been read by now, or be one that has no effect here.
    pub fn finish(mut self) -> Result<(), Exception> {
        self.members
            .retain(|name, _| !WITHOUT_EFFECT.contains(&name.as_str()));
        match self.members.keys().next() {
            None => Ok(()),
            Some(name) => Err(self.not_implemented(name)),
        }
    }

    fn not_implemented(&self, name: &str) -> Exception {
        Exception::invalid(format!(
            "local-pool does not implement the member {name} of {}",
            self.operation
        ))
    }
}

fn attribute(item: Value) -> Result<(String, String), Exception> {
    let Value::Object(mut item) = item else {
        return Err(wrong_type("Unexpected field type"));
    };
    let name = item
        .remove("Name")
        .map(into_text)
        .transpose()?
        .ok_or_else(|| missing("name"))?;
    let value = item
        .remove("Value")
        .map(into_text)
        .transpose()?
        .unwrap_or_default();
    if let Some(other) = item.keys().next() {
        return Err(Exception::invalid(format!(
            "local-pool does not know the member {other} of an attribute"
        )));
    }
    let length = name.chars().count();
    if !(1..=32).contains(&length) {
        return Err(violated(
            "name",
            "Member must have length less than or equal to 32",
        ));
    }
    if value.chars().count() > crate::attributes::values::LONGEST {
        return Err(violated(
            "value",
            "Member must have length less than or equal to 2048",
        ));
    }
    Ok((name, value))
}

fn into_text(value: Value) -> Result<String, Exception> {
    match value {
        Value::String(text) => Ok(text),
        Value::Object(_) | Value::Array(_) => {
            Err(wrong_type("Start of structure or map found where not expected."))
        }
        other => Err(wrong_type(format!(
            "{} can not be converted to a String",
            type_name(&other)
        ))),
    }
}

fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Number(_) => "NUMBER_VALUE",
        Value::Bool(true) => "TRUE_VALUE",
        Value::Bool(false) => "FALSE_VALUE",
        Value::String(_) => "STRING_VALUE",
        Value::Array(_) => "START_ARRAY",
        Value::Object(_) => "START_OBJECT",
        Value::Null => "NULL_VALUE",
    }
}

fn wrong_type(message: impl Into<String>) -> Exception {
    Exception::new(ExceptionKind::Serialization, message)
}

fn missing(name: &str) -> Exception {
    let message = format!(
        "1 validation error detected: Value null at '{}' failed to satisfy constraint: Member must not be null",
        lower_camel(name)
    );
    Exception::invalid(message)
}

fn violated(name: &str, constraint: &str) -> Exception {
    let name = lower_camel(name);
    let message =
        format!("1 validation error detected: Value at '{name}' failed to satisfy constraint: {constraint}");
    Exception::invalid(message)
}

fn lower_camel(name: &str) -> String {
    let mut chars = name.chars();
    chars
        .next()
        .map(|first| first.to_lowercase().chain(chars).collect())
        .unwrap_or_default()
}

/// Whether `[\p{L}\p{M}\p{S}\p{N}\p{P}]` matches: a letter, mark, symbol, number or punctuation. Blanks, controls and
/// format characters (a zero-width space, a direction mark) are none of them.
pub(crate) fn is_visible(character: char) -> bool {
    use GeneralCategoryGroup::{Letter, Mark, Number, Punctuation, Symbol};
    matches!(
        character.general_category_group(),
        Letter | Mark | Symbol | Number | Punctuation
    )
}

/// Lengths and alphabets of members by name; they are the same in all actions (API reference).
fn check_constraints(name: &str, value: &str) -> Result<(), Exception> {
    let token = |c: char| c.is_ascii_alphanumeric() || "-_=.".contains(c);
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == '+';
    let hash = |c: char| c.is_alphanumeric() || "_+=/".contains(c);
    let anything = |_: char| true;
    let visible = is_visible;
    let printed = |c: char| is_visible(c) || c.is_whitespace();
    let no_blank = |c: char| !c.is_whitespace();
    let title = |c: char| c.is_alphanumeric() || c.is_whitespace() || "_+=,.@-".contains(c);
    let digit = |c: char| c.is_ascii_digit();
    let (min, max, alphabet, pattern): (usize, usize, &dyn Fn(char) -> bool, &str) = match name {
        "AccessToken" | "RefreshToken" | "Token" => (0, usize::MAX, &token, "[A-Za-z0-9-_=.]+"),
        "ClientId" => (1, 128, &word, r"[\w+]+"),
        "ClientSecret" => (24, 64, &word, r"[\w+]+"),
        "SecretHash" => (1, 128, &hash, r"[\w+=/]+"),
        "Username" | "GroupName" => (1, 128, &visible, r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"),
        "Password" | "PreviousPassword" | "ProposedPassword" | "TemporaryPassword" => {
            (0, 256, &anything, r"[\S]+.*[\S]+")
        }
        "ConfirmationCode" | "Code" => (1, 2048, &no_blank, r"[\S]+"),
        "UserCode" => (6, 6, &digit, "[0-9]+"),
        "ClientName" | "PoolName" => (1, 128, &title, r"[\w\s+=,.@-]+"),
        "AttributeName" => (1, 32, &visible, r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"),
        "EmailMessage" => (6, 20_000, &printed, r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s*]*"),
        "EmailSubject" => (1, 140, &printed, r"[\p{L}\p{M}\p{S}\p{N}\p{P}\s]+"),
        "SmsMessage" | "SMSMessage" => (6, 140, &anything, ""),
        "Session" => (20, 4096, &anything, ""),
        "Domain" => (1, 63, &anything, ""),
        "UserPoolId" => (1, 55, &token, r"[\w-]+_[0-9a-zA-Z]+"),
        _ => return Ok(()),
    };
    let length = value.chars().count();
    let edges = [value.chars().next(), value.chars().next_back()];
    let blank_edge = name.ends_with("Password") && edges.into_iter().flatten().any(char::is_whitespace);
    let no_pool_id = name == "UserPoolId" && !value.contains('_');
    if length < min {
        Err(violated(
            name,
            &format!("Member must have length greater than or equal to {min}"),
        ))
    } else if length > max {
        Err(violated(
            name,
            &format!("Member must have length less than or equal to {max}"),
        ))
    } else if !value.chars().all(alphabet) || blank_edge || no_pool_id {
        Err(violated(
            name,
            &format!("Member must satisfy regular expression pattern: {pattern}"),
        ))
    } else {
        Ok(())
    }
}
