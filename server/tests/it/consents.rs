//! Consents and steps, as pages and files show them.

use std::time::Duration;

use serde_json::json;

use crate::test_app::{ALICE, BOB, TestApp};

const ANSWER: &str = "/api/answer_consent";
const WELCOME: &str = "/api/save_welcome";
const TERMS: &str = "custom:terms";
const MARKETING: &str = "custom:marketing";

/// With the shipped list in two steps, and terms that are required in a third.
async fn world() -> TestApp {
    let terms = "[[group]]\nname = 'legal'\nlabel = 'Legal'\nstep = true\n[[attribute]]\nname = 'custom:terms'\n\
                 type = 'String'\nlabel = 'I accept the terms'\ninput = 'consent'\nversion = 3\n\
                 link = 'https://example.com/terms/3'\nask = 'required'\ngroup = 'legal'\n";
    let list = |list: &str| {
        // The terms of the shipped list stand at its end.
        let (before, _) = list.rsplit_once("[[attribute]]").unwrap();
        before.replace("name = \"work\"\nlabel", "name = \"work\"\nstep = true\nlabel") + terms
    };
    TestApp::builder().list(list).start().await
}

#[tokio::test]
async fn steps_follow_each_other_to_the_destination() {
    let world = world().await;
    let mut alice = world.sign_in(&ALICE).await;
    let first = alice.get("/welcome?return_to=/profile").await.body;
    assert!(
        first.contains("Step 1 of 3") && first.contains("values[custom:about]"),
        "{first}"
    );
    assert!(!first.contains("values[custom:job_title]"), "{first}");

    let skip = [("return_to", "/profile"), ("names", "custom:about")];
    let second = world.post(&mut alice, "/api/skip_welcome", &skip).await.body;
    assert!(
        second.contains("Step 2 of 3") && second.contains("values[custom:job_title]"),
        "{second}"
    );
    assert!(!second.contains("values[custom:terms]"), "{second}");

    let shown = ["original[custom:job_title]", "original[custom:department]"];
    let answers = [
        ("return_to", "/profile"),
        ("done", "1"),
        (shown[0], ""),
        (shown[1], ""),
        ("values[custom:job_title]", "Explorer"),
    ];
    let refused = world.post(&mut alice, WELCOME, &answers).await.body;
    assert!(
        refused.contains("Step 2 of 3") && refused.contains("href=\"#field-custom-department\""),
        "{refused}"
    );
    assert!(
        !refused.contains("custom-terms"),
        "it was not asked yet: {refused}"
    );

    let whole = [&answers[..], &[("values[custom:department]", "design")]].concat();
    let third = world.post(&mut alice, WELCOME, &whole).await.body;
    assert!(
        third.contains("Step 3 of 3") && third.contains("values[custom:terms]"),
        "{third}"
    );
    assert!(!third.contains("checked"), "{third}");

    let unticked = [
        ("return_to", "/profile"),
        ("done", "2"),
        ("original[custom:terms]", ""),
    ];
    let refused = world.post(&mut alice, WELCOME, &unticked).await.body;
    assert!(refused.contains("Tick this box to continue."), "{refused}");
    // The box of a page from before the text changed.
    let outdated = [&unticked[..], &[("values[custom:terms]", "2")]].concat();
    let refused = world.post(&mut alice, WELCOME, &outdated).await.body;
    assert!(
        refused.contains("Tick this box to continue.") && refused.contains("terms/3"),
        "{refused}"
    );
    assert!(!refused.contains("checked"), "{refused}");
    assert!(!alice.attributes().await.contains_key(TERMS));
    let ticked = [&unticked[..], &[("values[custom:terms]", "3")]].concat();
    let profile = world.post(&mut alice, WELCOME, &ticked).await;
    assert!(profile.body.contains("Explorer"), "{}", profile.body);
    assert!(alice.attributes().await[TERMS].starts_with("given 3 "));
}

#[tokio::test]
async fn progress_in_the_address_decides_nothing() {
    let world = world().await;
    let mut alice = world.sign_in(&ALICE).await;
    for (done, told) in [
        ("7", "Step 8 of 10"),
        ("300", "Step 1 of 3"),
        ("-1", "Step 1 of 3"),
        ("x", "Step 1 of 3"),
    ] {
        let page = alice.get(&format!("/welcome?done={done}")).await.body;
        assert!(
            page.contains(told) && page.contains("values[custom:about]"),
            "{done}: {page}"
        );
    }
    assert!(alice.get("/profile").await.location().starts_with("/welcome"));
}

