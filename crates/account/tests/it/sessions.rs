//! Sessions: how they begin, last and end, and what the store sees of them.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use futures::FutureExt as _;
use session_store::{MemoryStore, SqliteStore};
use signin::{CallbackAnswer, Slot};

use crate::jar::Jar;
use crate::stage::{ALICE, BOB, Person, Stage, form, posted};
use test_support::FaultyStore;

const HOUR: Duration = Duration::from_hours(1);

#[tokio::test]
async fn sign_in_renews_id_and_ends_previous_session() {
    let stage = Stage::new().await;
    let first = stage.sign_in(BOB).await.session;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let browser = browser.with_session(&stage.account, &first);
    let second = stage.hand_in(&browser, &answer).await.unwrap().session;
    assert_ne!(first, second);
    assert!(stage.find(&first).await.is_none());
    assert!(stage.find(&second).await.is_some());
}

#[tokio::test]
async fn a_failed_sign_in_leaves_the_session_alone() {
    let stage = Stage::new().await;
    let session = stage.sign_in(BOB).await.session;
    let answer = CallbackAnswer {
        error: Some("access_denied".to_owned()),
        ..CallbackAnswer::default()
    };
    let browser = Jar::default().with_session(&stage.account, &session);
    stage.hand_in(&browser, &answer).await.unwrap_err();
    assert!(stage.find(&session).await.is_some());
}

#[tokio::test]
async fn used_session_lives_until_its_absolute_limit() {
    let stage = Stage::new().await;
    let session = stage.sign_in(BOB).await.session;
    for _ in 0..7 {
        stage.pass(23 * HOUR);
        assert!(stage.find(&session).await.is_some());
    }
    stage.pass(7 * HOUR);
    assert!(stage.find(&session).await.is_none(), "seven days are over");
}

#[tokio::test]
async fn idle_session_ends_after_a_day() {
    let stage = Stage::new().await;
    let session = stage.sign_in(BOB).await.session;
    stage.pass(24 * HOUR);
    assert!(stage.find(&session).await.is_none());
}

#[tokio::test]
async fn sign_out_revokes_the_refresh_token() {
    let stage = Stage::new().await;
    let session = stage.sign_in(BOB).await.session;
    let signed_out = stage.signin().sign_out.sign_out(Some(&session)).await;
    assert!(signed_out.is_ended);
    assert!(stage.find(&session).await.is_none());
    assert_eq!(stage.calls("/oauth2/revoke"), 1);
    let location = signed_out.location.unwrap();
    assert_eq!(location.path(), "/logout");
    let query: Vec<_> = location.query_pairs().collect();
    assert_eq!(query[0], ("client_id".into(), stage.pool.client_id().into()));
    assert_eq!(
        query[1],
        ("logout_uri".into(), "http://localhost:3000/logged_out".into())
    );
}

#[tokio::test]
async fn signing_out_works_while_the_pool_does_not() {
    let stage = Stage::new().await;
    let session = stage.sign_in(BOB).await.session;
    stage
        .pool
        .misbehave(local_pool::Misbehaviour::ServerError, local_pool::Times::Always);
    stage.signin().sign_out.sign_out(Some(&session)).await;
    assert!(stage.find(&session).await.is_none());
}

#[tokio::test]
async fn sign_out_is_idempotent() {
    let stage = Stage::new().await;
    let session = stage.sign_in(BOB).await.session;
    for id in [Some(&session), Some(&session), None] {
        assert!(stage.signin().sign_out.sign_out(id).await.is_ended);
    }
    assert_eq!(stage.calls("/oauth2/revoke"), 1);
}

#[tokio::test]
async fn sign_out_on_read_only_store_keeps_trying() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let session = stage.sign_in(BOB).await.session;
    store.set_read_only(true);
    let signed_out = stage.signin().sign_out.sign_out(Some(&session)).await;
    assert!(!signed_out.is_ended);
    assert_eq!(signed_out.location.unwrap().path(), "/logout");
    assert_eq!(stage.calls("/oauth2/revoke"), 1, "it is of no use any more");
    assert!(stage.find(&session).await.is_some());
    store.set_read_only(false);
    stage.signin().background.finish().await;
    assert!(stage.find(&session).await.is_none());
}

#[tokio::test]
async fn sign_out_waits_for_an_absent_store() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let session = stage.sign_in(BOB).await.session;
    store.set_unreachable(true);
    assert!(!stage.signin().sign_out.sign_out(Some(&session)).await.is_ended);
    assert_eq!(stage.calls("/oauth2/revoke"), 0);
    store.set_unreachable(false);
    stage.signin().background.finish().await;
    assert!(stage.find(&session).await.is_none());
    assert_eq!(stage.calls("/oauth2/revoke"), 1);
}

