//! From the start of a sign-in to its session, and every way it can fail.

use std::time::Duration;

use local_pool::{Misbehaviour, Times};
use signin::{CallbackAnswer, FinishError, HostedPage, ReturnTo, SignInOptions};

use crate::jar::Jar;
use crate::stage::{ALICE, BOB, Stage};

#[tokio::test]
async fn sign_in_makes_session_and_keeps_destination() {
    let stage = Stage::new().await;
    let signed_in = stage.sign_in(BOB).await;
    assert_eq!(signed_in.return_to, ReturnTo::parse("/profile"));
    assert!(signed_in.complete);
    let session = stage.find(&signed_in.session).await.unwrap();
    let profile = stage.account.profiles.get(&session).await.unwrap();
    assert_eq!(profile.values["email"], BOB.name);
    assert_eq!(profile.values["custom:employee_id"], "E-1042");
    assert_eq!(stage.calls("/oauth2/userInfo"), 0, "the ID token has said it all");
}

#[tokio::test]
async fn missing_required_attribute_makes_sign_in_incomplete() {
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
async fn callback_without_pending_sign_in_is_refused() {
    let stage = Stage::new().await;
    let (_, answer) = stage.visit_pool(None, BOB).await;
    let refused = stage.hand_in(&Jar::default(), &answer).await;
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
    let (browser, second) = stage.visit_pool(Some(browser), BOB).await;
    let (browser, third) = stage.visit_pool(Some(browser), BOB).await;
    for answer in [second, third, first] {
        stage.hand_in(&browser, &answer).await.unwrap();
    }
}

/// An answer of the pool to a sign-in that started in this browser and is not finished there.
async fn start(stage: &Stage, browser: Jar, to: &str) -> (Jar, CallbackAnswer) {
    let options = SignInOptions::default();
    let (browser, location) = stage.start(browser, ReturnTo::parse(to), &options).await;
    let mut pairs = location.query_pairs();
    let (_, sent) = pairs.find(|(name, _)| name == "state").unwrap();
    let answer = CallbackAnswer {
        state: Some(sent.into_owned()),
        error: Some("access_denied".to_owned()),
        ..CallbackAnswer::default()
    };
    (browser, answer)
}

#[tokio::test]
async fn sixth_pending_sign_in_drops_the_oldest() {
    let stage = Stage::new().await;
    let (browser, oldest) = stage.visit_pool(None, BOB).await;
    stage.pass(Duration::from_secs(1));
    let (mut browser, second) = stage.visit_pool(Some(browser), BOB).await;
    for _ in 0..4 {
        stage.pass(Duration::from_secs(1));
        browser = start(&stage, browser, "/").await.0;
    }
    assert_eq!(browser.count("lc-signin-"), 5);
    assert!(matches!(
        stage.hand_in(&browser, &oldest).await,
        Err(FinishError::NotPending | FinishError::UsedOrExpired)
    ));
    assert!(stage.hand_in(&browser, &second).await.is_ok());
}

/// Each answer is made from the same cookies, as when many tabs are opened at once.
#[tokio::test]
async fn fifty_starts_at_once_leave_bounded_cookies() {
    let stage = Stage::new().await;
    let held = Jar::default().read(&stage.account);
    let mut browser = Jar::default();
    for _ in 0..50 {
        let started = stage
            .account
            .admission
            .start_sign_in(&held, ReturnTo::parse("/profile"), &SignInOptions::default())
            .await
            .unwrap();
        browser = browser.with(started.cookies);
    }
    assert!(browser.count("lc-signin-") <= 32, "{browser:?}");
    assert!(browser.header().len() < 8_000, "{} bytes", browser.header().len());
    let (browser, _) = start(&stage, browser, "/").await;
    assert_eq!(browser.count("lc-signin-"), 5, "the next start leaves the newest");
}

#[tokio::test]
async fn long_destinations_keep_the_cookie_header_small() {
    let stage = Stage::new().await;
    let long = format!("/profile?q={}", "x".repeat(1_000));
    let mut browser = Jar::default();
    for _ in 0..8 {
        stage.pass(Duration::from_secs(1));
        let (now, answer) = start(&stage, browser, &long).await;
        browser = now;
        assert!(
            browser.header().len() <= 6_000,
            "{} bytes",
            browser.header().len()
        );
        let held = browser.read(&stage.account);
        assert_eq!(stage.signin().sign_in.destination(&held, &answer).as_str(), long);
    }
    assert!(browser.count("lc-signin-") >= 3, "three tabs have room");
}

#[tokio::test]
async fn pending_sign_in_that_was_changed_is_none() {
    let stage = Stage::new().await;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let header = browser.header();
    let pending = header.split("; ").find(|pair| pair.starts_with("lc-signin-"));
    let (name, value) = pending.unwrap().split_once('=').unwrap();
    let other = |c: char| if c == 'A' { 'B' } else { 'A' };
    for at in [0, 10, 40, value.len() - 2] {
        let changed: String = value
            .chars()
            .enumerate()
            .map(|(i, c)| if i == at { other(c) } else { c })
            .collect();
        let forged = Jar::default().with([format!("{name}={changed}; Path=/")]);
        let refused = stage.hand_in(&forged, &answer).await;
        assert!(
            matches!(refused, Err(FinishError::UsedOrExpired)),
            "{at}: {refused:?}"
        );
    }
    assert!(stage.hand_in(&browser, &answer).await.is_ok());
}

#[tokio::test]
async fn fifty_callbacks_at_once_exchange_one_code() {
    let stage = Stage::new().await;
    stage.pool.misbehave(Misbehaviour::CodeTwice, Times::Always);
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let all = (0..50).map(|_| stage.hand_in(&browser, &answer));
    let outcomes = futures::future::join_all(all).await;
    assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 1);
    assert_eq!(stage.calls("authorization_code"), 1);
}

