//! What the pool writes to people, in the languages that were asked for.

use local_pool::{LocalPool, Template};
use serde_json::{Value, json};

use crate::doctor::{call, codes, described, doctor, findings, run_printed};
use crate::fixture::{OperatorFixture, POOL, Ran};
use crate::pairs::with_sender;

const ASKED: [&str; 4] = ["--only", "messages", "--language", "he,en"];

async fn sent_by_ses() -> OperatorFixture {
    let fixture = OperatorFixture::demo().await;
    let (status, answer) = call(&fixture, "UpdateUserPool", &with_sender().to_string());
    assert_eq!(status, 200, "{answer}");
    fixture
}

#[tokio::test]
async fn messages_are_set_by_language() {
    let fixture = sent_by_ses().await;
    assert!(
        !codes(&findings(&fixture, &[])).contains("messages"),
        "nothing was asked for"
    );
    let before = described(&fixture);
    let found = findings(&fixture, &ASKED);
    assert_eq!(found.len(), 1);
    let fix = &found[0]["fix"];
    assert!(
        fix["terraform"]
            .as_str()
            .unwrap()
            .contains("invite_message_template {"),
        "{fix}"
    );
    run_printed(&fixture, fix["cli"].as_str().unwrap());
    assert_eq!(findings(&fixture, &ASKED), [Value::Null; 0]);
    let after = described(&fixture);
    for name in before.keys() {
        let is_named = ["VerificationMessageTemplate", "AdminCreateUserConfig"].contains(&name.as_str());
        assert_eq!(before[name] != after[name], is_named, "{name}");
    }
    let email = after["VerificationMessageTemplate"]["EmailMessage"]
        .as_str()
        .unwrap();
    assert!(email.starts_with("<p lang=\"he\" dir=\"rtl\">"), "{email}");
    // Another command of doctor's leaves them as they are.
    let mut unprotected = with_sender();
    for name in ["VerificationMessageTemplate", "AdminCreateUserConfig"] {
        unprotected[name] = after[name].clone();
    }
    unprotected["AdminCreateUserConfig"]
        .as_object_mut()
        .unwrap()
        .remove("UnusedAccountValidityDays");
    unprotected["DeletionProtection"] = json!("INACTIVE");
    let (status, answer) = call(&fixture, "UpdateUserPool", &unprotected.to_string());
    assert_eq!(status, 200, "{answer}");
    let found = findings(&fixture, &["--only", "deletion-protection"]);
    run_printed(&fixture, found[0]["fix"]["cli"].as_str().unwrap());
    assert_eq!(findings(&fixture, &ASKED), [Value::Null; 0]);
}

#[tokio::test]
async fn update_sets_messages_by_language() {
    let fixture = sent_by_ses().await;
    let update = |more: &[&str]| -> Ran {
        let arguments = [&["pool", "update", "--yes"], &ASKED[..], more].concat();
        fixture.program(&arguments).output().unwrap().into()
    };
    let ran = update(&["--app-name", "Acme"]).expect(0);
    assert!(ran.out.contains("done       messages [messages]"), "{}", ran.out);
    assert!(
        update(&["--app-name", "Acme"])
            .expect(0)
            .out
            .contains("Nothing to do.")
    );
    // The app's name is in each of them.
    doctor(&fixture, &ASKED).expect(1);
}

#[tokio::test]
async fn cognitos_own_sender_keeps_its_words() {
    let fixture = OperatorFixture::demo().await;
    let found = findings(&fixture, &ASKED);
    assert!(
        found[0]["difference"].as_str().unwrap().contains("own words"),
        "{found:?}"
    );
    assert_eq!(found[0].get("fix"), None);
    assert!(
        doctor(&fixture, &["--language", "xx"])
            .expect(2)
            .err
            .contains("--language xx")
    );
}

#[tokio::test]
async fn pool_of_a_template_writes_in_languages() {
    let written: Ran = OperatorFixture::demo()
        .await
        .program(&[
            "pool",
            "template",
            "--format",
            "cloudformation",
            "--domain-prefix",
            "app",
            "--language",
            "en,es,he",
            "--app-name",
            "Acme",
            "--mail-from",
            "no-reply@example.com",
            "--mail-identity",
            "arn:aws:ses:eu-west-1:111122223333:identity/example.com",
        ])
        .output()
        .unwrap()
        .into();
    let template = Template::read(&written.expect(0).out).unwrap();
    let fixture = OperatorFixture::with(LocalPool::builder().template(template)).await;
    let pool = fixture.pool.pool_id();
    assert_ne!(pool, POOL);
    let invite = fixture
        .client()
        .admin_create_user()
        .user_pool_id(pool)
        .username("ana@example.com");
    let email = aws_sdk_cognitoidentityprovider::types::AttributeType::builder()
        .name("email")
        .value("ana@example.com");
    invite
        .user_attributes(email.build().unwrap())
        .send()
        .await
        .unwrap();
    let sent = fixture.pool.outbox();
    assert_eq!(sent[0].subject, "Acme: Your account · Tu cuenta · החשבון שלך");
    assert!(
        sent[0].body.contains("<bdi>ana@example.com</bdi><br>"),
        "{}",
        sent[0].body
    );
    assert!(sent[0].body.contains(&sent[0].code), "{}", sent[0].body);
}
