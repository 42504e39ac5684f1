//! From the start of a sign-in to its session, and every way it can fail.

use std::time::Duration;

use auth::{BrowserId, CallbackAnswer, FinishError, HostedPage, ReturnTo, SignInOptions};
use local_pool::{Misbehaviour, Times};

use crate::stage::{ALICE, BOB, Stage};

#[tokio::test]
async fn a_sign_in_ends_in_a_session_on_the_way_to_where_one_was_going() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in(BOB).await;
    assert_eq!(signed_in.return_to, ReturnTo::parse("/profile"));
    assert!(signed_in.complete);
    let session = stage.find(&signed_in.session).await.unwrap();
    let profile = stage.auth.profile(&session).await.unwrap();
    assert_eq!(profile.values["email"], BOB.name);
    assert_eq!(profile.values["custom:employee_id"], "E-1042");
    assert_eq!(stage.calls("/oauth2/userInfo"), 0, "the ID token has said it all");
}

#[tokio::test]
async fn somebody_who_lacks_a_required_attribute_is_not_complete() {
    let stage = Stage::new().await;
    assert!(!stage.sign_in(ALICE).await.complete);
}

#[tokio::test]
async fn callback_rejects_a_used_state() {
    let stage = Stage::new().await;
    stage.pool.misbehave(Misbehaviour::CodeTwice, Times::Always);
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    stage.hand_in(&browser, &answer).await.unwrap();
    let again = stage.hand_in(&browser, &answer).await;
    assert!(matches!(again, Err(FinishError::UsedOrExpired)), "{again:?}");
    assert_eq!(
        stage.calls("authorization_code"),
        1,
        "the second use never reaches the pool"
    );
}

#[tokio::test]
async fn callback_rejects_an_answer_from_another_browser() {
    let stage = Stage::new().await;
    let (mine, _) = stage.visit_pool(None, BOB).await;
    let (_, stolen) = stage.visit_pool(None, ALICE).await;
    let refused = stage.hand_in(&mine, &stolen).await;
    assert!(matches!(refused, Err(FinishError::UsedOrExpired)), "{refused:?}");
}

#[tokio::test]
async fn callback_without_a_pending_sign_in_makes_no_session() {
    let stage = Stage::new().await;
    let (_, answer) = stage.visit_pool(None, BOB).await;
    let refused = stage.auth.finish_sign_in(None, None, &answer).await;
    assert!(matches!(refused, Err(FinishError::NotPending)), "{refused:?}");
    assert_eq!(stage.calls("authorization_code"), 0);
}

#[tokio::test]
async fn callback_rejects_a_code_without_its_state() {
    let stage = Stage::new().await;
    stage.pool.misbehave(Misbehaviour::DropState, Times::Always);
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let refused = stage.hand_in(&browser, &answer).await;
    assert!(matches!(refused, Err(FinishError::UsedOrExpired)), "{refused:?}");
}

#[tokio::test]
async fn three_tabs_may_finish_in_any_order() {
    let stage = Stage::new().await;
    let (browser, first) = stage.visit_pool(None, BOB).await;
    let (_, second) = stage.visit_pool(Some(browser.clone()), BOB).await;
    let (_, third) = stage.visit_pool(Some(browser.clone()), BOB).await;
    for answer in [second, third, first] {
        stage.hand_in(&browser, &answer).await.unwrap();
    }
}

#[tokio::test]
async fn a_sixth_pending_sign_in_drops_the_oldest() {
    let stage = Stage::new().await;
    let (browser, oldest) = stage.visit_pool(None, BOB).await;
    let (_, second) = stage.visit_pool(Some(browser.clone()), BOB).await;
    for _ in 0..4 {
        start(&stage, &browser).await;
    }
    assert!(matches!(
        stage.hand_in(&browser, &oldest).await,
        Err(FinishError::UsedOrExpired)
    ));
    assert!(stage.hand_in(&browser, &second).await.is_ok());
}

