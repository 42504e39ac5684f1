//! Making and confirming an account without WebAssembly, as the browser's headers, cookies and pages show it.

use std::collections::BTreeMap;

use local_pool::{Misbehaviour, Times};

use crate::test_app::{ALICE, BOB, BROWSER, Person, TestApp};
use test_support::{Browser, Page};

const ADA: Person = Person {
    email: "ada@example.com",
    password: "Correct-horse-9",
};

impl TestApp {
    async fn post_open_form(&self, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.open_form_token(visitor);
        let fields: Vec<_> = [("csrf", token.as_str())]
            .into_iter()
            .chain(fields.iter().copied())
            .collect();
        visitor.post_form(path, &fields).await
    }

    /// Fills in the sign-up form; a field that is named again has another value.
    async fn sign_up(&self, visitor: &mut Browser, person: &Person, others: &[(&str, &str)]) -> Page {
        visitor.get("/signup").await;
        let mut fields = BTreeMap::from([
            ("username", person.email),
            ("password", person.password),
            ("values[name]", "Ada Example"),
            ("values[custom:job_title]", "Countess"),
            ("values[custom:department]", "design"),
            ("values[custom:about]", "Likes engines.\nAnd notes."),
        ]);
        fields.extend(others.iter().copied());
        let fields: Vec<_> = fields.into_iter().collect();
        self.post_open_form(visitor, "/api/sign_up", &fields).await
    }

    /// Waits until so many codes were sent: some are sent after the answer.
    async fn until_sent(&self, codes: usize) {
        while self.pool.outbox().len() < codes {
            tokio::task::yield_now().await;
        }
    }

    fn latest_code(&self) -> String {
        self.pool.outbox().last().expect("a code was sent").code.clone()
    }

    fn wrong_code(&self) -> &'static str {
        if self.latest_code() == "000000" {
            "000001"
        } else {
            "000000"
        }
    }
}

#[track_caller]
fn assert_leads_to(answer: &Page, path: &str) {
    assert_eq!(
        (answer.status.as_u16(), answer.location()),
        (303, path),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn new_user_signs_up_confirms_and_is_onboarded() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let start = visitor.get("/login?sign_up=true&return_to=/profile").await;
    assert_leads_to(&start, "/signup?return_to=%2Fprofile");
    let form = visitor.get(start.location()).await;
    assert_eq!(form.status, 200);
    assert!(
        form.body.contains("autocomplete=\"new-password\""),
        "{}",
        form.body
    );

    let posted = world
        .sign_up(&mut visitor, &ADA, &[("return_to", "/profile")])
        .await;
    assert_leads_to(&posted, "/confirm");
    let page = visitor.get("/confirm").await;
    // Whoever mistyped it can see that, in the browser that typed it.
    assert!(page.body.contains(ADA.email), "{}", page.body);
    let elsewhere = world.visitor().get("/confirm").await;
    assert!(!elsewhere.body.contains(ADA.email), "{}", elsewhere.body);

    let code = world.latest_code();
    for _ in 0..2 {
        let confirmed = world
            .post_open_form(&mut visitor, "/api/confirm_sign_up", &[("code", &code)])
            .await;
        assert_leads_to(&confirmed, "/confirm");
        let page = visitor.get("/confirm").await;
        assert!(page.body.contains("Your account is confirmed"), "{}", page.body);
        assert!(
            page.body.contains("=%2Fprofile\" class=\"button\""),
            "{}",
            page.body
        );
    }
    let hosted = visitor.get("/login?return_to=%2Fprofile").await;
    assert!(
        hosted.location().contains("login_hint=ada%40example.com"),
        "{}",
        hosted.location()
    );
    let landing = world
        .sign_in_from(&mut visitor, "/login?return_to=%2Fprofile", &ADA)
        .await;
    assert_leads_to(&landing, "/profile");
    assert!(visitor.get("/profile").await.body.contains("Countess"));
}

#[tokio::test]
async fn sign_up_form_returns_input_without_the_password() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let attack = "</textarea><script>alert(1)</script>";
    let others = [
        ("username", "ada"),
        ("password", "hunter2hunter2"),
        ("values[name]", attack),
        ("values[custom:department]", "nowhere"),
    ];
    let posted = world.sign_up(&mut visitor, &ADA, &others).await;
    assert_leads_to(&posted, "/signup");
    let page = visitor.get("/signup").await;
    for sentence in [
        "3 fields need your attention",
        "Enter an email address, such as ada@example.com.",
        "Choose an option from the list.",
        "an uppercase letter, A to Z",
    ] {
        assert!(page.body.contains(sentence), "{sentence}: {}", page.body);
    }
    assert!(
        page.body.contains("value=\"ada\"") && page.body.contains("Countess"),
        "{}",
        page.body
    );
    assert!(
        !page.body.contains("hunter2") && !page.body.contains(attack),
        "{}",
        page.body
    );
    // Shown once.
    assert!(!visitor.get("/signup").await.body.contains("need your attention"));
    assert_eq!(world.pool.outbox().len(), 0);
}