#[tokio::test]
async fn sign_out_finishes_though_the_browser_leaves() {
    let stage = Stage::new().await;
    let session = stage.sign_in(BOB).await.session;
    // Polled once, then dropped.
    assert!(
        stage
            .signin()
            .sign_out
            .sign_out(Some(&session))
            .now_or_never()
            .is_none()
    );
    stage.signin().background.finish().await;
    assert!(stage.find(&session).await.is_none());
    assert_eq!(stage.calls("/oauth2/revoke"), 1);
}

#[tokio::test]
async fn message_is_shown_once_in_its_slot() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage
        .signin()
        .messages
        .leave(&session, Slot::Profile, &"first")
        .await
        .unwrap();
    stage
        .signin()
        .messages
        .leave(&session, Slot::Profile, &"second")
        .await
        .unwrap();
    let take = async |slot| {
        stage
            .signin()
            .messages
            .take::<String>(&session, slot)
            .await
            .unwrap()
    };
    assert_eq!(take(Slot::Welcome).await, None);
    assert_eq!(take(Slot::Profile).await.as_deref(), Some("second"));
    assert_eq!(take(Slot::Profile).await, None);
}

/// Handles and whether they are this one, in the order shown.
async fn shown(stage: &Stage, session: &signin::Session) -> Vec<(String, bool)> {
    let own = stage.signin().own_sessions.list(session).await.unwrap();
    own.into_iter().map(|own| (own.handle, own.is_this)).collect()
}

#[tokio::test]
async fn people_see_their_own_sessions_this_one_first() {
    let stage = Stage::new().await;
    let ids = [stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session];
    stage.session(ALICE).await;
    stage.pass(HOUR);
    let desk = stage.find(&ids[0]).await.unwrap();
    let own = stage.signin().own_sessions.list(&desk).await.unwrap();
    assert_eq!(own.len(), 2, "nobody else's");
    assert!(own[0].is_this && !own[1].is_this);
    let before = own[1].used_at;
    stage.pass(HOUR);
    stage.find(&ids[1]).await.unwrap();
    let own = stage.signin().own_sessions.list(&desk).await.unwrap();
    assert!(own[1].used_at > before && own[1].signed_in_at == before);
}

#[tokio::test]
async fn revoked_session_is_known_for_longest_pool_session() {
    let stage = Stage::new().await;
    let desk = stage.session(BOB).await;
    let (phone, tablet) = (stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session);
    stage.signin().sign_out.sign_out(Some(&tablet)).await;
    assert!(
        !stage
            .signin()
            .revoked_sessions
            .was_revoked_remotely(&phone)
            .await
            .unwrap(),
        "alive"
    );
    stage.signin().own_sessions.end_others(&desk).await.unwrap();
    assert!(
        stage
            .signin()
            .revoked_sessions
            .was_revoked_remotely(&phone)
            .await
            .unwrap()
    );
    assert!(
        !stage
            .signin()
            .revoked_sessions
            .was_revoked_remotely(&tablet)
            .await
            .unwrap(),
        "it signed out itself"
    );
    let second = Duration::from_secs(1);
    stage.pass((90 * 24 * HOUR).saturating_sub(second));
    assert!(
        stage
            .signin()
            .revoked_sessions
            .was_revoked_remotely(&phone)
            .await
            .unwrap()
    );
    stage.pass(second);
    assert!(
        !stage
            .signin()
            .revoked_sessions
            .was_revoked_remotely(&phone)
            .await
            .unwrap()
    );
}

#[tokio::test]
async fn surplus_session_needs_no_reauth() {
    let stage = Stage::new().await;
    let first = stage.sign_in(BOB).await.session;
    for _ in 0..100 {
        stage.pass(Duration::from_secs(61));
        stage.sign_in(BOB).await;
    }
    assert!(stage.find(&first).await.is_none(), "one too many");
    assert!(
        !stage
            .signin()
            .revoked_sessions
            .was_revoked_remotely(&first)
            .await
            .unwrap()
    );
}

/// Where a pool tracks sessions, ending one here ends the one in its browser; where it does not, the token at least.
#[tokio::test]
async fn ended_session_takes_the_pools_along() {
    let stage = Stage::new().await;
    let desk = stage.session(BOB).await;
    stage.sign_in(BOB).await;
    stage.signin().own_sessions.end_others(&desk).await.unwrap();
    stage.until_called("RevokeToken", 1).await;
}

#[tokio::test]
async fn concurrent_sign_ins_keep_a_hundred_sessions() {
    let stage = Stage::new().await;
    for _ in 0..60 {
        stage.sign_in(BOB).await;
    }
    stage.pass(Duration::from_secs(61));
    let mut waiting = Vec::new();
    for _ in 0..50 {
        waiting.push(stage.visit_pool(None, BOB).await);
    }
    let all = waiting
        .iter()
        .map(|(browser, answer)| stage.hand_in(browser, answer));
    let outcomes = futures::future::join_all(all).await;
    let mut newest = Vec::new();
    for outcome in outcomes {
        newest.push(
            stage
                .find(&outcome.unwrap().session)
                .await
                .expect("a new one stays"),
        );
    }
    let newest = &newest[0];
    assert_eq!(shown(&stage, newest).await.len(), 100);
}

