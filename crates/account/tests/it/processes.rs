//! Several processes on one store: one refresh, nothing lost, whichever process dies in between.

use std::sync::Arc;
use std::time::Duration;

use account::{Account, SaveError, Submission};
use futures::FutureExt as _;
use futures::future::join_all;
use local_pool::{Misbehaviour, RotationSeed, Seed, Times};
use session_store::{MemoryStore, RedisStore, Store};
use signin::SessionCallError;
use tokio::sync::Notify;

use crate::stage::{BOB, Stage, form, posted};
use test_support::{FaultyStore, RedisServer};

/// An access token lives an hour.
const LIFE: Duration = Duration::from_hours(1);

/// A pool that rotates refresh tokens.
async fn rotating(grace_seconds: i64) -> Stage {
    rotating_on(grace_seconds, Arc::new(MemoryStore::default())).await
}

async fn rotating_on(grace_seconds: i64, store: Arc<dyn Store>) -> Stage {
    let mut seed = Seed::demo();
    for client in seed.pools.iter_mut().flat_map(|pool| &mut pool.clients) {
        client.refresh_token_rotation = Some(RotationSeed { grace_seconds });
        client.explicit_auth_flows = Some(vec!["ALLOW_USER_SRP_AUTH".to_owned()]);
    }
    Stage::on_pool(seed, store).await
}

/// Uses the session, so that its tokens have to be fresh.
async fn use_tokens(account: &Account, session: &signin::Session) -> Result<(), SaveError> {
    account
        .save_profile
        .save(session, &Submission::default())
        .await
        .map(drop)
}

async fn refresh_in_many_processes(stage: &Stage) {
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    let processes = [
        stage.account.clone(),
        stage.another_process(),
        stage.another_process(),
    ];
    let requests: Vec<_> = (0..100)
        .map(|number: usize| {
            let (account, session) = (processes[number % 3].clone(), session.clone());
            tokio::spawn(async move { account.profiles.get(&session).await })
        })
        .collect();
    for request in requests {
        request.await.unwrap().unwrap();
    }
    assert_eq!(stage.calls("refresh_token"), 1);
    assert_eq!(
        stage.calls("/oauth2/userInfo"),
        1,
        "reading the profile is done once, too"
    );
}

#[tokio::test]
async fn concurrent_requests_in_three_processes_share_one_refresh() {
    refresh_in_many_processes(&Stage::new().await).await;
}

#[tokio::test]
async fn processes_share_one_refresh_on_redis() {
    let server = RedisServer::start();
    let store = RedisStore::open(&server.url()).await.unwrap();
    refresh_in_many_processes(&Stage::on(Arc::new(store)).await).await;
}

#[tokio::test]
async fn lost_refresh_answer_is_retried_within_grace() {
    let stage = rotating(60).await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    stage.pool.misbehave(Misbehaviour::LostRefreshAnswer, Times::Once);
    use_tokens(&stage.account, &session).await.unwrap();
    assert_eq!(stage.calls("refresh_token"), 2);
    for _ in 0..3 {
        // Long after the grace: the new tokens were kept each time.
        stage.pass(LIFE);
        use_tokens(&stage.account, &session).await.unwrap();
    }
}

#[tokio::test]
async fn next_request_recovers_from_lost_refresh_answers() {
    let stage = rotating(60).await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    stage
        .pool
        .misbehave(Misbehaviour::LostRefreshAnswer, Times::Exactly(3));
    let outcome = use_tokens(&stage.account, &session).await;
    assert!(
        matches!(outcome, Err(SaveError::User(SessionCallError::Unavailable(_)))),
        "{outcome:?}"
    );
    stage.pass(Duration::from_secs(50));
    use_tokens(&stage.another_process(), &session).await.unwrap();
    stage.pass(LIFE);
    use_tokens(&stage.account, &session).await.unwrap();
}

