//! A form that was shown once has one outcome: pressed twice at once, and once more a second later.

use std::time::Duration;

use local_pool::{Misbehaviour, Times, totp_code};

use crate::test_app::{ALICE, BOB, TestApp};
use test_support::{Browser, Page};

const NEW_PASSWORD: &str = "Bob-was-there-8";
const NEW_ADDRESS: &str = "robert@example.com";
const OF_EMAIL: (&str, &str) = ("address", "Email");

/// A form in the page that shows it.
pub struct Form<'a> {
    pub page: &'a str,
    pub action: &'a str,
    pub fields: &'a [(&'a str, &'a str)],
}

impl Form<'_> {
    async fn load(&self, visitor: &mut Browser) -> String {
        let page = visitor.get(self.page).await;
        let (_, rest) = page.body.split_once("name=\"csrf\" value=\"").expect("a form");
        rest.split('"').next().unwrap().to_owned()
    }

    async fn post(&self, visitor: &mut Browser, token: &str) -> Page {
        let fields: Vec<_> = [("csrf", token)].iter().chain(self.fields).copied().collect();
        let answer = visitor.post_form(self.action, &fields).await;
        assert_eq!(answer.status, 303, "{}: {}", self.action, answer.body);
        answer
    }

    /// A double click, of which the browser sees the second answer only; then "back", and pressed again. Answers what is
    /// shown, both times.
    pub async fn press(&self, world: &TestApp, visitor: &mut Browser) -> [Page; 2] {
        let token = self.load(visitor).await;
        let (mut first, mut second) = (visitor.clone(), visitor.clone());
        let (_, answer) = tokio::join!(
            self.post(&mut first, &token),
            Box::pin(self.post(&mut second, &token))
        );
        let shown = follow(&mut second, answer).await;
        world.clock.advance(Duration::from_secs(1));
        let answer = self.post(&mut second, &token).await;
        let again = follow(&mut second, answer).await;
        *visitor = second;
        [shown, again]
    }
}

/// The page an answer leads to, or the answer if it leads to the pool.
async fn follow(visitor: &mut Browser, answer: Page) -> Page {
    if answer.location().starts_with('/') {
        visitor.get(answer.location()).await
    } else {
        answer
    }
}

pub fn count(world: &TestApp, operation: &str) -> usize {
    let requests = world.pool.requests();
    let is_named = |request: &&local_pool::RecordedRequest| request.operation.as_deref() == Some(operation);
    requests.iter().filter(is_named).count()
}

#[track_caller]
pub fn assert_both_say(shown: &[Page; 2], sentence: &str) {
    for page in shown {
        assert!(page.body.contains(sentence), "{sentence}: {}", page.body);
    }
}

async fn signed_in() -> (TestApp, Browser) {
    let world = TestApp::new().await;
    let visitor = world.sign_in(&BOB).await;
    (world, visitor)
}

#[tokio::test]
async fn password_form_pressed_twice_changes_once() {
    let (world, mut bob) = signed_in().await;
    let form = Form {
        page: "/security",
        action: "/api/change_password",
        fields: &[("current_password", BOB.password), ("new_password", NEW_PASSWORD)],
    };
    let shown = form.press(&world, &mut bob).await;
    assert_both_say(&shown, "Your password is changed.");
    assert_eq!(count(&world, "ChangePassword"), 1);
}

#[tokio::test]
async fn refused_password_pressed_twice_burns_one_attempt() {
    let (world, mut bob) = signed_in().await;
    let fields = |current| [("current_password", current), ("new_password", NEW_PASSWORD)];
    let (wrong, right) = (fields("Wrong-password-1"), fields(BOB.password));
    let (page, action) = ("/security", "/api/change_password");
    let form = Form {
        page,
        action,
        fields: &wrong,
    };
    let token = form.load(&mut bob).await;
    for _ in 0..2 {
        let answer = form.post(&mut bob, &token).await;
        let shown = follow(&mut bob, answer).await;
        assert!(shown.body.contains("That's not your current password."));
    }
    assert_eq!(count(&world, "ChangePassword"), 1);
    // Back, corrected and posted again: a new attempt under the same id.
    let corrected = Form {
        page,
        action,
        fields: &right,
    };
    let answer = corrected.post(&mut bob, &token).await;
    assert!(
        follow(&mut bob, answer)
            .await
            .body
            .contains("Your password is changed.")
    );
}

