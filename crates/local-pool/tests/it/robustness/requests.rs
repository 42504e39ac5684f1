//! Random requests of the JSON API.

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{ALICE, CLIENT, POOL};

/// Every operation there is, from the README (a test of the crate keeps its table true).
fn operations() -> Vec<&'static str> {
    let readme = include_str!("../../../README.md");
    let table = readme.split("### Operations").nth(1).expect("the heading");
    let table = table.split("Flows:").next().expect("the end of the table");
    table.split('`').skip(1).step_by(2).collect()
}

const MEMBERS: &str = "AccessToken UserAttributes UserAttributeNames AttributeName ClientId Username Password Code \
                       SecretHash Session AuthFlow AuthParameters ChallengeName ChallengeResponses UserPoolId PoolName \
                       Schema Token ConfirmationCode UserCode ProposedPassword PreviousPassword RefreshToken GroupName \
                       SoftwareTokenMfaSettings Filter Limit MaxResults PaginationToken CustomAttributes ClientName \
                       ReadAttributes WriteAttributes CallbackURLs TokenValidityUnits RefreshTokenRotation Policies \
                       AccessTokenValidity Permanent MessageAction TemporaryPassword Unheard";

/// Any JSON, with a liking for values that mean something here.
fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        "\\PC{0,40}".prop_map(Value::from),
        (2040_usize..2060).prop_map(|n| "x".repeat(n).into()),
        proptest::sample::select(vec![
            CLIENT,
            ACCESS,
            ALICE.0,
            ALICE.1,
            "USER_PASSWORD_AUTH",
            "USER_SRP_AUTH",
            "email"
        ])
        .prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        let key = prop_oneof![
            "[A-Za-z_]{1,12}",
            Just("Name".to_owned()),
            Just("Value".to_owned())
        ];
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            proptest::collection::btree_map(key, inner, 0..4).prop_map(|map| json!(map)),
        ]
    })
}

/// Stands for an access token of Alice.
pub const ACCESS: &str = "an-access-token";

/// A request that names whom it means, and more members of any kind.
pub fn request() -> impl Strategy<Value = (&'static str, Value)> {
    let member = (
        proptest::sample::select(MEMBERS.split(' ').collect::<Vec<_>>()),
        value(),
    );
    let body = proptest::collection::vec(member, 0..6).prop_map(|members| {
        let named = [
            ("UserPoolId", POOL),
            ("Username", ALICE.0),
            ("ClientId", CLIENT),
            ("AccessToken", ACCESS),
        ];
        let named = named.map(|(name, value)| (name, Value::from(value)));
        let all = named.into_iter().chain(members);
        Value::Object(all.map(|(name, value)| (name.to_owned(), value)).collect())
    });
    (proptest::sample::select(operations()), body)
}