#[tokio::test]
async fn dead_process_delays_refresh_by_its_lease() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    stage.pool.misbehave(Misbehaviour::SlowToken, Times::Once);
    let at_work = Arc::new(Notify::new());
    let tell = at_work.clone();
    store.on_acquire(move |number| {
        if number > 1 {
            tell.notify_one();
        }
        async { None }.boxed()
    });
    let doomed = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let (account, its_session) = (stage.another_process(), session.clone());
    doomed.spawn(async move { use_tokens(&account, &its_session).await });
    // It renews the lease while it waits for the pool.
    at_work.notified().await;
    doomed.shutdown_background();

    let mut waiting = std::pin::pin!(use_tokens(&stage.account, &session));
    let a_moment = Duration::from_millis(300);
    assert!(
        tokio::time::timeout(a_moment, &mut waiting).await.is_err(),
        "the lease is still held"
    );
    stage.pass(Duration::from_secs(10));
    waiting.await.unwrap();
    assert_eq!(stage.calls("refresh_token"), 1);
}

/// A session whose refresh token the pool has rotated for a process that died before it could store the new one.
async fn rotated_for_a_process_that_died(stage: &Stage, store: &FaultyStore) -> signin::Session {
    let session = stage.session(BOB).await;
    let has_answer = Arc::new(Notify::new());
    let tell = has_answer.clone();
    store.on_replace(move |_| {
        tell.notify_one();
        std::future::pending().boxed()
    });
    let doomed = tokio::runtime::Runtime::new().unwrap();
    let (account, its_session) = (stage.another_process(), session.clone());
    doomed.spawn(async move { account.signin.tokens.renew(&its_session).await });
    has_answer.notified().await;
    doomed.shutdown_background();
    store.on_replace(|_| async { None }.boxed());
    assert_eq!(stage.calls("refresh_token"), 1);
    session
}

