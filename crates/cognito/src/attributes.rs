//! Attributes, however an endpoint spells them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::{Map, Value};

/// The standard attributes (OpenID Connect Core 1.0 section 5.1) besides `sub`.
const STANDARD: [&str; 19] = [
    "address",
    "birthdate",
    "email",
    "email_verified",
    "family_name",
    "gender",
    "given_name",
    "locale",
    "middle_name",
    "name",
    "nickname",
    "phone_number",
    "phone_number_verified",
    "picture",
    "preferred_username",
    "profile",
    "updated_at",
    "website",
    "zoneinfo",
];

/// The standard and custom attributes among the members of a token or of a userInfo answer, as the user API
/// spells them: strings, `true` and `false` for booleans, the `formatted` member of an address.
pub(crate) fn among(members: &Map<String, Value>) -> BTreeMap<String, String> {
    members
        .iter()
        .filter(|(name, _)| name.starts_with("custom:") || STANDARD.contains(&name.as_str()))
        .filter_map(|(name, value)| Some((name.clone(), text(value)?)))
        .collect()
}

/// Those of them that are no strings on the wire: booleans and numbers of a token, which userInfo sends as strings.
pub(crate) fn not_text_among(members: &Map<String, Value>) -> BTreeSet<String> {
    let is_other = |name: &&String| matches!(members.get(*name), Some(Value::Bool(_) | Value::Number(_)));
    among(members).keys().filter(is_other).cloned().collect()
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(flag) => Some(flag.to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(address) => address
            .get("formatted")
            .and_then(Value::as_str)
            .map(str::to_owned),
        Value::Null | Value::Array(_) => None,
    }
}

/// Prints the names of attributes without their values, which are personal.
pub(crate) struct Names<'a>(pub &'a BTreeMap<String, String>);

impl fmt::Debug for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_become_the_strings_of_the_user_api() {
        let members = serde_json::json!({
            "sub": "s", "iss": "i", "token_use": "id", "exp": 1, "cognito:groups": ["g"],
            "email": "a@example.com", "email_verified": true, "phone_number_verified": "false",
            "updated_at": 1_700_000_000, "address": {"formatted": "1 Street"}, "locale": null,
            "custom:theme": "dark", "custom:odd": ["x"],
        });
        let found = among(members.as_object().unwrap());
        let expected = [
            ("address", "1 Street"),
            ("custom:theme", "dark"),
            ("email", "a@example.com"),
            ("email_verified", "true"),
            ("phone_number_verified", "false"),
            ("updated_at", "1700000000"),
        ];
        let found: Vec<_> = found
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        assert_eq!(found, expected);
        let not_text: Vec<_> = not_text_among(members.as_object().unwrap()).into_iter().collect();
        assert_eq!(not_text, ["email_verified", "updated_at"]);
    }

    #[test]
    fn names_print_without_values() {
        let attributes = BTreeMap::from([("email".to_owned(), "a@example.com".to_owned())]);
        assert_eq!(format!("{:?}", Names(&attributes)), r#"{"email"}"#);
    }
}