#[tokio::test]
async fn starting_a_sign_in_writes_nothing() {
    let store = std::sync::Arc::new(test_support::FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    store.set_read_only(true);
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let failed = stage.hand_in(&browser, &answer).await;
    assert!(matches!(failed, Err(FinishError::Failed(_))), "{failed:?}");
    assert_eq!(
        stage.calls("authorization_code"),
        0,
        "not before it is noted as used"
    );
    store.set_read_only(false);
    assert!(stage.hand_in(&browser, &answer).await.is_ok());
}

#[tokio::test]
async fn pending_sign_in_lives_for_an_hour() {
    let stage = Stage::new().await;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    stage.pass(Duration::from_secs(3599));
    let (late, later) = stage.visit_pool(Some(browser.clone()), BOB).await;
    stage.pass(Duration::from_secs(1));
    let refused = stage.hand_in(&browser, &answer).await;
    assert!(matches!(refused, Err(FinishError::TooLate)), "{refused:?}");
    let held = browser.read(&stage.account);
    assert_eq!(
        stage.signin().sign_in.destination(&held, &answer).as_str(),
        "/profile"
    );
    assert_eq!(stage.calls("authorization_code"), 0);
    assert!(stage.hand_in(&late, &later).await.is_ok());
}

#[tokio::test]
async fn each_authorize_error_has_its_meaning() {
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
        let error = stage.hand_in(&Jar::default(), &answer).await.unwrap_err();
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
async fn failing_pool_is_unavailable() {
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
async fn wrong_client_secret_is_named_for_log() {
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
async fn sign_up_page_gets_the_same_parameters() {
    let stage = Stage::new().await;
    let options = SignInOptions {
        page: HostedPage::SignUp,
        lang: Some("es".to_owned()),
        ..SignInOptions::default()
    };
    let (_, location) = stage.start(Jar::default(), ReturnTo::default(), &options).await;
    assert_eq!(location.path(), "/signup");
    let query = location.query().unwrap();
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
async fn authorize_request_has_needed_scopes_and_unique_values() {
    let stage = Stage::new().await;
    let mut drawn = std::collections::HashSet::new();
    for _ in 0..50 {
        let options = SignInOptions::default();
        let (_, location) = stage.start(Jar::default(), ReturnTo::default(), &options).await;
        for (name, value) in location.query_pairs() {
            match name.as_ref() {
                "scope" => assert_eq!(value, "openid email profile aws.cognito.signin.user.admin"),
                "state" | "nonce" | "code_challenge" => assert!(drawn.insert(value.into_owned())),
                _ => {}
            }
        }
    }
    assert_eq!(drawn.len(), 150);
}
