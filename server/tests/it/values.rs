//! Values as people paste, type and leave them, through the forms.

use local_pool::Seed;

use crate::test_app::{ALICE, BOB, TestApp};

const PROFILE: &str = "/api/save_profile";

#[tokio::test]
async fn pasted_text_is_read_as_what_was_meant() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    for (name, typed, wire) in [
        (
            "custom:work_phone",
            "\u{2068}+972 2-555-0199\u{2069}",
            "+97225550199",
        ),
        (
            "custom:work_phone",
            "+49\u{a0}(0)30/123\u{2011}456",
            "+4930123456",
        ),
        ("custom:job_title", "\u{feff}Lead\u{200b}", "Lead"),
        ("custom:badge", "ＡＢ\u{2010}١٢٣٤", "AB-1234"),
        ("custom:desk_number", "\u{200e}４２", "42"),
        ("custom:weekly_hours", "37,5", "37.5"),
    ] {
        let field = format!("values[{name}]");
        world.post(&mut visitor, PROFILE, &[(&field, typed)]).await;
        assert_eq!(visitor.attributes().await[name], wire, "{typed:?}");
    }
}

#[tokio::test]
async fn numbers_use_the_decimal_sign_of_the_language() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let hours = "custom:weekly_hours";
    visitor.set_cookie("lc-language", "es");
    world
        .post(&mut visitor, PROFILE, &[("values[custom:weekly_hours]", "37,5")])
        .await;
    assert_eq!(visitor.attributes().await[hours], "37.5");
    let page = visitor.get("/profile").await;
    assert!(page.body.contains("value=\"37,5\""), "{}", page.body);
    let untouched = [
        ("values[custom:weekly_hours]", "37,5"),
        ("original[custom:weekly_hours]", "37,5"),
        ("values[custom:job_title]", "Jefe"),
        ("original[custom:job_title]", ""),
    ];
    world.post(&mut visitor, PROFILE, &untouched).await;
    assert_eq!(visitor.attributes().await[hours], "37.5");
}

#[tokio::test]
async fn untouched_line_breaks_survive_other_saves() {
    let mut seed = Seed::demo();
    let users = &mut seed.pools[0].users;
    let bob = users
        .iter_mut()
        .find(|user| user.attributes["email"] == BOB.email)
        .unwrap();
    bob.attributes
        .insert("custom:job_title".to_owned(), "Head\nGardener".to_owned());
    let world = TestApp::builder().seed(seed).start().await;
    let mut visitor = world.sign_in(&BOB).await;
    // As browsers post a hidden input and a text input with a line break.
    let fields = [
        ("original[custom:job_title]", "Head\r\nGardener"),
        ("values[custom:job_title]", "HeadGardener"),
        ("original[custom:desk_number]", "12"),
        ("values[custom:desk_number]", "7"),
    ];
    world.post(&mut visitor, PROFILE, &fields).await;
    let now = visitor.attributes().await;
    assert_eq!(
        (
            now["custom:job_title"].as_str(),
            now["custom:desk_number"].as_str()
        ),
        ("Head\nGardener", "7")
    );
}

#[tokio::test]
async fn moments_are_posted_with_the_zone_beside_them() {
    let world = TestApp::builder()
        .list(|list| {
            list.replace(
                "name = \"custom:start_date\"\ntype = \"DateTime\"\n",
                "name = \"custom:start_date\"\ntype = \"DateTime\"\ntime = true\n",
            )
        })
        .start()
        .await;
    let mut visitor = world.sign_in(&BOB).await;
    let fields = [
        ("values[custom:start_date]", "2026-03-01T09:30"),
        ("zones[custom:start_date]", "+01:00"),
    ];
    let page = world.post(&mut visitor, PROFILE, &fields).await;
    assert_eq!(
        visitor.attributes().await["custom:start_date"],
        "2026-03-01T09:30:00+01:00"
    );
    assert!(page.body.contains("type=\"datetime-local\""), "{}", page.body);
    assert!(page.body.contains("value=\"2026-03-01T09:30\""), "{}", page.body);
    assert!(
        page.body.contains("<option value=\"+01:00\" selected"),
        "{}",
        page.body
    );
    let without_zone = [
        ("values[custom:start_date]", "2026-03-02T09:30"),
        ("zones[custom:start_date]", ""),
    ];
    let page = world.post(&mut visitor, PROFILE, &without_zone).await;
    assert!(!page.sentence_at("custom:start_date").is_empty());
    assert!(page.body.contains("value=\"2026-03-02T09:30\""), "{}", page.body);
}

#[tokio::test]
async fn empty_read_only_fields_are_hidden() {
    let mut seed = Seed::demo();
    let users = &mut seed.pools[0].users;
    let bob = users
        .iter_mut()
        .find(|user| user.attributes["email"] == BOB.email)
        .unwrap();
    bob.attributes.remove("custom:employee_id");
    let world = TestApp::builder().seed(seed).start().await;
    let mut visitor = world.sign_in(&BOB).await;
    let page = visitor.get("/profile").await;
    assert!(!page.body.contains("Employee"), "{}", page.body);
}

#[tokio::test]
async fn missing_write_right_does_not_block_onboarding() {
    let mut seed = Seed::demo();
    let client = &mut seed.pools[0].clients[0];
    client
        .write_attributes
        .as_mut()
        .unwrap()
        .retain(|name| name != "custom:job_title");
    let world = TestApp::builder().seed(seed).start().await;
    let mut visitor = world.visitor();
    let landing = world.sign_in_from(&mut visitor, "/login", &ALICE).await;
    visitor.get(landing.location()).await;
    let answers = [
        ("values[custom:about]", "I climb."),
        ("values[custom:job_title]", "Explorer"),
        ("values[custom:department]", "design"),
    ];
    let page = world.post(&mut visitor, "/api/save_welcome", &answers).await;
    assert_eq!(page.status, 200);
    assert_eq!(visitor.attributes().await["custom:department"], "design");
    let page = visitor.get("/profile").await;
    assert_eq!(page.status, 200, "nobody is sent back to the form");
    let title = [
        ("values[custom:job_title]", "Explorer"),
        ("values[custom:desk_number]", "9"),
    ];
    let page = world.post(&mut visitor, PROFILE, &title).await;
    assert!(
        page.sentence_at("custom:job_title").contains("not your mistake"),
        "{}",
        page.body
    );
    assert_eq!(visitor.attributes().await["custom:desk_number"], "9");
}