#[tokio::test]
async fn only_own_sessions_can_be_ended() {
    let stage = Stage::new().await;
    let desk = stage.session(BOB).await;
    let phone_id = stage.sign_in(BOB).await.session;
    let phone = stage.find(&phone_id).await.unwrap();
    let (alice_id, others) = (stage.sign_in(ALICE).await.session, shown(&stage, &desk).await);
    let alice = stage.find(&alice_id).await.unwrap();
    let [(of_alice, _)] = &shown(&stage, &alice).await[..] else {
        panic!("one session")
    };
    assert!(
        !stage
            .signin()
            .own_sessions
            .end_one(&desk, of_alice)
            .await
            .unwrap()
    );
    assert!(
        !stage
            .signin()
            .own_sessions
            .end_one(&desk, &others[0].0)
            .await
            .unwrap(),
        "not this one"
    );
    assert!(
        stage
            .signin()
            .own_sessions
            .end_one(&desk, &others[1].0)
            .await
            .unwrap()
    );
    assert!(
        !stage
            .signin()
            .own_sessions
            .end_one(&desk, &others[1].0)
            .await
            .unwrap(),
        "it is gone"
    );
    assert!(
        stage
            .another_process()
            .signin
            .sessions
            .find(&phone_id)
            .await
            .unwrap()
            .is_none()
    );
    assert!(stage.find(&alice_id).await.is_some());
    stage.until_called("/oauth2/revoke", 1).await;
    let refused = stage
        .account
        .save_profile
        .save(&phone, &account::Submission::default())
        .await;
    assert!(
        matches!(
            refused,
            Err(account::SaveError::User(signin::SessionCallError::Ended))
        ),
        "a request under way finds no tokens: {refused:?}"
    );
}

#[tokio::test]
async fn all_other_sessions_can_be_ended() {
    let stage = Stage::new().await;
    let id = stage.sign_in(BOB).await.session;
    let desk = stage.find(&id).await.unwrap();
    let others = [stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session];
    assert_eq!(stage.signin().own_sessions.end_others(&desk).await.unwrap(), 2);
    assert_eq!(stage.signin().own_sessions.end_others(&desk).await.unwrap(), 0);
    for other in &others {
        assert!(stage.find(other).await.is_none());
    }
    assert!(stage.find(&id).await.is_some());
}

#[tokio::test]
async fn global_sign_out_ends_sessions_and_pool_tokens() {
    let stage = Stage::new().await;
    let ids = [stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session];
    let desk = stage.find(&ids[0]).await.unwrap();
    let ended = stage
        .signin()
        .own_sessions
        .sign_out_everywhere(&desk)
        .await
        .unwrap();
    assert!(ended.is_pool_told);
    assert_eq!(ended.location.unwrap().path(), "/logout");
    assert_eq!(stage.calls("GlobalSignOut"), 1);
    for id in &ids {
        assert!(stage.find(id).await.is_none());
    }
}

#[tokio::test]
async fn global_sign_out_works_without_the_pool() {
    let stage = Stage::new().await;
    let ids = [stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session];
    let desk = stage.find(&ids[0]).await.unwrap();
    stage
        .pool
        .misbehave(local_pool::Misbehaviour::ServerError, local_pool::Times::Always);
    let ended = stage
        .signin()
        .own_sessions
        .sign_out_everywhere(&desk)
        .await
        .unwrap();
    assert!(!ended.is_pool_told);
    for id in &ids {
        assert!(stage.find(id).await.is_none());
    }
}

#[tokio::test]
async fn global_sign_out_finishes_though_browser_leaves() {
    let stage = Stage::new().await;
    let ids = [stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session];
    let desk = stage.find(&ids[0]).await.unwrap();
    // Polled once, then dropped.
    assert!(
        stage
            .signin()
            .own_sessions
            .sign_out_everywhere(&desk)
            .now_or_never()
            .is_none()
    );
    stage.signin().background.finish().await;
    for id in &ids {
        assert!(stage.find(id).await.is_none());
    }
    assert_eq!(stage.calls("GlobalSignOut"), 1);
}