#[tokio::test]
async fn unlisted_fields_never_reach_an_account() {
    let world = TestApp::new().await;
    for name in [
        "values[custom:role]",
        "values[email_verified]",
        "values[email]",
        "values[sub]",
    ] {
        let mut visitor = world.visitor();
        let posted = world.sign_up(&mut visitor, &ADA, &[(name, "admin")]).await;
        assert_leads_to(&posted, "/signup");
        let page = visitor.get("/signup").await;
        assert!(
            page.body.contains("attention") || page.body.contains("belong"),
            "{name}: {}",
            page.body
        );
    }
    assert_eq!(world.pool.outbox().len(), 0);
}

#[tokio::test]
async fn wrong_code_is_shown_at_field_and_resendable() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    world.sign_up(&mut visitor, &ADA, &[]).await;
    for (code, sentence) in [
        (world.wrong_code(), "This code is wrong, has expired"),
        (" ", "Enter the code."),
    ] {
        let refused = world
            .post_open_form(&mut visitor, "/api/confirm_sign_up", &[("code", code)])
            .await;
        assert_leads_to(&refused, "/confirm");
        let page = visitor.get("/confirm").await;
        assert!(page.body.contains(sentence), "{}", page.body);
        assert!(page.body.contains("aria-invalid=\"true\""), "{}", page.body);
    }
    let resent = world
        .post_open_form(&mut visitor, "/api/resend_sign_up_code", &[("code", "")])
        .await;
    assert_leads_to(&resent, "/confirm");
    assert!(
        visitor
            .get("/confirm")
            .await
            .body
            .contains("We've asked for another code")
    );
    world.until_sent(2).await;
    let spaced: String = world
        .latest_code()
        .chars()
        .flat_map(|digit| [digit, ' '])
        .collect();
    let confirmed = world
        .post_open_form(&mut visitor, "/api/confirm_sign_up", &[("code", &spaced)])
        .await;
    assert_leads_to(&confirmed, "/confirm");
    assert!(
        visitor
            .get("/confirm")
            .await
            .body
            .contains("Your account is confirmed")
    );
}

#[tokio::test]
async fn returning_confirmation_asks_address_outside_the_url() {
    let world = TestApp::new().await;
    world.sign_up(&mut world.visitor(), &ADA, &[]).await;
    let mut later = world.visitor();
    let page = later.get("/confirm").await;
    assert!(page.body.contains("name=\"username\""), "{}", page.body);
    let fields = [("username", ADA.email), ("code", world.wrong_code())];
    let refused = world
        .post_open_form(&mut later, "/api/confirm_sign_up", &fields)
        .await;
    assert_leads_to(&refused, "/confirm?other=true");
    let page = later.get(refused.location()).await;
    assert!(
        page.body.contains("This code is wrong") && page.body.contains(ADA.email),
        "{}",
        page.body
    );
    let code = world.latest_code();
    let fields = [("username", ADA.email), ("code", code.as_str())];
    let confirmed = world
        .post_open_form(&mut later, "/api/confirm_sign_up", &fields)
        .await;
    assert_leads_to(&confirmed, "/confirm");
    let page = later.get("/confirm").await;
    assert!(
        page.body.contains("Choose a new password"),
        "somebody else may have begun it: {}",
        page.body
    );
    let reset = later.get("/login?forgot_password=true").await;
    assert!(
        reset.location().contains("/forgotPassword?"),
        "{}",
        reset.location()
    );
}