#[tokio::test]
async fn deletion_pressed_twice_says_deleted() {
    let (world, mut bob) = signed_in().await;
    let form = Form {
        page: "/data",
        action: "/api/delete_account",
        fields: &[("name", BOB.email)],
    };
    let shown = form.press(&world, &mut bob).await;
    for answer in &shown {
        assert!(answer.location().contains("/logout?"), "{}", answer.location());
    }
    assert_eq!(count(&world, "DeleteUser"), 1);
    assert!(bob.cookie(world.session_cookie()).is_none());
    let page = bob.get("/logged_out").await.body;
    assert!(page.contains("Your account is deleted"), "{page}");
}

#[tokio::test]
async fn app_forms_pressed_twice_act_once() {
    let (world, mut bob) = signed_in().await;
    let form = |action, fields| Form {
        page: "/security",
        action,
        fields,
    };
    let begun = form("/api/begin_factor", &[]).press(&world, &mut bob).await;
    let keys = begun.each_ref().map(key_on);
    assert_eq!(keys[0], keys[1]);
    assert_eq!(count(&world, "AssociateSoftwareToken"), 1);

    let code = totp_code(&keys[0], world.pool.clock().now()).unwrap();
    let fields = [("code", code.as_str())];
    let on = form("/api/finish_factor", &fields).press(&world, &mut bob).await;
    assert_both_say(&on, "Your authenticator app is on.");
    assert_eq!(count(&world, "VerifySoftwareToken"), 1);

    let off = form("/api/stop_factor", &[]).press(&world, &mut bob).await;
    assert_both_say(&off, "We no longer ask for a code.");
    assert_eq!(count(&world, "SetUserMFAPreference"), 2);
}

/// The key as the page shows it.
fn key_on(page: &Page) -> String {
    let (_, rest) = page.body.split_once("<code ").expect("a key");
    let (_, rest) = rest.split_once('>').unwrap();
    rest.split('<').next().unwrap().replace(' ', "")
}

#[tokio::test]
async fn address_forms_pressed_twice_act_once() {
    let (world, mut bob) = signed_in().await;
    let form = |action, fields| Form {
        page: "/security",
        action,
        fields,
    };
    let change = [OF_EMAIL, ("value", NEW_ADDRESS)];
    let waiting = form("/api/change_address", &change).press(&world, &mut bob).await;
    assert_both_say(&waiting, "A code is on its way to you.");
    assert_eq!(world.pool.outbox().len(), 1);

    let sent = form("/api/resend_code", &[OF_EMAIL])
        .press(&world, &mut bob)
        .await;
    assert_both_say(&sent, "A code is on its way to you.");
    assert_eq!(world.pool.outbox().len(), 2);

    let cancelled = form("/api/cancel_change", &[OF_EMAIL])
        .press(&world, &mut bob)
        .await;
    assert_both_say(&cancelled, "The change is cancelled.");

    form("/api/change_address", &change).press(&world, &mut bob).await;
    let code = world.pool.outbox().pop().unwrap().code;
    let fields = [OF_EMAIL, ("code", code.as_str())];
    let confirmed = form("/api/confirm_address", &fields)
        .press(&world, &mut bob)
        .await;
    assert_both_say(&confirmed, "Your contact details are confirmed.");
    assert_eq!(count(&world, "VerifyUserAttribute"), 1);
}

