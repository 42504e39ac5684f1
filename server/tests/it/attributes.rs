//! Attributes through the pages: what is asked, what is refused at which field, what is kept.

use local_pool::Seed;

use crate::test_app::{ALICE, BOB, TestApp};

const PROFILE: &str = "/api/save_profile";
const WELCOME: &str = "/api/save_welcome";

#[tokio::test]
async fn each_broken_rule_has_a_sentence() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let before = visitor.attributes().await;
    let long = "x".repeat(501);
    for (name, value, expected) in [
        ("custom:job_title", "", "Fill this in."),
        ("custom:job_title", "x", "at least 2 characters"),
        ("custom:about", long.as_str(), "at most 500 characters"),
        (
            "custom:about",
            "a\u{7}b",
            "Remove line breaks and hidden characters",
        ),
        ("custom:department", "piracy", "Choose an option from the list"),
        ("custom:work_place", "moon", "Choose an option from the list"),
        ("custom:desk_number", "twelve", "Enter a number"),
        ("custom:desk_number", "0", "Enter 1 or more."),
        ("custom:desk_number", "501", "Enter 500 or less."),
        ("custom:desk_number", "1.5", "a whole number"),
        ("custom:weekly_hours", "38.25", "at most 1 digit after"),
        ("custom:weekly_hours", "38.1", "a multiple of 0.5"),
        ("custom:start_date", "2026-02-30", "a date that exists"),
        ("custom:newsletter", "perhaps", "yes or no"),
        ("custom:country", "Atlantis", "Choose a country"),
        ("custom:work_phone", "030 1234567", "with + and the country code"),
        (
            "website",
            "example.com",
            "like https://example.com, with no spaces",
        ),
        (
            "custom:badge",
            "ab-12",
            "Two capital letters, a hyphen and four digits",
        ),
    ] {
        let field = format!("values[{name}]");
        let shown = format!("original[{name}]");
        let now = before.get(name).map_or("", String::as_str);
        let page = world
            .post(&mut visitor, PROFILE, &[(&field, value), (&shown, now)])
            .await;
        assert!(
            page.sentence_at(name).contains(expected),
            "{name}: {}",
            page.sentence_at(name)
        );
        assert!(
            page.body.contains("aria-invalid=\"true\"") || name == "custom:work_place",
            "{name}"
        );
        assert!(page.body.contains("One field needs your attention"), "{name}");
    }
    assert_eq!(visitor.attributes().await, before);
    let calls = world.pool.requests();
    assert!(
        calls
            .iter()
            .all(|call| call.operation.as_deref() != Some("UpdateUserAttributes"))
    );
}

/// Whoever writes a request by hand learns which name was refused, and nothing of the form is written.
#[tokio::test]
async fn unwritable_attributes_are_refused_by_name() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let before = visitor.attributes().await;
    let token = world.csrf_token(&visitor);
    for (path, name, rule) in [
        (PROFILE, "custom:role", "Locked"),
        (PROFILE, "custom:employee_id", "Locked"),
        (PROFILE, "email_verified", "NotOnTheList"),
        (PROFILE, "sub", "NotOnTheList"),
        (PROFILE, "email", "NotOnTheList"),
        (PROFILE, "custom:unheard_of", "NotOnTheList"),
        (WELCOME, "custom:role", "NotOnTheList"),
        (WELCOME, "custom:desk_number", "NotOnTheList"),
        (WELCOME, "sub", "NotOnTheList"),
    ] {
        let field = format!("values[{name}]");
        let fields = [
            ("csrf", token.as_str()),
            (&field, "admin"),
            ("values[custom:job_title]", "Impostor"),
        ];
        let answer = visitor.call(path, &fields).await;
        let told = answer.json()["Invalid"].to_string();
        assert!(
            told.contains(&format!("\"{name}\"")) && told.contains(rule),
            "{path} {name}: {}",
            answer.body
        );
        assert_eq!(visitor.attributes().await, before, "{path} {name}");
    }
}

#[tokio::test]
async fn duplicate_names_are_refused_before_any_write() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let before = visitor.attributes().await;
    let token = world.csrf_token(&visitor);
    for (first, second) in [
        ("Gardener", "Impostor"),
        ("Impostor", "Gardener"),
        ("Impostor", "Impostor"),
    ] {
        let fields = [
            ("csrf", token.as_str()),
            ("values[custom:job_title]", first),
            ("values[custom:job_title]", second),
        ];
        let answer = visitor.call(PROFILE, &fields).await;
        assert!(
            answer.body.contains("custom:job_title"),
            "{} {}",
            answer.status,
            answer.body
        );
        assert_eq!(visitor.attributes().await, before);
    }
}