#[tokio::test]
async fn signing_out_everywhere_waits_for_no_pool() {
    let stage = Stage::new().await;
    let ids = [stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session];
    let desk = stage.find(&ids[0]).await.unwrap();
    // The access token is over, and the pool takes its time to renew it.
    stage.pass(Duration::from_hours(1));
    stage
        .pool
        .misbehave(local_pool::Misbehaviour::SlowToken, local_pool::Times::Once);
    let leaving = stage.signin().own_sessions.sign_out_everywhere(&desk);
    assert!(
        tokio::time::timeout(Duration::from_secs(1), leaving)
            .await
            .is_err()
    );
    for id in &ids {
        assert!(stage.find(id).await.is_none());
    }
}

#[tokio::test]
async fn global_sign_out_works_with_expired_tokens() {
    let stage = Stage::new().await;
    let desk = stage.session(BOB).await;
    stage.pass(Duration::from_hours(1));
    assert!(
        stage
            .signin()
            .own_sessions
            .sign_out_everywhere(&desk)
            .await
            .unwrap()
            .is_pool_told
    );
    assert_eq!(stage.calls("GlobalSignOut"), 1);
}

#[tokio::test]
async fn operator_sign_out_ends_sessions_within_a_minute() {
    for operation in ["AdminDisableUser", "AdminUserGlobalSignOut"] {
        let stage = Stage::new().await;
        let id = stage.sign_in(BOB).await.session;
        stage.administer(operation, BOB).await;
        stage.pass(Duration::from_secs(61));
        let session = stage.find(&id).await.unwrap();
        let ended = stage.account.profiles.get(&session).await;
        assert!(
            matches!(ended, Err(signin::SessionCallError::Ended)),
            "{operation}: {ended:?}"
        );
        assert!(stage.find(&id).await.is_none(), "{operation}");
    }
}

#[tokio::test]
async fn users_sharing_an_address_stay_apart() {
    let mut seed = local_pool::Seed::demo();
    let pool = &mut seed.pools[0];
    pool.username_attributes.clear();
    pool.users.truncate(2);
    for (user, name) in pool.users.iter_mut().zip(["first", "second"]) {
        user.username = Some(name.to_owned());
        user.password = Some("Same-for-both-1".to_owned());
        user.attributes
            .insert("email".to_owned(), "both@example.com".to_owned());
    }
    let stage = Stage::on_pool(seed, Arc::<MemoryStore>::default()).await;
    let person = |name| Person {
        name,
        password: "Same-for-both-1",
    };
    let (first, second) = (
        stage.session(person("first")).await,
        stage.session(person("second")).await,
    );
    assert_ne!(first.subject(), second.subject());
    let edit = posted(form([
        ("name", "First of all"),
        ("custom:job_title", "Cook"),
        ("custom:department", "sales"),
    ]));
    stage.account.save_profile.save(&first, &edit).await.unwrap();
    let theirs = stage.account.profiles.get(&second).await.unwrap();
    assert_eq!(theirs.values["email"], "both@example.com");
    assert_ne!(theirs.values["name"], "First of all");
}

#[tokio::test]
async fn csrf_token_belongs_to_one_session() {
    let stage = Stage::new().await;
    let (mine, yours) = (stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session);
    let token = stage.signin().csrf.csrf_token(&mine);
    assert!(stage.signin().csrf.is_csrf_token(&mine, token.as_str()));
    assert!(!stage.signin().csrf.is_csrf_token(&yours, token.as_str()));
    assert!(!stage.signin().csrf.is_csrf_token(&mine, ""));
    assert!(!stage.signin().csrf.is_csrf_token(&mine, &"A".repeat(43)));
}

#[tokio::test]
async fn stored_bytes_show_no_tokens_or_values() {
    let folder = tempfile::tempdir().unwrap();
    let store = SqliteStore::open(&folder.path().join("sessions.db"))
        .await
        .unwrap();
    let stage = Stage::on(Arc::new(store)).await;
    let (browser, answer) = stage.visit_pool(None, BOB).await;
    let (_, sealed) = browser
        .header()
        .rsplit_once('=')
        .map(|(before, value)| (before.to_owned(), value.to_owned()))
        .unwrap();
    let mut secrets = vec![sealed, answer.state.clone().unwrap()];
    let session = stage.hand_in(&browser, &answer).await.unwrap().session;
    // An id is bytes that travel as text: neither may be found.
    let raw_id = URL_SAFE_NO_PAD.decode(session.expose()).unwrap();
    secrets.push(session.expose());
    secrets.extend(stage.pool.issued_tokens());
    secrets.extend([BOB.name.to_owned(), "E-1042".to_owned()]);

    let mut disk = Vec::new();
    for file in std::fs::read_dir(folder.path()).unwrap() {
        disk.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    assert!(contains(&disk, b"records_by_owner"), "the files are the store's");
    for secret in secrets {
        assert!(!contains(&disk, secret.as_bytes()), "found on disk: {secret}");
    }
    assert!(
        !contains(&disk, &raw_id),
        "the bytes of the session id are on disk"
    );
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}