/// The first tokens that are stored from now on are stored later: tells when the pool has answered, and waits until it is
/// told to go on.
fn hold_up_first_replacement(store: &FaultyStore) -> (Arc<Notify>, Arc<Notify>) {
    let (has_answer, goes_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (tell, wait) = (has_answer.clone(), goes_on.clone());
    store.on_replace(move |number| {
        let (tell, wait) = (tell.clone(), wait.clone());
        async move {
            if number == 1 {
                tell.notify_one();
                wait.notified().await;
            }
            None
        }
        .boxed()
    });
    (has_answer, goes_on)
}

#[tokio::test]
async fn interrupted_refresh_is_recovered_without_traffic() {
    let store = Arc::new(FaultyStore::default());
    let stage = rotating_on(60, store.clone()).await;
    let session = rotated_for_a_process_that_died(&stage, &store).await;
    stage.recover_refreshes().await;
    assert_eq!(stage.calls("refresh_token"), 1, "it may be at it still");

    stage.pass(Duration::from_secs(10));
    let others = [stage.another_process(), stage.another_process()];
    let all = join_all(
        others
            .iter()
            .map(|account| account.signin.refresh_recovery.recover_interrupted_refreshes()),
    )
    .await;
    assert!(all.iter().all(Result::is_ok), "{all:?}");
    assert_eq!(stage.calls("refresh_token"), 2);
    stage.pass(LIFE);
    use_tokens(&stage.account, &session).await.unwrap();
}

#[tokio::test]
async fn failed_refresh_recovery_is_retried() {
    let store = Arc::new(FaultyStore::default());
    let stage = rotating_on(60, store.clone()).await;
    let session = rotated_for_a_process_that_died(&stage, &store).await;
    stage.pass(Duration::from_secs(10));
    stage
        .pool
        .misbehave(Misbehaviour::LostRefreshAnswer, Times::Exactly(3));
    stage.recover_refreshes().await;
    assert_eq!(stage.calls("refresh_token"), 4);
    stage.pass(Duration::from_secs(10));
    stage.recover_refreshes().await;
    stage.pass(LIFE);
    use_tokens(&stage.account, &session).await.unwrap();
}

#[tokio::test]
async fn interrupted_refreshes_are_all_recovered() {
    let stage = rotating(60).await;
    let mut sessions = Vec::new();
    for _ in 0..20 {
        sessions.push(stage.session(BOB).await);
    }
    stage
        .pool
        .misbehave(Misbehaviour::LostRefreshAnswer, Times::Always);
    let renewed = join_all(
        sessions
            .iter()
            .map(|session| stage.signin().tokens.renew(session)),
    )
    .await;
    assert!(renewed.iter().all(Result::is_err));
    stage.pass(Duration::from_secs(10));
    let before = stage.calls("refresh_token");
    stage.recover_refreshes().await;
    let tried = stage.calls("refresh_token") - before;
    assert!(tried >= sessions.len(), "{tried}: nobody waits behind others");
    stage.pool.behave();
    stage.recover_refreshes().await;
    stage.pass(LIFE);
    for session in &sessions {
        use_tokens(&stage.account, session).await.unwrap();
    }
}

#[tokio::test]
async fn unreadable_refresh_answer_is_recovered() {
    let stage = rotating(60).await;
    let session = stage.session(BOB).await;
    stage.pool.misbehave(Misbehaviour::MalformedJson, Times::Once);
    stage.signin().tokens.renew(&session).await.unwrap_err();
    stage.pass(Duration::from_secs(10));
    stage.recover_refreshes().await;
    stage.pass(LIFE);
    use_tokens(&stage.account, &session).await.unwrap();
}

#[tokio::test]
async fn failing_recovery_is_given_up() {
    let stage = Stage::new().await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    stage.pool.misbehave(Misbehaviour::BadAud, Times::Always);
    use_tokens(&stage.account, &session).await.unwrap_err();
    for _ in 0..40 {
        stage.pass(Duration::from_secs(15));
        stage.recover_refreshes().await;
    }
    let tried = stage.calls("refresh_token");
    assert!((2..=5).contains(&tried), "{tried}");
}

#[tokio::test]
async fn slow_refresh_is_not_recovered_meanwhile() {
    let store = Arc::new(FaultyStore::default());
    let stage = rotating_on(60, store.clone()).await;
    let session = rotated_for_a_process_that_died(&stage, &store).await;
    stage.pass(Duration::from_secs(10));
    // As if the lease were renewed.
    let other = stage.another_process();
    let (has_answer, goes_on) = hold_up_first_replacement(&store);
    let (at_it, ()) = tokio::join!(other.signin.tokens.renew(&session), async {
        has_answer.notified().await;
        let begun = tokio::time::Instant::now();
        stage.recover_refreshes().await;
        assert!(
            begun.elapsed() < Duration::from_secs(5),
            "it does not wait for it"
        );
        goes_on.notify_one();
    });
    at_it.unwrap();
    assert_eq!(stage.calls("refresh_token"), 2);
}

#[tokio::test]
async fn renewal_during_a_refresh_refreshes_again() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let session = stage.session(BOB).await;
    let (has_answer, goes_on) = hold_up_first_replacement(&store);
    let renew = || {
        let (account, session) = (stage.account.clone(), session.clone());
        tokio::spawn(async move { account.signin.tokens.renew(&session).await })
    };
    let first = renew();
    // The pool has answered with the values of this moment: what is written now is not in its answer.
    has_answer.notified().await;
    let second = renew();
    tokio::task::yield_now().await;
    goes_on.notify_one();
    first.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
    assert_eq!(stage.calls("refresh_token"), 2);
}

#[tokio::test]
async fn expired_intent_is_not_recovered() {
    let store = Arc::new(FaultyStore::default());
    let stage = rotating_on(60, store.clone()).await;
    let _ = rotated_for_a_process_that_died(&stage, &store).await;
    // The pool's grace is over: the next use has to find out.
    stage.pass(Duration::from_mins(1));
    stage.recover_refreshes().await;
    assert_eq!(stage.calls("refresh_token"), 1);

    let store = Arc::new(FaultyStore::default());
    let stage = rotating_on(60, store.clone()).await;
    let session = rotated_for_a_process_that_died(&stage, &store).await;
    stage
        .signin()
        .own_sessions
        .sign_out_everywhere(&session)
        .await
        .unwrap();
    stage.pass(Duration::from_secs(10));
    stage.recover_refreshes().await;
    assert_eq!(stage.calls("refresh_token"), 1);
}

#[tokio::test]
async fn process_shuts_down_after_its_refreshes() {
    let store = Arc::new(FaultyStore::default());
    let stage = rotating_on(60, store.clone()).await;
    let session = stage.session(BOB).await;
    let (has_answer, goes_on) = hold_up_first_replacement(&store);
    // Whoever asked for new tokens is gone; the refresh goes on.
    let (account, asked) = (stage.account.clone(), session.clone());
    let asking = tokio::spawn(async move { account.signin.tokens.renew(&asked).await });
    has_answer.notified().await;
    asking.abort();
    let mut ending = std::pin::pin!(stage.signin().background.finish());
    assert!((&mut ending).now_or_never().is_none(), "it is at it still");
    goes_on.notify_one();
    ending.await;
    stage.pass(LIFE);
    use_tokens(&stage.another_process(), &session).await.unwrap();
}

