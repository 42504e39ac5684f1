//! The menu in the header, and the links between the pages of a signed-in person.

use crate::html::{Document, Element};
use crate::test_app::{ALICE, BOB, TestApp};
use test_support::Browser;

/// The pages that are linked to each other.
const SECTIONS: [&str; 4] = ["/profile", "/security", "/sessions", "/data"];

async fn open(visitor: &mut Browser, path: &str) -> Document {
    let page = visitor.get(path).await;
    assert_eq!(page.status, 200, "{path}: {}", page.body);
    Document::parse(&page.body)
}

/// What the menu holds.
fn menu(page: &Document) -> &[Element] {
    let header = page.named("header").next().unwrap();
    let menu = page
        .inside(header)
        .iter()
        .find(|element| element.name == "details");
    page.inside(menu.unwrap())
}

fn links(elements: &[Element]) -> Vec<&str> {
    let links = elements.iter().filter(|element| element.name == "a");
    links.filter_map(|link| link.attribute("href")).collect()
}

#[tokio::test]
async fn menu_names_the_person_and_their_pages() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    for path in ["/", "/profile", "/security", "/sessions", "/data", "/logout"] {
        let page = open(&mut bob, path).await;
        let menu = menu(&page);
        assert_eq!(links(menu), [&SECTIONS[..], &["/logout"]].concat(), "{path}");
        let text = |name: &str| {
            menu.iter()
                .find(|element| element.name == name)
                .map(|e| e.text.trim())
        };
        assert_eq!(text("strong"), Some("Bob Example"), "{path}");
        assert!(
            menu.iter()
                .any(|element| element.name == "bdi" && element.text == BOB.email)
        );
        assert!(
            text("summary").unwrap().starts_with("BE"),
            "{:?}",
            text("summary")
        );
    }
}

#[tokio::test]
async fn home_links_tell_state_without_asking() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    let before = world.pool.requests().len();
    let page = open(&mut bob, "/").await;
    let found: Vec<_> = page.named("main").flat_map(|main| page.inside(main)).collect();
    let state = |path: &str| {
        let link = found
            .iter()
            .find(|element| element.attribute("href") == Some(path));
        link.map(|link| link.text.trim().to_owned()).unwrap_or_default()
    };
    assert!(state("/profile").ends_with(" filled in"), "{}", state("/profile"));
    assert!(
        state("/security").ends_with("Email: confirmed"),
        "{}",
        state("/security")
    );
    assert!(
        state("/sessions").ends_with("Signed in: just now"),
        "{}",
        state("/sessions")
    );
    assert!(state("/data").ends_with(" agreed to"), "{}", state("/data"));
    assert_eq!(world.pool.requests().len(), before, "the pool was asked");
}

#[tokio::test]
async fn failure_pages_name_no_user() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    for path in ["/no-such-page", "/failed?kind=Denied"] {
        let page = Document::parse(&bob.get(path).await.body);
        assert_eq!(
            links(menu(&page)),
            [&SECTIONS[..], &["/logout"]].concat(),
            "{path}"
        );
        let header = page.named("header").next().unwrap();
        assert!(
            !header.text.contains("Bob") && !header.text.contains(BOB.email),
            "{path}"
        );
    }
    let visitor = world.visitor().get("/").await.body;
    assert!(!visitor.contains("<details"), "{visitor}");
}

#[tokio::test]
async fn menu_leads_out_while_answers_are_awaited() {
    let world = TestApp::new().await;
    let mut alice = world.sign_in(&ALICE).await;
    let page = open(&mut alice, "/welcome").await;
    assert_eq!(links(menu(&page)), ["/security", "/sessions", "/data", "/logout"]);
}

#[tokio::test]
async fn sections_mark_the_page_in_view() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    for (path, marked, mark) in [
        ("/profile", "/profile", "page"),
        ("/security", "/security", "page"),
        ("/sessions", "/sessions", "page"),
        ("/data", "/data", "page"),
        ("/profile/sources", "/data", "true"),
    ] {
        let page = open(&mut bob, path).await;
        let main = page.named("main").next().unwrap();
        let nav = page
            .inside(main)
            .iter()
            .find(|element| element.name == "nav")
            .unwrap();
        let links = page.inside(nav).iter().filter(|element| element.name == "a");
        let marks: Vec<_> = links
            .map(|link| (link.attribute("href").unwrap(), link.attribute("aria-current")))
            .collect();
        let expected = SECTIONS.map(|section| (section, (section == marked).then_some(mark)));
        assert_eq!(marks, expected, "{path}");
    }
}
