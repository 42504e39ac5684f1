//! The findings that no printed command puts right: each is there when just that is wrong, and gone when what is said was done.

use std::collections::BTreeSet;
use std::time::Duration;

use clock::Clock;
use local_pool::{LocalPool, Seed};
use serde_json::{Value, json};

use crate::breaks::breaks;
use crate::denying::denying;
use crate::doctor::{call, client_request, codes, doctor, findings, pool_request, run_printed};
use crate::fixture::{CLIENT, OperatorFixture, POOL, list};
use crate::list_pairs::{pairs_of_attributes, pairs_of_tables, without};

#[tokio::test]
async fn lists_that_contradict_themselves_are_told() {
    let fixture = OperatorFixture::demo().await;
    let before = codes(&findings(&fixture, &[]));
    let wrong = list().replacen("email = \"verified first\"", "email = \"at once\"", 1);
    fixture.write("attributes.toml", &wrong);
    let found = findings(&fixture, &["--only", "contradiction"]);
    assert_eq!(found.len(), 1);
    let difference = found[0]["difference"].as_str().unwrap();
    assert!(difference.contains("people sign in with it"), "{difference}");
    doctor(&fixture, &["--only", "contradiction"]).expect(1);
    fixture.write("attributes.toml", &list());
    assert_eq!(codes(&findings(&fixture, &[])), before);
}

/// What is found now and was not before.
fn new_codes(found: &[Value], before: &BTreeSet<String>) -> Vec<String> {
    codes(found).difference(before).cloned().collect()
}

#[tokio::test]
async fn what_a_list_says_wrong_is_found() {
    let fixture = OperatorFixture::demo().await;
    for pair in pairs_of_attributes().into_iter().chain(pairs_of_tables()) {
        let code = pair.code;
        fixture.write("attributes.toml", &pair.right);
        let before = codes(&findings(&fixture, &[]));
        assert!(!before.contains(code), "{code} is there without a reason");
        fixture.write("attributes.toml", &pair.wrong);
        let found = findings(&fixture, &[]);
        assert_eq!(new_codes(&found, &before), [code]);
        let found = found.iter().find(|finding| finding["code"] == code).unwrap();
        let advice = found["remedy"].as_str().unwrap();
        assert!(advice.contains(pair.advice), "{code}: {advice}");
    }
}

#[tokio::test]
async fn unlisted_attributes_are_not_written_any_more() {
    let fixture = OperatorFixture::demo().await;
    let before = codes(&findings(&fixture, &[]));
    fixture.write("attributes.toml", &without("custom:country"));
    let found = findings(&fixture, &[]);
    assert_eq!(new_codes(&found, &before), ["writable-not-on-the-list"]);
    let found = findings(&fixture, &["--only", "writable-not-on-the-list"]);
    run_printed(&fixture, found[0]["fix"]["cli"].as_str().unwrap());
    assert_eq!(codes(&findings(&fixture, &[])), before);
}

/// The demo pool for people who may have telephone numbers, too.
async fn with_telephones() -> OperatorFixture {
    let mut seed = Seed::demo();
    let client = &mut seed.pools[0].clients[0];
    client.scopes.push("phone".to_owned());
    let readable = ["phone_number", "phone_number_verified"].map(String::from);
    client.read_attributes.as_mut().unwrap().extend(readable);
    let write = client.write_attributes.as_mut().unwrap();
    write.push("phone_number".to_owned());
    OperatorFixture::seeded(seed).await
}

#[tokio::test]
async fn codes_for_telephones_are_sent_again() {
    let fixture = with_telephones().await;
    let before = codes(&findings(&fixture, &[]));
    let text = list().replacen("[contact]\n", "[contact]\nphone_number = \"at once\"\n", 1);
    fixture.write("attributes.toml", &text);
    assert_eq!(new_codes(&findings(&fixture, &[]), &before), ["no-code"]);
    let found = findings(&fixture, &["--only", "no-code"]);
    run_printed(&fixture, found[0]["fix"]["cli"].as_str().unwrap());
    assert_eq!(codes(&findings(&fixture, &[])), before);
}

