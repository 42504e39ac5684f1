//! A pool whose domain shows the classic hosted UI, which heeds neither `prompt` nor `lang`.

use std::time::Duration;

use serde_json::json;
use test_support::Browser;

use crate::test_app::{BOB, SESSION, TestApp};

#[tokio::test]
async fn classic_pool_without_reauthentication_is_explained() {
    let world = TestApp::new().await;
    let domain = json!({ "UserPoolId": world.pool.pool_id(), "Domain": "classic", "ManagedLoginVersion": 1 });
    world.operate("CreateUserPoolDomain", &domain).await;
    let (mut visitor, mut at_pool) = (world.visitor(), Browser::new(world.pool.url()));
    let away = visitor.get("/login").await;
    let signed_in = at_pool.sign_in_at_pool(away.location(), BOB.email, BOB.password);
    let back = signed_in.await.next();
    visitor.get(&back[url::Position::BeforePath..]).await;
    let session = visitor.cookie(SESSION).expect("signed in").to_owned();

    world.clock.advance(Duration::from_mins(15));
    world.pool.clock().advance(Duration::from_mins(15));
    let away = visitor.get("/login?return_to=/security&fresh=true").await;
    let back = at_pool.get(away.location()).await.next();
    assert_eq!(back.path(), "/logged_in", "nobody was asked: {back}");
    let failed = visitor.get(&back[url::Position::BeforePath..]).await;
    let page = visitor.get(failed.location()).await.body;
    assert!(
        page.contains("The sign-in service sent you back without asking for your password."),
        "{page}"
    );
    assert!(page.contains("href=\"/logout\""), "{page}");
    assert_eq!(
        visitor.cookie(SESSION),
        Some(session.as_str()),
        "it goes on as it was"
    );

    // What the page says to do.
    let token = world.csrf_token(&visitor);
    visitor
        .post_form("/api/sign_out", &[("csrf", token.as_str())])
        .await;
    assert_eq!(visitor.cookie(SESSION), None);
    let away = visitor.get("/login?return_to=/security").await;
    let back = BOB.sign_in_at_pool(away.location()).await;
    visitor.get(&back[url::Position::BeforePath..]).await;
    let account = visitor.get("/security").await.body;
    assert!(account.contains("name=\"new_password\""), "{account}");
}
