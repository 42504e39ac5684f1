//! What stands in the query of an address arrives as it was, however many redirects are on the way.

use crate::html::Document;
use crate::test_app::{ALICE, BOB, TestApp};
use test_support::Page;

/// Queries that are other ones if they are decoded once too often, or once too little.
const QUERIES: [&str; 8] = [
    "q=%C3%B1",
    "q=%25C3%25B1",
    "q=%2525",
    "q=a+b%20c%2Bd",
    "q=1%26r=2%3D3&r=%3Fs%23t",
    "q=%E2%80%AE%0A",
    "return_to=%2Fprofile%3Fq%3D%25F1",
    "q=a\\b|c^d`e{f}",
];

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

fn value_of(answer: &Page, name: &str) -> String {
    let page = Document::parse(&answer.body);
    let mut named = page
        .named("input")
        .filter(|input| input.attribute("name") == Some(name));
    named.next().unwrap().attribute("value").unwrap().to_owned()
}

#[tokio::test]
async fn queries_survive_the_way_through_sign_in() {
    let world = TestApp::new().await;
    for query in QUERIES {
        let wanted = format!("/profile/sources?{query}");
        let mut visitor = world.visitor();
        let login = visitor.get(&wanted).await.location().to_owned();
        assert_eq!(login, format!("/login?return_to={}", encoded(&wanted)));
        let landing = world.sign_in_from(&mut visitor, &login, &BOB).await;
        assert_eq!(landing.location(), wanted);
        assert_eq!(visitor.get(&wanted).await.status, 200, "{wanted}");
    }
}

#[tokio::test]
async fn queries_survive_the_questions_after_registration() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&ALICE).await;
    let mut welcome = String::new();
    for query in QUERIES {
        let wanted = format!("/profile/sources?{query}");
        welcome = visitor.get(&wanted).await.location().to_owned();
        assert_eq!(welcome, format!("/welcome?return_to={}", encoded(&wanted)));
        let form = visitor.get(&welcome).await;
        assert_eq!(value_of(&form, "return_to"), wanted);
    }
    let wanted = value_of(&visitor.get(&welcome).await, "return_to");
    let token = world.csrf_token(&visitor);
    let fields = [
        ("csrf", token.as_str()),
        ("return_to", wanted.as_str()),
        ("values[custom:job_title]", "Explorer"),
        ("values[custom:department]", "design"),
    ];
    let saved = visitor.post_form("/api/save_welcome", &fields).await;
    assert_eq!(saved.location(), wanted);
}

#[tokio::test]
async fn queries_survive_public_pages() {
    let world = TestApp::new().await;
    for query in QUERIES {
        let wanted = format!("/profile/sources?{query}");
        let mut visitor = world.visitor();
        let failed = format!("/failed?kind=Unavailable&return_to={}", encoded(&wanted));
        let failed = Document::parse(&visitor.get(&failed).await.body);
        let again = failed.named("a").filter_map(|link| link.attribute("href"));
        assert!(
            again.clone().any(|href| href == wanted),
            "{wanted}: {:?}",
            again.collect::<Vec<_>>()
        );
        let signup = format!("/signup?return_to={}", encoded(&wanted));
        assert_eq!(value_of(&visitor.get(&signup).await, "return_to"), wanted);
        let language = visitor.get(&format!("/logged_out?{query}")).await;
        let page = value_of(&language, "page");
        assert_eq!(page, format!("/logged_out?{query}"));
    }
}

#[tokio::test]
async fn login_hints_reach_the_pool_as_given() {
    let world = TestApp::new().await;
    for hint in ["ada+1@example.com", "a%2Bb@example.com", "100%", "ñ&=#"] {
        let start = world
            .visitor()
            .get(&format!("/login?login_hint={}", encoded(hint)))
            .await;
        let authorize = url::Url::parse(start.location()).unwrap();
        let mut pairs = authorize.query_pairs();
        let given = pairs.find(|(name, _)| name == "login_hint").unwrap().1;
        assert_eq!(given, hint);
    }
}

#[tokio::test]
async fn addresses_too_long_to_keep_say_so() {
    let world = TestApp::new().await;
    let long = format!("/profile/sources?q={}", "x".repeat(2_000));
    let in_login = format!("/login?return_to={}", encoded(&long));
    let in_signup = format!("/signup?return_to={}", encoded(&long));
    let in_welcome = format!("/welcome?return_to={}", encoded(&long));
    for path in [&long, &in_login, &in_signup, &in_welcome] {
        let told = world.visitor().get(path).await;
        assert_eq!(told.status, 414, "{path}");
        assert!(told.body.contains("This address is too long"), "{}", told.body);
    }
    let mut alice = world.sign_in(&ALICE).await;
    assert_eq!(alice.get(&long).await.status, 414);
    let longest = format!("/profile/sources?q={}", "x".repeat(1_000));
    let sent_away = world.visitor().get(&longest).await;
    assert!(sent_away.location().contains("xxx"), "{}", sent_away.location());
}
