//! Each attribute of the list beside the one of the pool, and the pool's required ones beside the list.

use attributes::{Attribute, AttributeType, MAX_NUMBER, SignUpPages};
use aws_sdk_cognitoidentityprovider::types::{AttributeDataType, SchemaAttributeType};

use super::{Finding, Sides, add_attribute};

/// Required attributes that have pages of their own, or that the pool fills in.
const ELSEWHERE: [&str; 3] = ["sub", "email", "phone_number"];

pub fn compare(sides: &Sides<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let of_pool = sides.pool.schema_attributes();
    for attribute in sides.schema.attributes() {
        match of_pool.iter().find(|found| found.name() == Some(&attribute.name)) {
            Some(found) => compare_one(attribute, found, &mut findings),
            None => findings.push(missing(attribute, sides)),
        }
        findings.extend(providers(attribute, sides));
    }
    let required = of_pool
        .iter()
        .filter(|found| found.required() == Some(true))
        .filter_map(SchemaAttributeType::name);
    findings.extend(required.filter_map(|name| not_asked(name, sides)));
    findings
}

/// What nobody can sign up without has to be on the form that they sign up with.
fn not_asked(name: &str, sides: &Sides<'_>) -> Option<Finding> {
    let rules = sides.schema.sign_up_rules();
    let is_own = rules.pages == SignUpPages::Own;
    let of_form = rules.username.address_attribute();
    let listed = sides.schema.get(name);
    if name == "sub" || is_own && name == of_form || !is_own && ELSEWHERE.contains(&name) {
        return None;
    }
    if ELSEWHERE.contains(&name) {
        return Some(Finding::error(
            "required-not-asked",
            name,
            "nobody can sign up without it, and the app's sign-up form has no field for it".to_owned(),
            "write into [sign_up]: pages = \"hosted\"".to_owned(),
        ));
    }
    match (listed, is_own) {
        (Some(listed), true) if !listed.sign_up => Some(Finding::error(
            "required-not-asked",
            name,
            "nobody can sign up without it, and the app's sign-up form does not ask for it".to_owned(),
            "write sign_up = true, or into [sign_up]: pages = \"hosted\"".to_owned(),
        )),
        (Some(_), _) => None,
        (None, true) => Some(Finding::error(
            "required-not-on-the-list",
            name,
            "nobody can sign up without it, and it is not in attributes.toml".to_owned(),
            "add it with ask = \"required\" and sign_up = true, or write into [sign_up]: pages = \"hosted\""
                .to_owned(),
        )),
        (None, false) => Some(Finding::warning(
            "required-not-on-the-list",
            name,
            "the pool requires it, and it is not in attributes.toml".to_owned(),
            "add it with ask = \"required\"".to_owned(),
        )),
    }
}

fn missing(attribute: &Attribute, sides: &Sides<'_>) -> Finding {
    Finding::error(
        "missing",
        &attribute.name,
        "the user pool does not have it".to_owned(),
        add_attribute::remedy(attribute, &sides.ids),
    )
}

/// Names of identity providers are easily mistyped, and then nothing is locked.
fn providers(attribute: &Attribute, sides: &Sides<'_>) -> Vec<Finding> {
    let known = sides.client.supported_identity_providers();
    let unknown = attribute.mapped_by.iter().filter(|name| !known.contains(name));
    let findings = unknown.map(|name| {
        Finding::warning(
            "unknown-provider",
            &attribute.name,
            format!("mapped_by names {name}, through which nobody signs in at this app client"),
            format!("write one of {}", known.join(", ")),
        )
    });
    findings.collect()
}

fn compare_one(attribute: &Attribute, found: &SchemaAttributeType, findings: &mut Vec<Finding>) {
    if !is_same_type(attribute, found) {
        let of_pool = found
            .attribute_data_type()
            .map_or("nothing", AttributeDataType::as_str);
        findings.push(Finding::error(
            "type",
            &attribute.name,
            format!(
                "it is a {} in attributes.toml and a {of_pool} in the pool",
                type_name(&attribute.kind)
            ),
            "write the pool's type, or use another name: a type never changes".to_owned(),
        ));
        return;
    }
    findings.extend(match &attribute.kind {
        AttributeType::String { .. } => compare_lengths(attribute, found),
        AttributeType::Number { min, max, .. } => compare_range(attribute, (*min, *max), found),
        AttributeType::DateTime { .. } | AttributeType::Boolean => None,
    });
    findings.extend(compare_mutability(attribute, found));
    if found.required() == Some(true) && attribute.mutable && !attribute.is_required() {
        findings.push(Finding::error(
            "required",
            &attribute.name,
            "the pool refuses to remove it, and attributes.toml lets people try".to_owned(),
            "write ask = \"required\"".to_owned(),
        ));
    }
}

