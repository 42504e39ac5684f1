//! How one is reached, as the profile page shows and changes it; with and without WebAssembly.

use std::time::Duration;

use crate::test_app::{ALICE, BOB, TestApp};
use test_support::{Browser, Page};

const NEW: &str = "robert@example.com";

/// Posts a form about the e-mail address without WebAssembly, and answers the page that is shown next.
async fn post(world: &TestApp, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
    let fields = [fields, &[("address", "Email")]].concat();
    world.post(visitor, path, &fields).await
}

async fn change(world: &TestApp, visitor: &mut Browser, value: &str) -> Page {
    post(world, visitor, "/api/change_address", &[("value", value)]).await
}

fn last_code(world: &TestApp) -> String {
    world.pool.outbox().pop().unwrap().code
}

#[tokio::test]
async fn confirmed_address_is_shown_at_once() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let waiting = change(&world, &mut visitor, NEW).await;
    assert!(
        waiting
            .body
            .contains("Waiting for you to confirm <bdi>robert@example.com.</bdi>"),
        "{}",
        waiting.body
    );
    let again = visitor.get("/security").await;
    assert!(
        again.body.contains("Waiting for you to confirm"),
        "survives a reload"
    );
    let mut elsewhere = world.sign_in(&BOB).await;
    assert!(
        elsewhere
            .get("/security")
            .await
            .body
            .contains("Waiting for you to confirm")
    );

    let wrong = post(
        &world,
        &mut visitor,
        "/api/confirm_address",
        &[("code", "000000")],
    )
    .await;
    assert!(
        wrong.body.contains("That's not the code we sent."),
        "{}",
        wrong.body
    );
    let code = last_code(&world);
    let done = post(&world, &mut visitor, "/api/confirm_address", &[("code", &code)]).await;
    assert!(
        done.body.contains("Your contact details are confirmed."),
        "{}",
        done.body
    );
    assert!(
        !done.body.contains(BOB.email) && done.body.contains(NEW),
        "{}",
        done.body
    );
    let me = visitor.get_json("/api/me").await.json();
    assert_eq!(me["attributes"]["email"], NEW);
}

#[tokio::test]
async fn code_used_in_another_tab_is_confirmed() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    change(&world, &mut visitor, NEW).await;
    let code = last_code(&world);
    let form = visitor.get("/security").await.body;
    assert!(
        form.contains(&format!("name=\"shown\" value=\"{NEW}\"")),
        "{form}"
    );
    for tab in 0..2 {
        let fields = [("code", code.as_str()), ("shown", NEW)];
        let done = post(&world, &mut visitor, "/api/confirm_address", &fields).await;
        assert!(
            done.body.contains("Your contact details are confirmed."),
            "{tab}: {}",
            done.body
        );
    }
    let fields = [("code", code.as_str()), ("shown", "other@example.com")];
    let other = post(&world, &mut visitor, "/api/confirm_address", &fields).await;
    assert!(other.body.contains("This code has expired"), "{}", other.body);
}

#[tokio::test]
async fn address_change_is_resent_and_cancelled() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    change(&world, &mut visitor, NEW).await;
    let first = last_code(&world);
    let sent = post(&world, &mut visitor, "/api/resend_code", &[]).await;
    assert!(sent.body.contains("A code is on its way to you."));
    assert_ne!(last_code(&world), first);
    let back = post(&world, &mut visitor, "/api/cancel_change", &[]).await;
    assert!(back.body.contains("The change is cancelled."), "{}", back.body);
    assert!(back.body.contains(BOB.email) && !back.body.contains(NEW));
}

#[tokio::test]
async fn address_errors_stand_at_field_with_the_address() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    for (typed, sentence) in [
        ("nonsense", "Enter a full email address: name@example.com.</"),
        (ALICE.email, "The sign-in service doesn't accept this address."),
        (BOB.email, "You already have this one"),
    ] {
        let shown = change(&world, &mut visitor, typed).await;
        assert!(shown.body.contains(sentence), "{typed}: {}", shown.body);
        assert!(shown.body.contains(&format!("value=\"{typed}\"")), "{typed}");
    }
    let planted = change(&world, &mut visitor, "\"><script>alert(1)</script>").await;
    assert!(!planted.body.contains("<script>alert(1)"), "{}", planted.body);
}

#[tokio::test]
async fn codes_to_new_addresses_are_rate_limited() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    // Not of the form of an address: nothing is sent, nothing counted.
    change(&world, &mut visitor, "nonsense").await;
    for _ in 0..2 {
        change(&world, &mut visitor, NEW).await;
        post(&world, &mut visitor, "/api/resend_code", &[]).await;
        post(&world, &mut visitor, "/api/cancel_change", &[]).await;
    }
    change(&world, &mut visitor, NEW).await;
    assert_eq!(world.pool.outbox().len(), 5);

    let mut elsewhere = world.sign_in(&BOB).await;
    for (path, fields) in [
        ("/api/resend_code", &[][..]),
        ("/api/change_address", &[("value", "other@example.com")]),
        // Nor is it told any more whose address it is.
        ("/api/change_address", &[("value", ALICE.email)]),
    ] {
        let stopped = post(&world, &mut elsewhere, path, fields).await;
        assert!(
            stopped.body.contains("Try again in 15 minutes."),
            "{path}: {}",
            stopped.body
        );
        assert!(!stopped.body.contains("accept this address"), "{path}");
    }
    assert_eq!(world.pool.outbox().len(), 5);
    // Taking a change back sends nothing.
    let back = post(&world, &mut elsewhere, "/api/cancel_change", &[]).await;
    assert!(back.body.contains("The change is cancelled."), "{}", back.body);
}

#[tokio::test]
async fn stale_session_can_only_cancel_address_changes() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    change(&world, &mut visitor, NEW).await;
    let code = last_code(&world);
    world.clock.advance(Duration::from_mins(15));
    for (path, fields) in [
        ("/api/change_address", [("value", "other@example.com")]),
        ("/api/confirm_address", [("code", code.as_str())]),
    ] {
        let shown = post(&world, &mut visitor, path, &fields).await;
        assert!(
            shown.body.contains("yours is older. Nothing was changed."),
            "{path}"
        );
        assert!(shown.body.contains("%2Fsecurity&amp;fresh=true"), "{path}");
    }
    let back = post(&world, &mut visitor, "/api/cancel_change", &[]).await;
    assert!(back.body.contains("The change is cancelled."), "{}", back.body);
}

#[tokio::test]
async fn unoffered_contact_change_is_refused_with_reason() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let fields = [("address", "Phone"), ("value", "+15550100000")];
    let refused = world.post(&mut visitor, "/api/change_address", &fields).await;
    let reason = "The sign-in service doesn't let this app change it.";
    assert!(refused.body.contains(reason), "{}", refused.body);
    let is_written =
        |request: &local_pool::RecordedRequest| request.operation.as_deref() == Some("UpdateUserAttributes");
    assert!(!world.pool.requests().iter().any(is_written));
}
