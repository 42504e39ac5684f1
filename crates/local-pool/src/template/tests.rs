use serde_json::json;

use super::*;

fn error(text: &str) -> String {
    Template::read(text).map(|_| ()).unwrap_err().to_string()
}

#[test]
fn unknown_things_are_refused_by_line() {
    for (text, expected) in [
        (
            "Transform: x\nResources: {}\n",
            "line 1: local-pool does not know Transform here",
        ),
        (
            "Resources:\n  Bucket:\n    Type: AWS::S3::Bucket\n    Properties: {}\n",
            "line 3: local-pool does not know resources of the type AWS::S3::Bucket",
        ),
        (
            "Resources:\n  Mail:\n    Type: AWS::SES::EmailIdentity\n    Properties: {}\n",
            "no AWS::Cognito::UserPool",
        ),
        ("Resources:\n  A: &a {}\n  B: *a\n", "aliases"),
        (
            "Resources:\n  Pool: {}\n  Pool: {}\n",
            "line 3: Pool is there twice",
        ),
        (
            "Parameters:\n  X: {Type: String}\nResources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n    Properties: {}\n",
            "line 2: the parameter X has no default",
        ),
        ("a: [\n", "line"),
    ] {
        let told = error(text);
        assert!(told.contains(expected), "{expected}: {told}");
    }
}

#[test]
fn functions_are_applied_or_refused() {
    let mut scope = Scope::default();
    scope.references.insert("A".to_owned(), "a".to_owned());
    scope.attributes.insert("B.Arn".to_owned(), "b".to_owned());
    scope.conditions.insert("Yes".to_owned(), true);
    let value = |text: &str| scope.value(&yaml::parse(text).unwrap());
    for (text, expected) in [
        ("!Ref A", json!("a")),
        ("!Sub 'x-${A}-${B.Arn}'", json!("x-a-b")),
        ("!GetAtt B.Arn", json!("b")),
        ("!If [Yes, 1, two]", json!(1)),
        (
            "{a: !Ref AWS::NoValue, b: 'true', c: true}",
            json!({ "b": "true", "c": true }),
        ),
    ] {
        assert_eq!(value(text), Ok(Some(expected)), "{text}");
    }
    for (text, expected) in [
        ("!Ref C", "nothing is called C"),
        ("!Join ['', [a]]", "does not know the function !Join"),
        ("a: {Fn::Sub: x}", "write !Sub"),
        ("!If [No, 1, 2]", "no condition No"),
        ("!Sub '${A'", "not closed"),
    ] {
        let told = value(text).unwrap_err().to_string();
        assert!(told.contains(expected), "{text}: {told}");
    }
}

#[test]
fn traps_of_schemas_are_refused() {
    for (schema, expected) in [
        (
            json!([{ "Name": "email", "Required": true }]),
            "no AttributeDataType",
        ),
        (
            json!([{ "Name": "custom:a", "AttributeDataType": "String" }]),
            "custom:custom:a",
        ),
    ] {
        let mut request = Map::new();
        request.insert("Schema".to_owned(), schema);
        let told = for_the_api(&mut request).unwrap_err();
        assert!(told.contains(expected), "{told}");
    }
}