fn compare_mutability(attribute: &Attribute, found: &SchemaAttributeType) -> Option<Finding> {
    let of_pool = found.mutable().unwrap_or(true);
    if attribute.mutable && !of_pool {
        return Some(Finding::error(
            "immutable",
            &attribute.name,
            "the pool takes it only when an account is made".to_owned(),
            "write mutable = false".to_owned(),
        ));
    }
    (!attribute.mutable && of_pool).then(|| {
        Finding::warning(
            "mutable",
            &attribute.name,
            "it cannot change by attributes.toml, and can in the pool".to_owned(),
            "leave out mutable = false, or take it off the client's write attributes".to_owned(),
        )
    })
}

/// The pool's type of what the list describes: a birth date is a text of ten characters there.
fn is_same_type(attribute: &Attribute, found: &SchemaAttributeType) -> bool {
    let of_pool = found.attribute_data_type().map_or("", AttributeDataType::as_str);
    of_pool == type_name(&attribute.kind) || !attribute.is_custom() && of_pool == "String"
}

fn type_name(kind: &AttributeType) -> &'static str {
    match kind {
        AttributeType::String { .. } => "String",
        AttributeType::Number { .. } => "Number",
        AttributeType::DateTime { .. } => "DateTime",
        AttributeType::Boolean => "Boolean",
    }
}

fn compare_lengths(attribute: &Attribute, found: &SchemaAttributeType) -> Option<Finding> {
    let (min, max) = lengths(attribute)?;
    let constraints = found.string_attribute_constraints();
    let bound = |text: Option<&str>| text.and_then(|text| text.parse::<u32>().ok());
    let least = bound(constraints.and_then(|found| found.min_length())).unwrap_or(0);
    let greatest = bound(constraints.and_then(|found| found.max_length())).unwrap_or(2048);
    // A blank is no value, and no value has no length.
    (min.max(1) < least || max > greatest).then(|| {
        Finding::error(
            "length",
            &attribute.name,
            format!(
                "texts of {min} to {max} characters are accepted, and the pool takes {least} to {greatest}"
            ),
            format!(
                "narrow them: min_length = {}, max_length = {}",
                min.max(least),
                max.min(greatest)
            ),
        )
    })
}

/// The shortest and the longest value that can be.
fn lengths(attribute: &Attribute) -> Option<(u32, u32)> {
    use attributes::InputType;
    let AttributeType::String {
        min_length,
        max_length,
        choices,
        ..
    } = &attribute.kind
    else {
        return None;
    };
    let choices = choices.iter().map(|choice| choice.value.chars().count());
    let choices = choices.filter_map(|length| u32::try_from(length).ok());
    Some(match attribute.input {
        InputType::Country => (2, 2),
        InputType::TimeZone => (0, longest_time_zone()),
        // Language, script and region.
        InputType::Language => (0, 12),
        InputType::Telephone => (0, 16),
        InputType::Consent => (0, attributes::MAX_CONSENT_LENGTH.into()),
        _ => match (choices.clone().min(), choices.max()) {
            (Some(shortest), Some(longest)) => (shortest, longest),
            _ => ((*min_length).into(), (*max_length).into()),
        },
    })
}

fn longest_time_zone() -> u32 {
    let lengths = attributes::time_zones().map(str::len);
    lengths
        .max()
        .map_or(0, |longest| longest.try_into().unwrap_or(u32::MAX))
}

fn compare_range(
    attribute: &Attribute,
    (min, max): (Option<i64>, Option<i64>),
    found: &SchemaAttributeType,
) -> Option<Finding> {
    let constraints = found.number_attribute_constraints();
    let least = constraints.and_then(|found| found.min_value());
    let greatest = constraints.and_then(|found| found.max_value());
    let (min, max) = (min.unwrap_or(-MAX_NUMBER), max.unwrap_or(MAX_NUMBER));
    #[expect(clippy::cast_precision_loss, reason = "numbers up to 2^53 - 1 are exact")]
    let is_outside = least.and_then(parse).is_some_and(|least| (min as f64) < least)
        || greatest
            .and_then(parse)
            .is_some_and(|greatest| max as f64 > greatest);
    is_outside.then(|| {
        let told = |bound: Option<&str>| bound.unwrap_or("anything").to_owned();
        let keys = [
            least.map(|least| format!("min = {least}")),
            greatest.map(|most| format!("max = {most}")),
        ];
        let keys: Vec<_> = keys.into_iter().flatten().collect();
        Finding::error(
            "range",
            &attribute.name,
            format!(
                "numbers from {min} to {max} are accepted, and the pool takes {} to {}",
                told(least),
                told(greatest)
            ),
            format!("narrow them to the pool's: {}", keys.join(", ")),
        )
    })
}

fn parse(bound: &str) -> Option<f64> {
    bound.parse().ok()
}