#[tokio::test]
async fn onboarding_shows_reasons_and_lets_skippable_be_blank() {
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let landing = world
        .sign_in_from(&mut visitor, "/login?return_to=/profile", &ALICE)
        .await;
    let page = visitor.get(landing.location()).await;
    assert!(
        page.body.contains("It helps others to know what to ask you."),
        "{}",
        page.body
    );
    assert!(!page.body.contains("Skip for now"), "something is required");
    assert!(!page.body.contains("Desk number"), "nobody asks for it");

    let early = world
        .post(&mut visitor, "/api/skip_welcome", &[("return_to", "/profile")])
        .await;
    assert!(
        early.body.contains("Job title"),
        "what is required cannot be skipped: {}",
        early.body
    );

    let fields = [
        ("return_to", "/profile"),
        ("values[custom:about]", ""),
        ("values[custom:job_title]", "Explorer"),
        ("values[custom:department]", "design"),
    ];
    let profile = world.post(&mut visitor, WELCOME, &fields).await;
    assert!(profile.body.contains("Explorer"), "{}", profile.body);
    assert!(
        !profile.body.contains("It helps others to know"),
        "in the profile nobody asks"
    );
    assert_eq!(visitor.get("/").await.status, 200);
}

#[tokio::test]
async fn skippable_question_precedes_pages_until_skipped() {
    let mut seed = Seed::demo();
    for user in &mut seed.pools[0].users {
        user.attributes.remove("custom:about");
    }
    let world = TestApp::builder().seed(seed).start().await;
    let mut visitor = world.visitor();
    let landing = world
        .sign_in_from(&mut visitor, "/login?return_to=/profile", &BOB)
        .await;
    assert_eq!(landing.location(), "/welcome?return_to=%2Fprofile");
    for page in ["/", "/profile"] {
        assert!(
            visitor.get(page).await.location().starts_with("/welcome"),
            "{page}"
        );
    }
    assert_eq!(
        visitor.call("/api/profile", &[]).await.status,
        403,
        "nor by a script"
    );
    let token = world.csrf_token(&visitor);
    let fields = [
        ("csrf", token.as_str()),
        ("values[custom:job_title]", "Head gardener"),
    ];
    assert_eq!(
        visitor.call(PROFILE, &fields).await.status,
        200,
        "no form is lost for it"
    );

    let page = visitor.get(landing.location()).await;
    assert!(page.body.contains("Skip for now"), "{}", page.body);
    let profile = world
        .post(&mut visitor, "/api/skip_welcome", &[("return_to", "/profile")])
        .await;
    assert!(profile.body.contains("Head gardener"), "{}", profile.body);
    let again = world.sign_in_from(&mut world.visitor(), "/login", &BOB).await;
    assert_eq!(again.location(), "/", "not on another device either");
}

#[tokio::test]
async fn profile_shows_groups_and_reasons_for_locks() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let page = visitor.get("/profile").await;
    for expected in [
        "<legend>About you</legend>",
        "<legend>Work</legend>",
        "E-1042",
        "Set when the account was created. It can't be changed.",
        "so you can't change it yourself.",
    ] {
        assert!(page.body.contains(expected), "{expected}: {}", page.body);
    }
    for name in ["custom:employee_id", "custom:role"] {
        assert!(!page.body.contains(&format!("name=\"values[{name}]\"")), "{name}");
    }
}

#[tokio::test]
async fn conflicting_change_is_shown_then_overwritten_on_retry() {
    let world = TestApp::new().await;
    let (mut here, mut there) = (world.sign_in(&BOB).await, world.sign_in(&BOB).await);
    world
        .post(&mut there, PROFILE, &[("values[custom:department]", "sales")])
        .await;
    let edit = |shown| {
        [
            ("values[custom:department]", "design"),
            ("original[custom:department]", shown),
        ]
    };
    let page = world.post(&mut here, PROFILE, &edit("support")).await;
    let expected = "Someone changed this to “Sales” while you were editing.";
    assert!(
        page.sentence_at("custom:department").starts_with(expected),
        "{}",
        page.body
    );
    assert!(
        page.body
            .contains("name=\"original[custom:department]\" value=\"sales\""),
        "{}",
        page.body
    );
    assert_eq!(here.attributes().await["custom:department"], "sales");

    let saved = world.post(&mut here, PROFILE, &edit("sales")).await;
    assert!(saved.body.contains("Your changes are saved."), "{}", saved.body);
    assert_eq!(here.attributes().await["custom:department"], "design");
}