#[tokio::test]
async fn session_forms_pressed_twice_end_once() {
    let (world, mut bob) = signed_in().await;
    let _phone = world.sign_in(&BOB).await;
    let page = bob.get("/sessions").await.body;
    let (_, rest) = page.split_once("name=\"handle\" value=\"").unwrap();
    let fields = [("handle", rest.split('"').next().unwrap())];
    let form = |action, fields| Form {
        page: "/sessions",
        action,
        fields,
    };
    let ended = form("/api/end_session", &fields).press(&world, &mut bob).await;
    assert_both_say(&ended, "One session was signed out.");

    let _phone = world.sign_in(&BOB).await;
    let ended = form("/api/end_other_sessions", &[]).press(&world, &mut bob).await;
    assert_both_say(&ended, "One session was signed out.");

    let everywhere = form("/api/sign_out_everywhere", &[])
        .press(&world, &mut bob)
        .await;
    for answer in everywhere {
        assert!(answer.location().contains("/logout?"), "{}", answer.location());
    }
    assert_eq!(count(&world, "GlobalSignOut"), 1);
}

#[tokio::test]
async fn sign_out_pressed_twice_leads_to_one_place() {
    let (world, mut bob) = signed_in().await;
    let form = Form {
        page: "/logout",
        action: "/api/sign_out",
        fields: &[],
    };
    for answer in form.press(&world, &mut bob).await {
        assert!(answer.location().contains("/logout?"), "{}", answer.location());
    }
    assert!(bob.cookie(world.session_cookie()).is_none());
}

#[tokio::test]
async fn old_sign_out_form_spares_new_session() {
    let (world, mut bob) = signed_in().await;
    let form = Form {
        page: "/logout",
        action: "/api/sign_out",
        fields: &[],
    };
    let token = form.load(&mut bob).await;
    form.post(&mut bob, &token).await;
    world.sign_in_from(&mut bob, "/login", &BOB).await;
    let refused = bob.post_form(form.action, &[("csrf", &token)]).await;
    assert_eq!(refused.status, 403);
    assert_eq!(bob.get_json("/api/me").await.status, 200);
}

#[tokio::test]
async fn skip_pressed_twice_goes_on_both_times() {
    let world = TestApp::builder()
        .list(|list| list.replace("ask = \"required\"", "ask = \"skippable\""))
        .start()
        .await;
    let mut alice = world.sign_in(&ALICE).await;
    let form = Form {
        page: "/welcome?return_to=/profile",
        action: "/api/skip_welcome",
        fields: &[("return_to", "/profile")],
    };
    for page in form.press(&world, &mut alice).await {
        assert!(
            page.body.contains("name=\"values[custom:job_title]\""),
            "{}",
            page.body
        );
    }
}

#[tokio::test]
async fn transient_failure_is_tried_again() {
    let (world, mut bob) = signed_in().await;
    let form = Form {
        page: "/security",
        action: "/api/begin_factor",
        fields: &[],
    };
    let token = form.load(&mut bob).await;
    world.pool.misbehave(Misbehaviour::ServerError, Times::Always);
    let answer = form.post(&mut bob, &token).await;
    assert!(!follow(&mut bob, answer).await.body.contains("class=\"qr\""));
    world.pool.behave();
    let answer = form.post(&mut bob, &token).await;
    assert!(follow(&mut bob, answer).await.body.contains("class=\"qr\""));
}

#[tokio::test]
async fn one_time_ids_of_others_are_refused() {
    let (_world, mut bob) = signed_in().await;
    let form = Form {
        page: "/security",
        action: "/api/begin_factor",
        fields: &[],
    };
    let token = form.load(&mut bob).await;
    let (base, id) = token.split_once('.').expect("a one-time id");
    let changed = if id.starts_with('A') { "B" } else { "A" };
    let forged = format!("{base}.{changed}{}", &id[1..]);
    for token in [forged, format!("{base}."), format!("{base}.AAAA")] {
        let refused = bob.post_form(form.action, &[("csrf", &token)]).await;
        assert_eq!(refused.status, 403, "{token}");
    }
}