#[tokio::test]
async fn stranger_gets_no_session_of_confirmed_account() {
    const STRANGER: Person = Person {
        password: "Stranger-knows-1",
        ..ADA
    };
    let world = TestApp::new().await;
    let (mut stranger, mut owner) = (world.visitor(), world.visitor());
    world.sign_up(&mut stranger, &STRANGER, &[]).await;
    world.sign_up(&mut owner, &ADA, &[]).await;
    world.until_sent(2).await;
    let code = world.latest_code();
    let fields = [("code", code.as_str())];
    world
        .post_open_form(&mut owner, "/api/confirm_sign_up", &fields)
        .await;

    let landing = world.sign_in_from(&mut stranger, "/login", &STRANGER).await;
    assert_leads_to(&landing, "/confirm");
    assert_eq!(stranger.cookie(world.session_cookie()), None);
    let page = stranger.get("/confirm").await;
    assert!(
        page.body.contains("confirmed in another browser") && page.body.contains(STRANGER.email),
        "{}",
        page.body
    );
    assert_leads_to(&stranger.get("/profile").await, "/login?return_to=%2Fprofile");

    world.until_sent(3).await;
    let mut pages = Browser::new(world.pool.url());
    let start = owner.get("/login?forgot_password=true").await;
    let sent = || world.pool.outbox().pop().unwrap().code;
    let reset = pages.reset_password(start.location(), ADA.email, ADA.password, sent);
    let back = reset.await.next();
    let landing = owner.get(&back[url::Position::BeforePath..]).await;
    assert_leads_to(&landing, "/welcome");
    let page = owner.get("/welcome").await;
    assert!(page.body.contains("started in another browser"), "{}", page.body);
    let fields = [
        ("values[name]", "Ada Lovelace"),
        ("values[custom:job_title]", "Countess"),
        ("values[custom:department]", "design"),
    ];
    let saved = world.post(&mut owner, "/api/save_welcome", &fields).await;
    assert_eq!(saved.status, 200, "{}", saved.body);
    assert_eq!(owner.get("/profile").await.status, 200);
    assert_eq!(owner.attributes().await["name"], "Ada Lovelace");
}

#[tokio::test]
async fn confirm_page_asks_for_the_username_kind() {
    for (kind, sentence) in [
        ("email", "The address you signed up with"),
        ("phone_number", "The number you signed up with"),
        ("name", "The name you signed up with"),
    ] {
        let username = format!("username = \"{kind}\"\n");
        let world = TestApp::builder()
            .list(|list| list.replace("username = \"email\"\n", &username))
            .start()
            .await;
        let page = world.visitor().get("/confirm").await;
        assert!(page.body.contains(sentence), "{}", page.body);
    }
}

/// What tells two answers apart although it means nothing: names of requests and browsers, nonces, tokens.
fn without_chance(answer: &Page, secrets: &[&str]) -> String {
    let headers = answer
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value:?}\n"));
    let mut text = headers.collect::<String>() + &answer.body;
    let nonce = text
        .split("'nonce-")
        .nth(1)
        .map(|rest| rest.split('\'').next().unwrap_or_default().to_owned());
    let id = answer.header("x-request-id").map(ToOwned::to_owned);
    let form = text
        .split("name=\"csrf\" value=\"")
        .nth(1)
        .map(|rest| rest.split('"').next().unwrap_or_default().to_owned());
    for chance in nonce
        .iter()
        .chain(&id)
        .chain(&form)
        .map(String::as_str)
        .chain(secrets.iter().copied())
    {
        text = text.replace(chance, "…");
    }
    text
}

