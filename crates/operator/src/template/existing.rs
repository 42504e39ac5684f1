//! A plan for a pool that exists: what can never change is refused, with what to do instead.

use aws_sdk_cognitoidentityprovider::types::{
    AttributeDataType, SchemaAttributeType, UserPoolType, UsernameAttributeType,
};

use attributes::{Attribute, AttributeType, Username};

use crate::plan::PoolPlan;

/// The plan with the attributes to keep, or everything that the pool does not take.
pub fn fit(mut plan: PoolPlan, pool: &UserPoolType, keep: &[String]) -> Result<PoolPlan, Vec<String>> {
    let mut problems = Vec::new();
    let of_pool = pool.schema_attributes().iter();
    let custom = of_pool.filter(|found| found.name().is_some_and(|name| name.starts_with("custom:")));
    for found in custom {
        let name = found.name().unwrap_or_default();
        match plan.custom.iter().find(|attribute| attribute.name == name) {
            Some(wanted) => problems.extend(difference(wanted, found)),
            None if keep.iter().any(|kept| kept == name) => plan.custom.push(as_it_is(name, found)),
            None => problems.push(format!(
                "{name} is in the pool and not in attributes.toml: a pool never loses an attribute. Put it back, or keep it in \
                 the template only, where neither the app nor people write it: --keep {name}"
            )),
        }
    }
    for name in keep {
        if !pool
            .schema_attributes()
            .iter()
            .any(|found| found.name() == Some(name))
        {
            problems.push(format!("--keep {name}: the pool has no such attribute"));
        }
    }
    problems.extend(sign_in_name(&plan, pool));
    if problems.is_empty() {
        Ok(plan)
    } else {
        Err(problems)
    }
}

/// What would change an attribute.
fn difference(wanted: &Attribute, found: &SchemaAttributeType) -> Option<String> {
    let is = as_it_is(&wanted.name, found);
    let mut changes = Vec::new();
    if summary(&is.kind) != summary(&wanted.kind) {
        changes.push(format!(
            "is {} and would be {}",
            summary(&is.kind),
            summary(&wanted.kind)
        ));
    }
    if is.mutable != wanted.mutable {
        changes.push(format!(
            "has mutable = {} and would have {}",
            is.mutable, wanted.mutable
        ));
    }
    (!changes.is_empty()).then(|| {
        format!(
            "{} {}: nothing of an attribute ever changes. Write what the pool has, or give the new one another name, and bring \
             the values over: operator attributes export, then import",
            wanted.name,
            changes.join(", ")
        )
    })
}

/// Type and bounds, as far as a pool knows them.
fn summary(kind: &AttributeType) -> String {
    let bound = |bound: &Option<i64>| bound.map_or("any".to_owned(), |bound| bound.to_string());
    match kind {
        AttributeType::String {
            min_length,
            max_length,
            ..
        } => format!("a String of {min_length} to {max_length} characters"),
        AttributeType::Number { min, max, .. } => {
            format!("a Number from {} to {}", bound(min), bound(max))
        }
        AttributeType::DateTime { .. } => "a DateTime".to_owned(),
        AttributeType::Boolean => "a Boolean".to_owned(),
    }
}

/// The pool's attribute in the words of a list.
fn as_it_is(name: &str, found: &SchemaAttributeType) -> Attribute {
    let kind = match found.attribute_data_type() {
        Some(AttributeDataType::Number) => {
            let range = found.number_attribute_constraints();
            let bound = |text: Option<&str>| text.and_then(|text| text.parse().ok());
            AttributeType::Number {
                min: bound(range.and_then(|range| range.min_value())),
                max: bound(range.and_then(|range| range.max_value())),
                decimals: 0,
                step: None,
            }
        }
        Some(AttributeDataType::Datetime) => AttributeType::DateTime { time: false },
        Some(AttributeDataType::Boolean) => AttributeType::Boolean,
        _ => {
            let lengths = found.string_attribute_constraints();
            let bound = |text: Option<&str>| text.and_then(|text| text.parse().ok());
            AttributeType::String {
                min_length: bound(lengths.and_then(|lengths| lengths.min_length())).unwrap_or(0),
                max_length: bound(lengths.and_then(|lengths| lengths.max_length())).unwrap_or(2048),
                choices: Vec::new(),
                pattern: None,
            }
        }
    };
    let mut attribute = Attribute::new(name, kind, name.into());
    attribute.mutable = found.mutable().unwrap_or(true);
    attribute
}

/// What people sign in with is decided when a pool is made.
fn sign_in_name(plan: &PoolPlan, pool: &UserPoolType) -> Option<String> {
    let names = pool.username_attributes();
    let (is_same, wanted) = match plan.username {
        Username::Email => (names == [UsernameAttributeType::Email], "email"),
        Username::PhoneNumber => (names == [UsernameAttributeType::PhoneNumber], "phone_number"),
        Username::Name => (names.is_empty(), "name"),
    };
    (!is_same).then(|| {
        format!(
            "[sign_up]: username = \"{wanted}\" is not what the pool was made with, which is for good: write username = \"{}\"",
            crate::check::sign_up::username_of(pool)
        )
    })
}
