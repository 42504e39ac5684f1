//! Where the person's data comes from, as its page shows it.

use crate::test_app::{BOB, TestApp};

#[tokio::test]
async fn claim_sources_stand_side_by_side_without_tokens() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let page = visitor.get("/profile/sources").await;
    assert_eq!(page.status, 200, "{}", page.body);
    assert_eq!(page.body.matches(">passed<").count(), 10, "{}", page.body);
    assert!(page.body.contains("The ID token has a boolean or a number"));
    assert_eq!(
        page.body.matches("<bdi>Gardener</bdi>").count(),
        3,
        "{}",
        page.body
    );
    for token in world.pool.issued_tokens() {
        let telling = token.rsplit('.').next().unwrap();
        assert!(!page.body.contains(telling), "a token is in the page");
    }
}

#[tokio::test]
async fn a_new_id_token_is_fetched_on_demand() {
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let change = [("values[custom:job_title]", "Head gardener")];
    world.post(&mut visitor, "/api/save_profile", &change).await;
    let page = visitor.get("/profile/sources").await;
    assert!(page.body.contains("The ID token is older"), "{}", page.body);

    let token = world.csrf_token(&visitor);
    let renewed = visitor.post_form("/api/renew_tokens", &[("csrf", &token)]).await;
    assert_eq!(
        (renewed.status.as_u16(), renewed.location()),
        (303, "/profile/sources")
    );
    let is_refresh =
        |request: &&local_pool::RecordedRequest| request.grant_type.as_deref() == Some("refresh_token");
    assert_eq!(world.pool.requests().iter().filter(is_refresh).count(), 1);
    let page = visitor.get("/profile/sources").await;
    assert!(!page.body.contains("The ID token is older"), "{}", page.body);
    assert_eq!(page.body.matches(">Head gardener<").count(), 3, "{}", page.body);
}

#[tokio::test]
async fn the_page_needs_a_session() {
    let world = TestApp::new().await;
    let away = world.visitor().get("/profile/sources").await;
    assert_eq!(away.location(), "/login?return_to=%2Fprofile%2Fsources");
}