/// A form that comes back for a mistake stands for what it was first shown with: neither does what another tab saved
/// between two tries count as seen, nor as a change of this one's.
#[tokio::test]
async fn invalid_form_does_not_hide_a_conflict() {
    let world = TestApp::new().await;
    let (mut here, mut there) = (world.sign_in(&BOB).await, world.sign_in(&BOB).await);
    let before = here.attributes().await;
    let job_title = before["custom:job_title"].as_str();
    world
        .post(
            &mut there,
            PROFILE,
            &[
                ("values[custom:job_title]", "Beekeeper"),
                ("values[custom:department]", "sales"),
            ],
        )
        .await;

    let edit = |desk| {
        [
            ("values[custom:job_title]", "Farmer"),
            ("original[custom:job_title]", job_title),
            ("values[custom:department]", "design"),
            ("original[custom:department]", "design"),
            ("values[custom:desk_number]", desk),
        ]
    };
    let refused = world.post(&mut here, PROFILE, &edit("9999")).await;
    assert!(
        refused.body.contains("One field needs your attention"),
        "{}",
        refused.body
    );
    for (name, shown) in [("custom:job_title", job_title), ("custom:department", "design")] {
        let input = format!("name=\"original[{name}]\" value=\"{shown}\"");
        assert!(refused.body.contains(&input), "{input}: {}", refused.body);
    }

    let told = world.post(&mut here, PROFILE, &edit("99")).await;
    let sentence = told.sentence_at("custom:job_title");
    assert!(sentence.contains("changed this to “Beekeeper”"), "{}", told.body);
    let now = here.attributes().await;
    assert_eq!(
        (
            now["custom:job_title"].as_str(),
            now["custom:department"].as_str()
        ),
        ("Beekeeper", "sales")
    );
}

/// Texts at their longest, in characters that a form writes as twelve bytes each.
#[tokio::test]
async fn largest_allowed_form_is_saved() {
    let (before, after) = ("\u{20001}".repeat(2048), "\u{20000}".repeat(2048));
    let website = format!("https://example.com/{}", "~".repeat(2000));
    let (about, other) = ("\u{20002}".repeat(500), "\u{20003}".repeat(500));
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let first = [
        ("values[name]", before.as_str()),
        ("values[custom:about]", &about),
    ];
    let saved = world.post(&mut visitor, PROFILE, &first).await;
    assert!(saved.body.contains("Your changes are saved."));
    let second = [
        ("values[name]", after.as_str()),
        ("original[name]", &before),
        ("values[custom:about]", &other),
        ("original[custom:about]", &about),
        ("values[website]", &website),
    ];
    let saved = world.post(&mut visitor, PROFILE, &second).await;
    assert!(saved.body.contains("Your changes are saved."));
    assert_eq!(visitor.attributes().await["name"], after);
}

#[tokio::test]
async fn no_text_gets_out_of_its_element() {
    let planted = "</textarea><script>alert(1)</script>&amp;\n\"'<b>";
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let saved = world
        .post(&mut visitor, PROFILE, &[("values[custom:about]", planted)])
        .await;
    assert!(!saved.body.contains("<script>alert"), "{}", saved.body);
    let escaped =
        "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;amp;\n&quot;'&lt;b&gt;</textarea>";
    assert!(saved.body.contains(escaped), "{}", saved.body);
    assert_eq!(visitor.attributes().await["custom:about"], planted);

    // The same when it is shown again because something else is wrong.
    let fields = [
        ("values[custom:about]", planted),
        ("values[custom:desk_number]", "0"),
    ];
    let refused = world.post(&mut visitor, PROFILE, &fields).await;
    assert!(!refused.body.contains("<script>alert") && refused.body.contains(escaped));
}

#[tokio::test]
async fn untouched_switch_posts_nothing_switched_off_posts_false() {
    let world = TestApp::new().await;
    let mut bob = world.sign_in(&BOB).await;
    let shown = [("original[custom:newsletter]", "true")];
    world.post(&mut bob, PROFILE, &shown).await;
    assert_eq!(bob.attributes().await["custom:newsletter"], "false");

    world
        .post(&mut bob, PROFILE, &[("values[custom:newsletter]", "")])
        .await;
    assert_eq!(bob.attributes().await.get("custom:newsletter"), None);
    world
        .post(&mut bob, PROFILE, &[("original[custom:newsletter]", "")])
        .await;
    assert_eq!(bob.attributes().await.get("custom:newsletter"), None);
}
