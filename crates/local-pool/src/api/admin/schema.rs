//! `SchemaAttributeType`, in and out.

use serde_json::{Map, Value, json};

use super::super::RequestInput;
use crate::attributes::schema::DEVELOPER_ONLY;
use crate::attributes::standard::VERIFIED;
use crate::attributes::values::parse_number;
use crate::attributes::{DataType, Rule, Schema};
use crate::exception::Exception;
use crate::seed::is_custom_name;

/// Out.
pub(super) fn attribute_type(rule: &Rule) -> Value {
    let mut value = json!({
        "Name": rule.name,
        "AttributeDataType": rule.kind.name(),
        "DeveloperOnlyAttribute": rule.developer_only,
        "Mutable": rule.mutable,
        "Required": rule.required,
    });
    let bounds = |min: (&str, Option<String>), max: (&str, Option<String>)| -> Value {
        let bounds = [min, max]
            .into_iter()
            .filter_map(|(name, bound)| Some((name.to_owned(), bound?.into())));
        Value::Object(bounds.collect::<Map<_, _>>())
    };
    match &rule.kind {
        DataType::String { min, max } => {
            let text = |n: &Option<u32>| n.map(|n| n.to_string());
            value["StringAttributeConstraints"] = bounds(("MinLength", text(min)), ("MaxLength", text(max)));
        }
        DataType::Number { min, max } => {
            value["NumberAttributeConstraints"] =
                bounds(("MinValue", min.clone()), ("MaxValue", max.clone()));
        }
        DataType::DateTime | DataType::Boolean => {}
    }
    value
}

/// One member of `Schema` or `CustomAttributes` as it was sent.
pub(super) struct Described {
    pub name: String,
    pub kind: Option<DataType>,
    pub mutable: bool,
    pub required: bool,
    pub developer_only: bool,
}

impl Described {
    /// In.
    pub fn read(mut input: RequestInput) -> Result<Self, Exception> {
        let name = input.required("Name")?;
        let data_type = input.text("AttributeDataType")?;
        let mut lengths = input.object("StringAttributeConstraints")?;
        let mut range = input.object("NumberAttributeConstraints")?;
        let bound = |from: &mut Option<RequestInput>, name: &str| match from {
            Some(from) => from.text(name),
            None => Ok(None),
        };
        let (min_length, max_length) = (
            bound(&mut lengths, "MinLength")?,
            bound(&mut lengths, "MaxLength")?,
        );
        let (min_value, max_value) = (bound(&mut range, "MinValue")?, bound(&mut range, "MaxValue")?);
        let kind = match data_type.as_deref() {
            None => None,
            Some("String") => Some(text_kind(&name, min_length, max_length)?),
            Some("Number") => Some(number_kind(&name, min_value, max_value)?),
            Some("DateTime") => Some(DataType::DateTime),
            Some("Boolean") => Some(DataType::Boolean),
            Some(other) => return Err(unknown_type(other)),
        };
        let described = Self {
            name,
            kind,
            mutable: input.flag("Mutable")?.unwrap_or(true),
            required: input.flag("Required")?.unwrap_or(false),
            developer_only: input.flag("DeveloperOnlyAttribute")?.unwrap_or(false),
        };
        for rest in [lengths, range].into_iter().flatten() {
            rest.finish()?;
        }
        input.finish()?;
        Ok(described)
    }

    /// As a change to a standard attribute, whose type stays.
    pub fn change_standard(self, rule: &mut Rule) -> Result<(), Exception> {
        if rule.name == "sub" || VERIFIED.contains(&rule.name.as_str()) {
            let name = &rule.name;
            return Err(Exception::invalid(format!(
                "{name}: the service manages this attribute"
            )));
        }
        if let Some(kind) = self.kind {
            if kind.name() != rule.kind.name() {
                let (name, own) = (&rule.name, rule.kind.name());
                return Err(Exception::invalid(format!(
                    "{name}: the type of this attribute is {own}"
                )));
            }
            rule.kind = within(kind, &rule.kind);
        }
        rule.mutable = self.mutable;
        rule.required = self.required;
        Ok(())
    }

    /// As an attribute that the operator adds.
    pub fn into_custom(self) -> Result<Rule, Exception> {
        let name = self.name;
        if !is_custom_name(&name) {
            return Err(Exception::invalid(format!(
                "{name}: a name must have 1 to 20 visible characters"
            )));
        }
        if self.required {
            return Err(Exception::invalid(
                "Required custom attributes are not supported currently.",
            ));
        }
        let message = "Invalid AttributeDataType input, consider using the provided AttributeDataType enum.";
        let kind = self.kind.ok_or_else(|| Exception::invalid(message))?;
        let prefix = if self.developer_only {
            DEVELOPER_ONLY
        } else {
            "custom:"
        };
        let (mutable, developer_only) = (self.mutable, self.developer_only);
        Ok(Rule {
            name: format!("{prefix}{name}"),
            kind,
            mutable,
            required: false,
            developer_only,
        })
    }
}

/// The bounds that were sent; where none were, those the standard attribute has.
fn within(sent: DataType, own: &DataType) -> DataType {
    let unbounded_text = DataType::String {
        min: None,
        max: Some(2048),
    };
    let unbounded_number = DataType::Number { min: None, max: None };
    if sent == unbounded_text || sent == unbounded_number {
        own.clone()
    } else {
        sent
    }
}

/// Refuses more custom attributes than a pool has room for. `AddCustomAttributes` lists no `LimitExceededException`.
pub(super) fn check_count(schema: &Schema) -> Result<(), Exception> {
    if schema.0.iter().filter(|rule| rule.is_custom()).count() > 50 {
        return Err(Exception::invalid("A user pool has at most 50 custom attributes"));
    }
    Ok(())
}

fn text_kind(attribute: &str, min: Option<String>, max: Option<String>) -> Result<DataType, Exception> {
    let min = length("MinLength", min)?;
    let max = length("MaxLength", max)?.or(Some(2048));
    if max < min {
        return Err(Exception::invalid(format!(
            "{attribute}: Max length cannot be less than min length."
        )));
    }
    Ok(DataType::String { min, max })
}

fn number_kind(attribute: &str, min: Option<String>, max: Option<String>) -> Result<DataType, Exception> {
    let (min, max) = (number("MinValue", min)?, number("MaxValue", max)?);
    let value = |bound: &Option<String>| bound.as_deref().and_then(parse_number);
    if let (Some(least), Some(most)) = (value(&min), value(&max))
        && most < least
    {
        return Err(Exception::invalid(format!(
            "{attribute}: Max value cannot be less than min value."
        )));
    }
    Ok(DataType::Number { min, max })
}

fn length(name: &str, text: Option<String>) -> Result<Option<u32>, Exception> {
    let read = |text: String| text.parse().ok().filter(|length| *length <= 2048);
    let wrong = || Exception::invalid(format!("{name} must be 0 to 2048"));
    text.map(|text| read(text).ok_or_else(wrong)).transpose()
}

fn number(name: &str, text: Option<String>) -> Result<Option<String>, Exception> {
    match text {
        Some(text) if parse_number(&text).is_none() => {
            Err(Exception::invalid(format!("{name} must be a number")))
        }
        text => Ok(text),
    }
}

fn unknown_type(name: &str) -> Exception {
    Exception::invalid(format!(
        "1 validation error detected: Value '{name}' failed to satisfy constraint: Member must satisfy enum value set: \
         [Boolean, Number, String, DateTime]"
    ))
}
