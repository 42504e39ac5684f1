//! The command that adds a custom attribute to a pool.

use attributes::Attribute;
use serde_json::Value;

use super::Ids;
use crate::plan::schema_attribute;

/// What is added gets the prefix of custom attributes: no command makes a standard one.
pub fn remedy(attribute: &Attribute, ids: &Ids) -> String {
    if attribute.is_custom() {
        command(attribute, ids)
    } else {
        "take it off the list: every Cognito user pool has it, and this one does not say so".to_owned()
    }
}

/// With the constraints of the list, which cannot be changed afterwards. Cognito puts `custom:` before the name.
fn command(attribute: &Attribute, ids: &Ids) -> String {
    // No quote of the shell: a name may have any punctuation.
    let json = described(attribute).to_string().replace('\'', r"'\''");
    ids.command(
        "add-custom-attributes",
        &format!("--custom-attributes '[{json}]'"),
    )
}

/// As the plan of a new pool has it.
fn described(attribute: &Attribute) -> Value {
    schema_attribute(attribute).to_json(&|_| String::new())
}

#[cfg(test)]
mod tests {
    use attributes::Schema;

    use super::*;

    #[test]
    fn the_command_has_type_constraints_and_quotes() {
        let list = r#"
version = 1
[[attribute]]
name = "custom:it's"
type = "Number"
label = "x"
min = 1
mutable = false
"#;
        let schema = Schema::from_toml(list).unwrap();
        let ids = Ids {
            pool: "eu-west-1_x".to_owned(),
            client: "c".to_owned(),
            endpoint: Some("http://localhost:9229".parse().unwrap()),
        };
        let expected = r#"aws cognito-idp add-custom-attributes --user-pool-id eu-west-1_x --endpoint-url http://localhost:9229 --custom-attributes '[{"AttributeDataType":"Number","Mutable":false,"Name":"it'\''s","NumberAttributeConstraints":{"MinValue":"1"},"Required":false}]'"#;
        assert_eq!(remedy(&schema.attributes()[0], &ids), expected);
    }

    #[test]
    fn standard_attributes_have_no_command() {
        let schema = Schema::from_toml("version = 1\n[[attribute]]\nname = 'name'\nlabel = 'x'\n").unwrap();
        let ids = Ids {
            pool: "eu-west-1_x".to_owned(),
            client: "c".to_owned(),
            endpoint: None,
        };
        let remedy = remedy(&schema.attributes()[0], &ids);
        assert!(!remedy.contains("add-custom-attributes"), "{remedy}");
    }
}
