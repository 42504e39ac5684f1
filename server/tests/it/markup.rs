//! Markup in everything that comes from people stays text, on every page there is.

use app::QUERY_NAMES;
use axum::http::header::{ACCEPT_LANGUAGE, REFERER, USER_AGENT};
use local_pool::Seed;

use crate::html::{Document, Element};
use crate::test_app::{ALICE, BOB, Person, TestApp};
use server::router::PAGES;
use test_support::{Browser, Page};

/// Leaves whatever it may stand in, and would then be an element.
const MARKUP: &str =
    "\"'></title></textarea></option></select></script></style>--><x-mark x-mark=1>&lt;</x-mark>";
/// The same for what is short.
const SHORT: &str = "\"></title></textarea><x-mark>";
const MARK: &str = "x-mark";

/// Attributes that the pool takes no markup for.
const PLAIN: [&str; 4] = ["email", "email_verified", "birthdate", "updated_at"];

/// Everybody has markup in every attribute that the client may read; Alice lacks what is asked for.
async fn world_of_markup() -> TestApp {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    let readable = pool.clients[0].read_attributes.clone().unwrap();
    for user in &mut pool.users {
        let is_complete = user.attributes["email"] == BOB.email;
        for name in readable.iter().filter(|name| !PLAIN.contains(&name.as_str())) {
            let custom = name.strip_prefix("custom:");
            let custom = custom.map(|name| pool.custom_attributes.iter().find(|custom| custom.name == name));
            let is_text = custom
                .flatten()
                .is_none_or(|custom| custom.attribute_type == local_pool::AttributeType::String);
            let is_asked = ["custom:job_title", "custom:department"].contains(&name.as_str());
            if is_text && (is_complete || !is_asked) {
                let is_short = custom.flatten().is_some_and(|custom| custom.max.is_some());
                let value = if is_short { SHORT } else { MARKUP };
                user.attributes.insert(name.clone(), value.to_owned());
            }
        }
    }
    TestApp::builder().seed(seed).start().await
}

/// Nothing of the markup has become an element or an attribute of one.
#[track_caller]
fn assert_is_text(what: &str, answer: &Page) {
    let is_page = answer
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("text/html"));
    if !is_page {
        return;
    }
    let page = Document::parse(&answer.body);
    let is_foreign = |element: &&Element| {
        element.name.contains(MARK) || element.attributes.iter().any(|(name, _)| name.contains(MARK))
    };
    let foreign: Vec<_> = page.all().iter().filter(is_foreign).collect();
    assert!(foreign.is_empty(), "{what}: {foreign:?} in {}", answer.body);
}

/// A browser that says markup of itself, too.
fn visitor(world: &TestApp) -> Browser {
    let visitor = world.visitor();
    let visitor = visitor.with_header(USER_AGENT, MARKUP);
    visitor.with_header(ACCEPT_LANGUAGE, MARKUP)
}

async fn signed_in(world: &TestApp, person: &Person) -> Browser {
    let mut visitor = visitor(world);
    world.sign_in_from(&mut visitor, "/login", person).await;
    assert!(visitor.cookie(world.session_cookie()).is_some());
    visitor
}

/// Somebody in each state: signed out, incomplete, complete.
async fn browser_of(world: &TestApp, state: Option<&Person>) -> Browser {
    match state {
        None => visitor(world),
        Some(person) => signed_in(world, person).await,
    }
}

const STATES: [Option<&Person>; 3] = [None, Some(&ALICE), Some(&BOB)];

#[tokio::test]
async fn markup_in_attributes_and_queries_is_text() {
    let world = world_of_markup().await;
    let markup: String = url::form_urlencoded::byte_serialize(MARKUP.as_bytes()).collect();
    let query = |name: &&str| format!("?{name}={markup}");
    let names = QUERY_NAMES.iter().chain(&["__path", "__err"]);
    let every: Vec<String> = names.clone().map(|name| format!("{name}={markup}")).collect();
    let mut queries: Vec<String> = names.map(query).collect();
    queries.extend([String::new(), format!("?{}", every.join("&"))]);
    for state in STATES {
        let mut visitor = browser_of(&world, state).await;
        for &page in PAGES {
            for query in &queries {
                let path = format!("{page}{query}");
                // Some of these start a sign-in: one client may do that so often.
                world.clock.advance(std::time::Duration::from_secs(1));
                assert_is_text(&path, &visitor.get(&path).await);
            }
        }
        for path in [format!("/{markup}"), format!("/profile/{markup}?{markup}")] {
            assert_is_text(&path, &visitor.get(&path).await);
        }
    }
}