#[tokio::test]
async fn refused_refresh_defers_to_another_process() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let id = stage.sign_in(BOB).await.session;
    let session = stage.find(&id).await.unwrap();
    stage.pass(LIFE);
    // As if the lease had run out and another process had rotated the token: the first call takes the lease, the
    // second looks whether it is still held.
    store.on_acquire(|number| async move { (number == 2).then_some(false) }.boxed());
    stage.pool.misbehave(Misbehaviour::RefreshRevoked, Times::Once);
    use_tokens(&stage.account, &session).await.unwrap();
    assert!(stage.find(&id).await.is_some());
}

#[tokio::test]
async fn tokens_stored_by_another_process_are_used() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    let (other, its_session) = (stage.another_process(), session.clone());
    // Both were at it; the other one was faster by a hair. It finds the lease free, for this one lost it.
    store.on_acquire(|_| async { Some(true) }.boxed());
    store.on_replace(move |number| {
        let (other, session) = (other.clone(), its_session.clone());
        async move {
            if number == 1 {
                use_tokens(&other, &session).await.unwrap();
            }
            None
        }
        .boxed()
    });
    use_tokens(&stage.account, &session).await.unwrap();
    stage.pass(LIFE);
    use_tokens(&stage.account, &session).await.unwrap();
}

#[tokio::test]
async fn sign_out_during_refresh_revokes_new_tokens() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let id = stage.sign_in(BOB).await.session;
    let session = stage.find(&id).await.unwrap();
    stage.pass(LIFE);
    let (other, its_id) = (stage.another_process(), id.clone());
    store.on_replace(move |number| {
        let (other, id) = (other.clone(), its_id.clone());
        async move {
            if number == 1 {
                other.signin.sign_out.sign_out(Some(&id)).await;
            }
            None
        }
        .boxed()
    });
    let outcome = use_tokens(&stage.account, &session).await;
    assert!(
        matches!(outcome, Err(SaveError::User(SessionCallError::Ended))),
        "{outcome:?}"
    );
    stage.until_called("/oauth2/revoke", 2).await;
}

#[tokio::test]
async fn new_tokens_outlast_a_store_restart() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let session = stage.session(BOB).await;
    stage.pass(LIFE);
    store.fail_token_writes(3);
    use_tokens(&stage.account, &session).await.unwrap();
    assert_eq!(stage.calls("refresh_token"), 1);
}

#[tokio::test]
async fn full_disk_fails_saves_before_any_write() {
    let store = Arc::new(FaultyStore::default());
    let stage = Stage::on(store.clone()).await;
    let id = stage.sign_in(BOB).await.session;
    store.set_read_only(true);
    // Past the minute after which uses are noted and profiles read anew.
    stage.pass(Duration::from_mins(2));
    let session = stage.find(&id).await.expect("it is alive");
    stage.account.profiles.get(&session).await.unwrap();
    let edit = posted(form([("custom:job_title", "Night watchman")]));
    let refused = stage.account.save_profile.save(&session, &edit).await;
    assert!(
        matches!(refused, Err(SaveError::User(SessionCallError::Failed(_)))),
        "{refused:?}"
    );
    assert_eq!(stage.calls("UpdateUserAttributes"), 0);
    store.set_read_only(false);
    stage.account.save_profile.save(&session, &edit).await.unwrap();
}

#[tokio::test]
async fn save_is_seen_in_all_own_sessions() {
    let stage = Stage::new().await;
    let (desk, phone) = (stage.session(BOB).await, stage.session(BOB).await);
    let edit = posted(form([("custom:job_title", "Head gardener")]));
    stage.account.save_profile.save(&desk, &edit).await.unwrap();
    let other = stage.another_process();
    let seen = other.profiles.get(&phone).await.unwrap();
    assert_eq!(seen.values["custom:job_title"], "Head gardener");
    assert_eq!(stage.calls("/oauth2/userInfo"), 1, "only the save itself asked");
}