#[tokio::test]
async fn no_answer_tells_whether_there_is_an_account() {
    const UNCONFIRMED: Person = Person {
        email: "annie@example.com",
        password: "Correct-horse-7",
    };
    const NEW: Person = Person {
        email: "agnes@example.com",
        ..ADA
    };
    let world = TestApp::new().await;
    world.sign_up(&mut world.visitor(), &UNCONFIRMED, &[]).await;
    let mut seen = Vec::new();
    for person in [&NEW, &UNCONFIRMED, &ALICE] {
        let mut visitor = world.visitor();
        let posted = world.sign_up(&mut visitor, person, &[]).await;
        let page = visitor.get("/confirm").await;
        let fields = [("code", world.wrong_code())];
        let refused = world
            .post_open_form(&mut visitor, "/api/confirm_sign_up", &fields)
            .await;
        let refused_page = visitor.get("/confirm").await;
        let mut stranger = world.visitor();
        stranger.get("/confirm").await;
        let asked = world
            .post_open_form(
                &mut stranger,
                "/api/resend_sign_up_code",
                &[("username", person.email)],
            )
            .await;
        let asked_page = stranger.get("/confirm").await;
        let token = [world.open_form_token(&visitor), world.open_form_token(&stranger)];
        let cookie = [
            visitor.cookie(BROWSER).unwrap(),
            stranger.cookie(BROWSER).unwrap(),
        ];
        let chance = [
            token[0].as_str(),
            token[1].as_str(),
            cookie[0],
            cookie[1],
            person.email,
        ];
        let answers = [posted, page, refused, refused_page, asked, asked_page];
        seen.push(answers.map(|answer| without_chance(&answer, &chance)));
    }
    let [new, unconfirmed, confirmed] = seen.as_slice() else {
        panic!("three people")
    };
    for (step, answer) in new.iter().enumerate() {
        assert_eq!(
            *answer, unconfirmed[step],
            "an unconfirmed account shows in step {step}"
        );
        assert_eq!(
            *answer, confirmed[step],
            "a confirmed account shows in step {step}"
        );
    }
}

#[tokio::test]
async fn own_form_is_absent_with_hosted_sign_up() {
    let world = TestApp::builder()
        .list(|list| list.replace("pages = \"own\"", "pages = \"hosted\""))
        .start()
        .await;
    let mut visitor = world.visitor();
    let form = visitor.get("/signup?return_to=/profile").await;
    assert_leads_to(&form, "/login?return_to=%2Fprofile&sign_up=true");
    let hosted = visitor.get(form.location()).await;
    assert!(
        hosted
            .location()
            .starts_with(&format!("{}signup?", world.pool.url())),
        "{}",
        hosted.location()
    );
    visitor.get("/confirm").await;
    let posted = world
        .post_open_form(
            &mut visitor,
            "/api/sign_up",
            &[("username", ADA.email), ("password", ADA.password)],
        )
        .await;
    assert!(
        posted.location().starts_with("/failed?kind=SignUpClosed"),
        "{}",
        posted.location()
    );
    assert_eq!(world.pool.outbox().len(), 0);
}

#[tokio::test]
async fn sign_up_sends_signed_in_people_on() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    assert_leads_to(&visitor.get("/signup?return_to=/profile").await, "/profile");
}

#[tokio::test]
async fn failing_pool_keeps_the_sign_up_form() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    world.pool.misbehave(Misbehaviour::ServerError, Times::Always);
    let posted = world.sign_up(&mut visitor, &ADA, &[]).await;
    assert_leads_to(&posted, "/signup");
    let page = visitor.get("/signup").await;
    assert!(
        page.body.contains("Your account was not created."),
        "{}",
        page.body
    );
    assert!(page.body.contains("Countess"), "{}", page.body);
    world.pool.behave();
    assert_leads_to(&world.sign_up(&mut visitor, &ADA, &[]).await, "/confirm");
}

#[tokio::test]
async fn public_pages_store_nothing_before_a_post() {
    let world = TestApp::new().await;
    for path in ["/signup", "/confirm", "/confirm?other=true"] {
        let mut visitor = world.visitor();
        let page = visitor.get(path).await;
        let cookies = page.set_cookies();
        assert_eq!(cookies.len(), 1, "{cookies:?}");
        assert_eq!(
            (cookies[0].name, cookies[0].attribute("Max-Age")),
            (BROWSER, Some("86400"))
        );
        assert_eq!(cookies[0].attribute("HttpOnly"), Some(""));
    }
    world.clock.advance(std::time::Duration::from_hours(48));
    assert_eq!(
        world
            .state
            .account
            .signin
            .records
            .remove_expired(100)
            .await
            .unwrap(),
        0
    );
}
