//! Which language a page speaks, and how it is chosen.

use axum::http::{Request, StatusCode};

use crate::test_app::{BOB, TestApp};
use test_support::{Browser, Page};

async fn choose(visitor: &mut Browser, language: &str, page: &str) -> Page {
    let fields = [("language", language), ("page", page)];
    visitor.post_form("/api/set_language", &fields).await
}

async fn page(visitor: &mut Browser, path: &str, accept_language: &str) -> String {
    let request = Request::get(path)
        .header("accept", "text/html")
        .header("accept-language", accept_language);
    visitor.send(request, "").await.body
}

#[tokio::test]
async fn a_page_says_its_language_and_direction() {
    let mut visitor = TestApp::new().await.visitor();
    for (asked, root) in [
        ("en", r#"<html lang="en" dir="ltr">"#),
        ("es-MX,en;q=0.5", r#"<html lang="es" dir="ltr">"#),
        ("he", r#"<html lang="he" dir="rtl">"#),
    ] {
        let body = page(&mut visitor, "/", asked).await;
        assert!(body.contains(root), "{asked}: {body}");
    }
}

#[tokio::test]
async fn language_cookie_wins_over_accept_language() {
    let mut visitor = TestApp::new().await.visitor();
    let answer = choose(&mut visitor, "he", "/logged_out?a=b").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    assert_eq!(answer.location(), "/logged_out?a=b");
    assert_eq!(visitor.cookie("lc-language"), Some("he"));
    assert!(
        page(&mut visitor, "/", "es")
            .await
            .contains(r#"lang="he" dir="rtl""#)
    );
}

#[tokio::test]
async fn unknown_language_cookie_is_ignored() {
    let mut visitor = TestApp::new().await.visitor();
    for planted in ["tlh", "en\"><script>", "he-IL", ""] {
        visitor.set_cookie("lc-language", planted);
        let body = page(&mut visitor, "/", "es").await;
        assert!(body.contains(r#"<html lang="es" dir="ltr">"#), "{planted}");
        assert!(!body.contains("\"><script>"), "{planted}");
    }
}

#[tokio::test]
async fn unsupported_language_is_refused_and_not_stored() {
    let mut visitor = TestApp::new().await.visitor();
    for unknown in ["tlh", "EN", "", "he\r\nset-cookie: a=b"] {
        let answer = choose(&mut visitor, unknown, "/").await;
        assert!(
            answer.location().starts_with("/failed?kind=BadRequest"),
            "{unknown}"
        );
        assert_eq!(visitor.cookie("lc-language"), None, "{unknown}");
    }
}

#[tokio::test]
async fn a_choice_never_leads_to_another_site() {
    let mut visitor = TestApp::new().await.visitor();
    for page in [
        "//evil.example/",
        "/\\evil.example",
        "https://evil.example",
        "/a\r\nset-cookie: a=b",
        "",
    ] {
        let answer = choose(&mut visitor, "es", page).await;
        assert_eq!(answer.location(), "/", "{page}");
    }
}

#[tokio::test]
async fn refusal_page_speaks_the_chosen_language() {
    let mut visitor = TestApp::new().await.visitor();
    choose(&mut visitor, "he", "/").await;
    let answer = visitor.post_form("/api/sign_out", &[]).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    assert!(
        answer.body.contains(r#"<html lang="he" dir="rtl">"#),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn moments_follow_the_languages_format() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    for (language, between) in [("en", " 20"), ("es", " de 20")] {
        let shown = page(&mut visitor, "/sessions", language).await;
        let moment = shown.split("<time ").nth(1).and_then(|rest| rest.split_once('>'));
        let (_, moment) = moment.expect("a moment");
        let (date, _) = moment.split_once(", ").expect("a date and a time");
        assert!(
            date.contains(between) && !date.contains('-'),
            "{language}: {date}"
        );
    }
}