/// Makes a client like the demo one, with or without a secret.
fn another_client(fixture: &OperatorFixture, secret: bool) -> String {
    let mut client = client_request(fixture);
    client.as_object_mut().unwrap().remove("ClientId");
    client["GenerateSecret"] = secret.into();
    let (status, answer) = call(fixture, "CreateUserPoolClient", &client.to_string());
    assert_eq!(status, 200, "{answer}");
    answer["UserPoolClient"]["ClientId"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn client_without_secret_is_found() {
    let fixture = OperatorFixture::demo().await;
    let before = codes(&findings(&fixture, &[]));
    let without = another_client(&fixture, false);
    let found = findings(&fixture, &["--client", &without]);
    assert_eq!(new_codes(&found, &before), ["no-secret"]);
    let with = another_client(&fixture, true);
    assert_eq!(codes(&findings(&fixture, &["--client", &with])), before);
}

#[tokio::test]
async fn second_secret_is_found_until_deleted() {
    let fixture = OperatorFixture::demo().await;
    let before = codes(&findings(&fixture, &[]));
    let client = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    let (_, listed) = call(&fixture, "ListUserPoolClientSecrets", &client.to_string());
    let old = listed["ClientSecrets"][0]["ClientSecretId"].clone();
    let (status, answer) = call(&fixture, "AddUserPoolClientSecret", &client.to_string());
    assert_eq!(status, 200, "{answer}");
    let found = findings(&fixture, &[]);
    assert_eq!(new_codes(&found, &before), ["two-secrets"]);
    let found = found.iter().find(|finding| finding["code"] == "two-secrets");
    let advice = found.unwrap()["remedy"].as_str().unwrap();
    assert!(advice.contains("delete-user-pool-client-secret"), "{advice}");
    let mut request = client;
    request["ClientSecretId"] = old;
    let (status, answer) = call(&fixture, "DeleteUserPoolClientSecret", &request.to_string());
    assert_eq!(status, 200, "{answer}");
    assert_eq!(codes(&findings(&fixture, &[])), before);
}

#[tokio::test]
async fn old_secret_is_found_until_another_is_made() {
    let days_ago = |days: i64| Clock::fixed_at(Clock::system().now().plus_seconds(-days * 24 * 60 * 60));
    let young = OperatorFixture::with(LocalPool::builder().clock(days_ago(364))).await;
    assert!(!codes(&findings(&young, &[])).contains("old-secret"));
    let fixture = OperatorFixture::with(LocalPool::builder().clock(days_ago(400))).await;
    let found = findings(&fixture, &["--only", "old-secret"]);
    assert_eq!(found[0]["difference"], "its secret is 400 days old");
    let advice = found[0]["remedy"].as_str().unwrap();
    assert!(advice.contains("add-user-pool-client-secret"), "{advice}");
    fixture.pool.clock().advance(Duration::from_hours(399 * 24));
    let client = json!({ "UserPoolId": POOL, "ClientId": CLIENT });
    let (status, answer) = call(&fixture, "AddUserPoolClientSecret", &client.to_string());
    assert_eq!(status, 200, "{answer}");
    let found = findings(&fixture, &["--only", "old-secret,two-secrets"]);
    assert_eq!(codes(&found), BTreeSet::from(["two-secrets".to_owned()]));
    let told = found[0]["difference"].as_str().unwrap();
    assert!(
        told.contains("1 and 400 days old") || told.contains("400 and 1 days old"),
        "{told}"
    );
}

#[tokio::test]
async fn newer_issuer_is_told() {
    let fixture = OperatorFixture::demo().await;
    let before = codes(&findings(&fixture, &[]));
    let mut pool = pool_request();
    for (kind, is_told) in [("UPDATED", true), ("ORIGINAL", false)] {
        pool["IssuerConfiguration"] = json!({ "Type": kind });
        let (status, answer) = call(&fixture, "UpdateUserPool", &pool.to_string());
        assert_eq!(status, 200, "{answer}");
        let found = findings(&fixture, &[]);
        assert_eq!(
            new_codes(&found, &before) == ["updated-issuer"],
            is_told,
            "{kind}"
        );
    }
    let told = findings(&fixture, &["--only", "updated-issuer"]);
    assert_eq!(told, [Value::Null; 0]);
}

#[tokio::test]
async fn what_may_not_be_asked_is_named() {
    let fixture = OperatorFixture::demo().await;
    fixture.give_domain(2).await;
    let before = codes(&findings(&fixture, &[]));
    for (code, action) in [
        ("secrets-not-seen", "ListUserPoolClientSecrets"),
        ("domain-not-seen", "DescribeUserPoolDomain"),
        ("style-not-seen", "DescribeManagedLoginBrandingByClient"),
    ] {
        let endpoint = denying(&fixture.pool, action);
        let found = findings(&fixture, &["--endpoint", &endpoint]);
        assert_eq!(new_codes(&found, &before), [code]);
        let found = found.iter().find(|finding| finding["code"] == code).unwrap();
        let advice = found["remedy"].as_str().unwrap();
        assert!(
            advice.contains(&format!("cognito-idp:{action}")),
            "{code}: {advice}"
        );
    }
}

/// What is set besides authenticator apps would be lost.
#[tokio::test]
async fn unseen_second_factors_leave_no_command() {
    let fixture = OperatorFixture::demo().await;
    let off = json!({ "UserPoolId": POOL, "MfaConfiguration": "OFF" });
    call(&fixture, "SetUserPoolMfaConfig", &off.to_string());
    let endpoint = denying(&fixture.pool, "GetUserPoolMfaConfig");
    let found = findings(&fixture, &["--only", "mfa-off", "--endpoint", &endpoint]);
    assert_eq!(found[0]["fix"]["cli"], Value::Null);
    assert!(found[0]["fix"]["cloudformation"].as_str().is_some());
}

/// A pool with a sender of its own.
pub fn with_sender() -> Value {
    let mut pool = pool_request();
    pool["EmailConfiguration"] = json!({
        "EmailSendingAccount": "DEVELOPER", "From": "no-reply@example.com",
        "SourceArn": "arn:aws:ses:eu-west-1:111122223333:identity/example.com",
    });
    pool
}

#[tokio::test]
async fn mail_by_cognito_itself_is_found() {
    let fixture = OperatorFixture::demo().await;
    let has_it = |pool: &Value| {
        let (status, answer) = call(&fixture, "UpdateUserPool", &pool.to_string());
        assert_eq!(status, 200, "{answer}");
        codes(&findings(&fixture, &[])).contains("cognito-mail")
    };
    assert!(!has_it(&with_sender()));
    assert!(has_it(&pool_request()));
}

/// As Cognito does; a client that somehow has both is told of in words.
#[tokio::test]
async fn rotation_beside_its_flow_is_refused() {
    let fixture = OperatorFixture::demo().await;
    let mut client = client_request(&fixture);
    client["ExplicitAuthFlows"] = json!(["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]);
    client["RefreshTokenRotation"] = json!({ "Feature": "ENABLED", "RetryGracePeriodSeconds": 60 });
    let (status, _) = call(&fixture, "UpdateUserPoolClient", &client.to_string());
    assert_eq!(status, 400);
}

#[tokio::test]
async fn demo_pool_ends_without_findings() {
    let fixture = OperatorFixture::demo().await;
    let (status, answer) = call(&fixture, "UpdateUserPool", &with_sender().to_string());
    assert_eq!(status, 200, "{answer}");
    let unasked = list().replacen("mutable = false\nsign_up = true\n", "mutable = false\n", 1);
    fixture.write("attributes.toml", &unasked);
    // Each command is of the pool as it was looked at, so one at a time.
    for _ in 0..20 {
        let found = findings(&fixture, &[]);
        match found.first() {
            None => return,
            Some(first) => run_printed(&fixture, first["fix"]["cli"].as_str().expect("a command")),
        }
    }
    panic!("{:?}", codes(&findings(&fixture, &[])));
}

/// Those that other tests break, or nothing can break here.
const ELSEWHERE: [(&str, &str); 15] = [
    ("contradiction", "lists_that_contradict_themselves_are_told"),
    ("missing", "doctor: missing_attributes_are_added_by_the_command"),
    ("secret-differs", "doctor: another_secret_is_found"),
    (
        "writable-not-on-the-list",
        "unlisted_attributes_are_not_written_any_more",
    ),
    ("no-code", "codes_for_telephones_are_sent_again"),
    ("no-secret", "client_without_secret_is_found"),
    ("two-secrets", "second_secret_is_found_until_deleted"),
    ("old-secret", "old_secret_is_found_until_another_is_made"),
    ("updated-issuer", "newer_issuer_is_told"),
    ("secrets-not-seen", "what_may_not_be_asked_is_named"),
    ("domain-not-seen", "what_may_not_be_asked_is_named"),
    ("style-not-seen", "what_may_not_be_asked_is_named"),
    ("cognito-mail", "mail_by_cognito_itself_is_found"),
    ("messages", "messages_are_set_by_language"),
    // The pool refuses such a client: rotation_beside_its_flow_is_refused.
    ("rotation-flow", ""),
];

#[tokio::test]
async fn each_finding_has_its_test() {
    let fixture = OperatorFixture::demo().await;
    let refused = doctor(&fixture, &["--only", "no-such"]).expect(2);
    let rows = refused.err.lines().filter_map(|line| line.strip_prefix("| `"));
    let all: BTreeSet<&str> = rows.filter_map(|row| Some(row.split_once('`')?.0)).collect();
    assert!(all.len() > 50, "{all:?}");
    let listed = pairs_of_attributes().into_iter().chain(pairs_of_tables());
    let mut tested: BTreeSet<&str> = listed.map(|pair| pair.code).collect();
    tested.extend(breaks().into_iter().map(|(code, _)| code));
    tested.extend(ELSEWHERE.map(|(code, _)| code));
    tested.extend(crate::app::pairs().into_iter().map(|pair| pair.0));
    tested.extend(crate::mail::CODES);
    // A stand-in has its pages at its own address, so that only the code knows of it: src/check/settings.rs.
    tested.insert("no-domain");
    assert_eq!(all, tested);
}