#[tokio::test]
async fn names_with_markup_are_shown_as_written() {
    let world = world_of_markup().await;
    let mut bob = signed_in(&world, &BOB).await;
    let home = Document::parse(&bob.get("/").await.body);
    let shown = &MARKUP[..76];
    assert!(
        home.title().starts_with(&format!("Hello, {shown}")),
        "{}",
        home.title()
    );
    assert!(home.named("h1").next().unwrap().text.contains(shown));
    let profile = Document::parse(&bob.get("/profile").await.body);
    let about = profile.named("textarea").next().unwrap();
    assert_eq!(about.text, MARKUP);
}

#[tokio::test]
async fn names_of_any_length_fit_a_title() {
    let mut seed = Seed::demo();
    let bob = seed.pools[0]
        .users
        .iter_mut()
        .find(|user| user.attributes["email"] == BOB.email);
    bob.unwrap()
        .attributes
        .insert("name".to_owned(), "R&D <Ops> ".repeat(200));
    let world = TestApp::builder().seed(seed).start().await;
    let home = Document::parse(&world.sign_in(&BOB).await.get("/").await.body);
    for text in [home.title(), &home.named("h1").next().unwrap().text] {
        assert!(text.contains("R&D <Ops> R&D <Ops>"), "{text}");
        assert!(text.chars().count() < 130, "{text}");
    }
}

/// Each form of each page comes back with what was typed, or says what is wrong with it.
#[tokio::test]
async fn markup_that_was_typed_is_text() {
    let world = world_of_markup().await;
    let mut posted = 0;
    for state in STATES {
        let mut person = browser_of(&world, state).await;
        for &page in PAGES {
            let forms = Form::all_of(&person.get(page).await);
            for form in &forms {
                for typed in [
                    form.typed(|field| field.is_visible),
                    form.typed(|field| field.name != "csrf"),
                ] {
                    let is_over = state.is_some() && person.cookie(world.session_cookie()).is_none();
                    if is_over {
                        person = browser_of(&world, state).await;
                    }
                    // The token of a form belongs to its session: it is read anew from the same page.
                    let now = Form::all_of(&person.get(page).await);
                    let token = now.iter().find_map(Form::token).unwrap_or_default();
                    let typed = typed.iter().map(|(name, value)| {
                        (
                            name.as_str(),
                            if name == "csrf" {
                                token.as_str()
                            } else {
                                value.as_str()
                            },
                        )
                    });
                    let typed: Vec<_> = typed.collect();
                    let what = format!("{} on {}", form.action, page);
                    let mut answer = person.post_form(&form.action, &typed).await;
                    assert_is_text(&what, &answer);
                    while let Some(next) = answer.header("location").filter(|next| next.starts_with('/')) {
                        answer = person.get(next).await;
                        assert_is_text(&what, &answer);
                    }
                    posted += 1;
                    world.clock.advance(std::time::Duration::from_secs(1));
                }
            }
        }
    }
    assert!(posted > 40, "only {posted} forms were found");
}

#[tokio::test]
async fn markup_in_refused_requests_is_text() {
    let world = TestApp::new().await;
    let mut visitor = visitor(&world).with_header(REFERER, MARKUP);
    for path in [
        "/api/save_profile",
        "/api/sign_up",
        "/profile",
        "/api/set_language",
    ] {
        let answer = visitor
            .post_form(path, &[("csrf", MARKUP), (MARKUP, MARKUP)])
            .await;
        assert_is_text(path, &answer);
    }
}

/// A form that a person can post.
struct Form {
    action: String,
    fields: Vec<Field>,
}

#[derive(Clone)]
struct Field {
    name: String,
    value: String,
    is_visible: bool,
}

impl Form {
    fn all_of(answer: &Page) -> Vec<Self> {
        let page = Document::parse(&answer.body);
        let form = |form: &Element| Self {
            action: form.attribute("action").unwrap().to_owned(),
            fields: page.inside(form).iter().filter_map(Field::of).collect(),
        };
        page.named("form").map(form).collect()
    }

    fn typed(&self, is_typed: impl Fn(&Field) -> bool) -> Vec<(String, String)> {
        let typed = |field: &Field| {
            let value = if is_typed(field) { MARKUP } else { &field.value };
            (field.name.clone(), value.to_owned())
        };
        self.fields.iter().map(typed).collect()
    }

    fn token(&self) -> Option<String> {
        let field = self.fields.iter().find(|field| field.name == "csrf");
        field.map(|field| field.value.clone())
    }
}

impl Field {
    fn of(element: &Element) -> Option<Self> {
        if !["input", "textarea", "select", "button"].contains(&element.name.as_str()) {
            return None;
        }
        Some(Self {
            name: element.attribute("name")?.to_owned(),
            value: element.attribute("value").unwrap_or(&element.text).to_owned(),
            is_visible: element.attribute("type") != Some("hidden"),
        })
    }
}