async fn start(stage: &Stage, browser: &BrowserId) {
    let options = SignInOptions::default();
    stage
        .auth
        .start_sign_in(Some(browser.clone()), ReturnTo::default(), &options)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_pending_sign_in_dies_after_five_minutes() {
    let stage = Stage::new().await;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    stage.pass(Duration::from_mins(5));
    assert!(matches!(
        stage.hand_in(&browser, &answer).await,
        Err(FinishError::UsedOrExpired)
    ));
}

#[tokio::test]
async fn each_error_of_the_authorize_endpoint_has_its_meaning() {
    let stage = Stage::new().await;
    for (code, wanted) in [
        ("access_denied", "Denied"),
        ("login_required", "UsedOrExpired"),
        ("invalid_scope", "Misconfigured"),
        ("unauthorized_client", "Misconfigured"),
        ("invalid_request", "Refused"),
        ("server_error", "Refused"),
        ("<script>", "Refused(Other(\"unreadable\"))"),
    ] {
        let answer = CallbackAnswer {
            error: Some(code.to_owned()),
            ..CallbackAnswer::default()
        };
        let error = stage.auth.finish_sign_in(None, None, &answer).await.unwrap_err();
        assert!(format!("{error:?}").starts_with(wanted), "{code}: {error:?}");
    }
}

#[tokio::test]
async fn a_denial_uses_up_its_pending_sign_in() {
    let stage = Stage::new().await;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let denial = CallbackAnswer {
        code: None,
        error: Some("access_denied".to_owned()),
        ..answer.clone()
    };
    assert!(matches!(
        stage.hand_in(&browser, &denial).await,
        Err(FinishError::Denied)
    ));
    assert!(matches!(
        stage.hand_in(&browser, &answer).await,
        Err(FinishError::UsedOrExpired)
    ));
}

#[tokio::test]
async fn the_answer_of_another_issuer_is_not_trusted() {
    let stage = Stage::new().await;
    for (issuer, trusted) in [
        ("https://evil.example".to_owned(), false),
        (stage.pool.issuer(), true),
    ] {
        let (browser, answer) = stage.visit_pool(None, BOB).await;
        let answer = CallbackAnswer {
            iss: Some(issuer),
            ..answer
        };
        let outcome = stage.hand_in(&browser, &answer).await;
        assert_eq!(outcome.is_ok(), trusted, "{outcome:?}");
        assert!(trusted || matches!(outcome, Err(FinishError::Untrusted(_))));
    }
}

#[tokio::test]
async fn a_forged_id_token_makes_no_session() {
    use Misbehaviour as M;

    let stage = Stage::new().await;
    for forgery in [
        M::BadIss,
        M::BadAud,
        M::BadNonce,
        M::BadSig,
        M::AlgNone,
        M::Hs256,
        M::UnknownKid,
        M::Expired,
        M::OldIat,
        M::WrongTokenUse,
        M::WrongSub,
    ] {
        let (browser, answer) = stage.visit_pool(None, BOB).await;
        stage.pool.misbehave(forgery, Times::Once);
        let refused = stage.hand_in(&browser, &answer).await;
        assert!(
            matches!(refused, Err(FinishError::Untrusted(_))),
            "{forgery:?}: {refused:?}"
        );
        stage.pool.behave();
    }
}

#[tokio::test]
async fn a_pool_in_trouble_is_unavailable_and_not_at_fault() {
    use Misbehaviour as M;

    let stage = Stage::new().await;
    for trouble in [M::Throttle, M::ServerError, M::DropConnection] {
        let (browser, answer) = stage.visit_pool(None, BOB).await;
        stage.pool.misbehave(trouble, Times::Once);
        let failed = stage.hand_in(&browser, &answer).await;
        assert!(
            matches!(failed, Err(FinishError::Unavailable(_))),
            "{trouble:?}: {failed:?}"
        );
        stage.pool.behave();
        assert!(matches!(
            stage.hand_in(&browser, &answer).await,
            Err(FinishError::UsedOrExpired)
        ));
    }
}

#[tokio::test]
async fn a_pool_that_takes_too_long_is_unavailable() {
    let stage = Stage::impatient().await;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    stage.pool.misbehave(Misbehaviour::SlowToken, Times::Once);
    let failed = stage.hand_in(&browser, &answer).await;
    assert!(matches!(failed, Err(FinishError::Unavailable(_))), "{failed:?}");
}

#[tokio::test]
async fn a_wrong_client_secret_is_named_for_the_log() {
    let stage = Stage::with_wrong_secret().await;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let error = stage.hand_in(&browser, &answer).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "the app client is misconfigured: CLIENT_ID or CLIENT_SECRET"
    );
}

#[tokio::test]
async fn an_expired_code_is_used_or_expired() {
    let stage = Stage::new().await;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    stage.pool.clock().advance(Duration::from_secs(301));
    assert!(matches!(
        stage.hand_in(&browser, &answer).await,
        Err(FinishError::UsedOrExpired)
    ));
}

#[tokio::test]
async fn signing_up_goes_to_the_sign_up_page_with_the_same_parameters() {
    let stage = Stage::new().await;
    let options = SignInOptions {
        page: HostedPage::SignUp,
        lang: Some("es".to_owned()),
        ..SignInOptions::default()
    };
    let started = stage
        .auth
        .start_sign_in(None, ReturnTo::default(), &options)
        .await
        .unwrap();
    assert_eq!(started.location.path(), "/signup");
    let query = started.location.query().unwrap();
    for part in [
        "response_type=code",
        "code_challenge_method=S256",
        "state=",
        "nonce=",
        "lang=es",
    ] {
        assert!(query.contains(part), "{part} in {query}");
    }
}

#[tokio::test]
async fn only_the_scopes_that_are_needed_are_asked_for_and_nothing_is_drawn_twice() {
    let stage = Stage::new().await;
    let mut drawn = std::collections::HashSet::new();
    for _ in 0..50 {
        let options = SignInOptions::default();
        let started = stage
            .auth
            .start_sign_in(None, ReturnTo::default(), &options)
            .await
            .unwrap();
        for (name, value) in started.location.query_pairs() {
            match name.as_ref() {
                "scope" => assert_eq!(value, "openid email profile aws.cognito.signin.user.admin"),
                "state" | "nonce" | "code_challenge" => assert!(drawn.insert(value.into_owned())),
                _ => {}
            }
        }
    }
    assert_eq!(drawn.len(), 150);
}