#[tokio::test]
async fn consents_are_given_and_withdrawn_with_questions_open() {
    let world = world().await;
    let mut alice = world.sign_in(&ALICE).await;
    let before = alice.get("/data").await.body;
    assert!(
        before.contains("You haven&#x27;t agreed to this.") || before.contains("You haven't agreed to this.")
    );
    let answer = |name, given| {
        let version = if name == TERMS { "3" } else { "1" };
        [("attribute", name), ("given", given), ("version", version)]
    };
    let given = world
        .post(&mut alice, ANSWER, &answer(MARKETING, "true"))
        .await
        .body;
    assert!(
        given.contains("Your consent is saved.") && given.contains("You agreed to version 1:"),
        "{given}"
    );
    world.post(&mut alice, ANSWER, &answer(TERMS, "true")).await;

    let export = alice.get("/data/export").await.json();
    let consents = export["consents"].as_array().unwrap();
    let of = |name: &str| consents.iter().find(|consent| consent["name"] == name).unwrap();
    assert_eq!(of(TERMS)["version"], 3);
    assert_eq!(of(TERMS)["required"], true);
    assert_eq!(of(TERMS)["links"], json!({ "": "https://example.com/terms/3" }));
    assert!(of(TERMS)["given_at"].as_str().unwrap().ends_with('Z'), "{export}");
    assert_eq!(of(MARKETING)["withdrawn_at"], json!(null));

    world.clock.advance(Duration::from_secs(2));
    let withdrawn = world
        .post(&mut alice, ANSWER, &answer(MARKETING, "false"))
        .await
        .body;
    for said in ["You agreed to version 1:", "You withdrew your consent:"] {
        assert!(withdrawn.contains(said), "{said} {withdrawn}");
    }
    assert!(alice.attributes().await[MARKETING].starts_with("withdrawn 1 "));
    let export = alice.get("/data/export").await.json();
    let marketing = export["consents"].as_array().unwrap();
    assert!(
        marketing
            .iter()
            .any(|consent| consent["withdrawn_at"].is_string()),
        "{export}"
    );
}

/// The button says the opposite by the time that the second half of a double press comes on a slow line.
#[tokio::test]
async fn second_press_turns_no_consent_round() {
    let world = world().await;
    let mut alice = world.sign_in(&ALICE).await;
    let answer = |given| [("attribute", MARKETING), ("given", given), ("version", "1")];
    for (given, other, said, kept) in [
        ("true", "false", "Your consent is saved.", "given 1 "),
        ("false", "true", "Your consent is withdrawn.", "withdrawn 1 "),
    ] {
        for press in [given, other, other] {
            let told = world.post(&mut alice, ANSWER, &answer(press)).await.body;
            assert!(told.contains(said), "{told}");
            assert!(alice.attributes().await[MARKETING].starts_with(kept), "{press}");
            world.clock.advance(Duration::from_millis(500));
        }
        world.clock.advance(Duration::from_secs(2));
    }
}

#[tokio::test]
async fn consents_that_are_not_offered_are_refused() {
    let world = world().await;
    let mut bob = world.sign_in(&BOB).await;
    world
        .post(
            &mut bob,
            ANSWER,
            &[("attribute", TERMS), ("given", "true"), ("version", "3")],
        )
        .await;
    let given = bob.attributes().await[TERMS].clone();
    for fields in [
        // Required: it ends with the account.
        [("attribute", TERMS), ("given", "false")],
        // No consent.
        [("attribute", "custom:job_title"), ("given", "true")],
        [("attribute", "custom:role"), ("given", "true")],
        [("attribute", ""), ("given", "true")],
    ] {
        let refused = world.post(&mut bob, ANSWER, &fields).await.body;
        assert!(refused.contains("notice failure"), "{fields:?}: {refused}");
    }
    let attributes = bob.attributes().await;
    assert_eq!(
        (&attributes[TERMS], &attributes["custom:job_title"]),
        (&given, &"Gardener".to_owned())
    );

    // Nor has the profile a field for one.
    let forged = [("values[custom:marketing]", "given 9 1999-01-01T00:00:00Z")];
    world.post(&mut bob, "/api/save_profile", &forged).await;
    assert!(!bob.attributes().await.contains_key(MARKETING));
    assert!(!bob.get("/profile").await.body.contains("values[custom:terms]"));
}

#[tokio::test]
async fn data_page_gives_only_the_version_it_showed() {
    let world = world().await;
    let mut alice = world.sign_in(&ALICE).await;
    assert!(
        alice
            .get("/data")
            .await
            .body
            .contains("name=\"version\" value=\"3\"")
    );
    for version in ["2", "4", "", "true"] {
        let fields = [("attribute", TERMS), ("given", "true"), ("version", version)];
        let told = world.post(&mut alice, ANSWER, &fields).await.body;
        assert!(told.contains("the text has changed since"), "{version}: {told}");
        assert!(!alice.attributes().await.contains_key(TERMS), "{version}");
    }
}

#[tokio::test]
async fn older_consent_is_renewed_or_withdrawn() {
    let world = world().await;
    let mut alice = world.sign_in(&ALICE).await;
    let older = json!({
        "UserPoolId": world.pool.pool_id(),
        "Username": ALICE.email,
        "UserAttributes": [{ "Name": MARKETING, "Value": "given 0 2026-03-01T09:30:00Z" }],
    });
    world.operate("AdminUpdateUserAttributes", &older).await;
    world.clock.advance(Duration::from_mins(2));
    let page = alice.get("/data").await.body;
    assert!(page.contains("Agree: ") && page.contains("Withdraw: "), "{page}");
}

#[tokio::test]
async fn scripts_are_led_to_the_new_text() {
    let world = world().await;
    let mut alice = world.sign_in(&ALICE).await;
    let fields = |version| [("original[custom:terms]", ""), ("values[custom:terms]", version)];
    let refused = world.call(&mut alice, WELCOME, &fields("2")).await;
    assert!(
        refused.location().starts_with("/welcome"),
        "{}",
        refused.location()
    );
    assert!(refused.body.contains("Required"), "{}", refused.body);
    // The box stays ticked while the next page is on its way.
    let saved = world.call(&mut alice, WELCOME, &fields("3")).await;
    assert!(saved.body.contains("\"custom:terms\":\"3\""), "{}", saved.body);
    assert!(alice.attributes().await[TERMS].starts_with("given 3 "));
}
