//! What people have typed survives what comes in between: proving again who they are, another language.

use std::time::Duration;

use crate::test_app::{ALICE, BOB, TestApp};
use test_support::Browser;

const OLD: Duration = Duration::from_mins(15);

/// Pressed on a page that is too old, then confirmed.
async fn press_and_confirm(page: &str, action: &str, fields: &[(&str, &str)]) -> [String; 2] {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    world.clock.advance(OLD);
    world.pool.clock().advance(OLD);
    let refused = world.post(&mut visitor, action, fields).await.body;
    let confirm = format!("/login?return_to={page}&fresh=true");
    let landing = world.sign_in_from(&mut visitor, &confirm, &BOB).await;
    assert_eq!(landing.location(), page);
    [refused, visitor.get(page).await.body]
}

#[tokio::test]
async fn address_typed_on_an_old_page_is_kept() {
    let fields = [("address", "Email"), ("value", "robert@example.com")];
    let [refused, after] = press_and_confirm("/security", "/api/change_address", &fields).await;
    assert_eq!(refused.matches("fresh=true").count(), 1, "{refused}");
    assert!(after.contains("value=\"robert@example.com\""), "{after}");
    assert!(after.contains("<details open"), "{after}");
}

#[tokio::test]
async fn password_on_an_old_page_is_dropped() {
    let fields = [
        ("current_password", BOB.password),
        ("new_password", "Bob-was-there-8"),
    ];
    let [refused, after] = press_and_confirm("/security", "/api/change_password", &fields).await;
    assert_eq!(refused.matches("fresh=true").count(), 1, "{refused}");
    // The card is there for what is told in it.
    let (_, card) = refused.split_once("id=\"password\"").unwrap();
    let card = card.split("</section>").next().unwrap();
    assert!(card.contains("fresh=true") && !card.contains("<form"), "{card}");
    for typed in [BOB.password, "Bob-was-there-8"] {
        assert!(!after.contains(typed), "{after}");
    }
    assert!(after.contains("name=\"new_password\""), "{after}");
    let (_, check) = after.split_once("name=\"sign_out_others\"").unwrap();
    assert!(!check.split('>').next().unwrap().contains("checked"), "{check}");
}

#[tokio::test]
async fn account_name_on_old_page_is_kept() {
    let [refused, after] = press_and_confirm("/data", "/api/delete_account", &[("name", BOB.email)]).await;
    assert_eq!(refused.matches("fresh=true").count(), 1, "{refused}");
    assert!(after.contains(&format!("value=\"{}\"", BOB.email)), "{after}");
    assert!(after.contains("<details open class=\"question\""), "{after}");
}

/// Switches the language with the form of `page` as it stands, and answers the page that is shown next.
async fn switch(visitor: &mut Browser, page: &str, typed: &[(&str, &str)]) -> String {
    let shown = visitor.get(page).await.body;
    // One of the buttons at the foot belongs to the form and sends it elsewhere.
    assert!(shown.contains("id=\"page-form\""), "{shown}");
    assert_eq!(
        shown.matches("formaction=\"/api/set_language\"").count(),
        3,
        "{shown}"
    );
    let (_, form) = shown.split_once("id=\"page-form\"").unwrap();
    let (_, token) = form.split_once("name=\"csrf\" value=\"").unwrap();
    let token = token.split('"').next().unwrap().to_owned();
    let fields = [("language", "es"), ("page", page), ("csrf", token.as_str())];
    let fields: Vec<_> = fields.iter().chain(typed).copied().collect();
    let answer = visitor.post_form("/api/set_language", &fields).await;
    assert_eq!((answer.status.as_u16(), answer.location()), (303, page));
    visitor.get(page).await.body
}

#[tokio::test]
async fn language_switch_keeps_the_sign_up_form() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let typed = [
        ("username", "ada@example"),
        ("password", "Correct-horse-9"),
        ("values[name]", "Ada Example"),
        ("values[custom:job_title]", "Countess"),
        ("values[custom:department]", ""),
    ];
    let shown = switch(&mut visitor, "/signup", &typed).await;
    assert!(shown.contains("lang=\"es\""), "{shown}");
    for value in ["ada@example", "Ada Example", "Countess"] {
        assert!(shown.contains(&format!("value=\"{value}\"")), "{value}: {shown}");
    }
    assert!(
        !shown.contains("Correct-horse-9") && !shown.contains("role=\"alert\""),
        "{shown}"
    );
}

#[tokio::test]
async fn language_switch_keeps_the_forms_over_attributes() {
    let world = TestApp::new().await;
    for (person, page) in [(BOB, "/profile"), (ALICE, "/welcome")] {
        let mut visitor = world.sign_in(&person).await;
        let typed = [
            ("values[custom:job_title]", "Half typ"),
            ("original[custom:job_title]", ""),
        ];
        let shown = switch(&mut visitor, page, &typed).await;
        assert!(shown.contains("value=\"Half typ\""), "{page}: {shown}");
        assert!(!shown.contains("class=\"notice success\""), "{page}: {shown}");
        let again = visitor.get(page).await.body;
        assert!(!again.contains("Half typ"), "shown once: {again}");
    }
}

#[tokio::test]
async fn language_switch_keeps_nothing_without_a_token() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let other = world.csrf_token(&world.sign_in(&ALICE).await);
    for token in ["", "AAAA", other.as_str()] {
        let fields = [
            ("language", "es"),
            ("page", "/profile"),
            ("csrf", token),
            ("values[custom:job_title]", "Impostor"),
        ];
        let answer = visitor.post_form("/api/set_language", &fields).await;
        assert_eq!(answer.location(), "/profile");
        assert!(
            !visitor.get("/profile").await.body.contains("Impostor"),
            "{token}"
        );
    }
}

#[tokio::test]
async fn language_switch_works_without_the_form() {
    let world = TestApp::builder().without_pool().start().await;
    let page = world.visitor().get("/signup").await.body;
    assert!(page.contains("id=\"page-form\""), "{page}");
}
