//! Changing how one signs in, and leaving for good.

use std::sync::Arc;
use std::time::Duration;

use account::{MfaError, MfaStatus, PasswordError};
use local_pool::{Mfa, Misbehaviour, Seed, Times, totp_code};
use session_store::MemoryStore;
use signin::{RecentlyAuthenticated, SessionCallError};

use crate::stage::{ALICE, BOB, Person, Stage};

const NO_MFA: MfaStatus = MfaStatus {
    on: false,
    unfinished: false,
};

async fn fresh(stage: &Stage, person: Person) -> RecentlyAuthenticated {
    let session = stage.session(person).await;
    stage.signin().reauth.require_recent_auth(&session).unwrap()
}

/// What the app with this secret shows.
fn shown(stage: &Stage, secret: &str) -> account::ConfirmationCode {
    totp_code(secret, stage.pool.clock().now()).unwrap().into()
}

/// From nothing to an app that is asked for at sign-in.
async fn set_up(stage: &Stage, session: &RecentlyAuthenticated) {
    let secret = stage.account.mfa.begin_setup(session).await.unwrap();
    let code = shown(stage, secret.expose());
    stage.account.mfa.finish_setup(session, code).await.unwrap();
}

#[tokio::test]
async fn the_new_password_signs_in() {
    let stage = Stage::new().await;
    let session = fresh(&stage, BOB).await;
    let changed = stage
        .account
        .password_change
        .change(&session, BOB.password.into(), "Bob-was-there-8".into())
        .await;
    changed.unwrap();
    let now = Person {
        password: "Bob-was-there-8",
        ..BOB
    };
    stage.sign_in(now).await;
}

#[tokio::test]
async fn each_password_refusal_has_its_reason() {
    let stage = Stage::new().await;
    let session = fresh(&stage, BOB).await;
    let change = async |present: &str, next: &str| {
        let (present, next) = (present.into(), next.into());
        stage
            .account
            .password_change
            .change(&session, present, next)
            .await
    };
    let wrong = change("Not-my-password-1", "Bob-was-there-8").await;
    assert!(matches!(wrong, Err(PasswordError::Wrong)), "{wrong:?}");
    assert_eq!(
        stage.calls("ChangePassword"),
        1,
        "no second try with another token"
    );
    assert_eq!(stage.calls("refresh_token"), 0);
    stage.pass(Duration::from_secs(5));
    let weak = change(BOB.password, "weak").await;
    assert!(matches!(weak, Err(PasswordError::Policy)), "{weak:?}");
    stage.pool.misbehave(Misbehaviour::Throttle, Times::Always);
    let busy = change(BOB.password, "Bob-was-there-8").await;
    assert!(
        matches!(busy, Err(PasswordError::User(SessionCallError::Unavailable(_)))),
        "{busy:?}"
    );
}

#[tokio::test]
async fn ended_session_cannot_change_the_password() {
    let stage = Stage::new().await;
    let session = fresh(&stage, BOB).await;
    let other = fresh(&stage, BOB).await;
    stage.account.deletion.delete(&other).await.unwrap();
    let refused = stage
        .account
        .password_change
        .change(&session, BOB.password.into(), "Bob-was-there-8".into())
        .await;
    assert!(
        matches!(refused, Err(PasswordError::User(SessionCallError::Ended))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn only_own_other_sessions_are_ended() {
    let stage = Stage::new().await;
    let (here, elsewhere) = (stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session);
    let alice = stage.sign_in(ALICE).await.session;
    let session = stage.find(&here).await.unwrap();
    assert_eq!(stage.signin().own_sessions.end_others(&session).await.unwrap(), 1);
    assert!(stage.find(&here).await.is_some());
    assert!(stage.find(&elsewhere).await.is_none());
    assert!(stage.find(&alice).await.is_some());
}

#[tokio::test]
async fn authenticator_is_on_only_after_its_code() {
    let stage = Stage::new().await;
    let session = fresh(&stage, BOB).await;
    let factor = async || stage.mfa_status(&session).await;
    assert_eq!(factor().await, NO_MFA);

    let secret = stage.account.mfa.begin_setup(&session).await.unwrap();
    assert_eq!(
        factor().await,
        MfaStatus {
            on: false,
            unfinished: true
        }
    );
    for wrong in ["000000", "12345", "1234567", "abcdef", ""] {
        let refused = stage.account.mfa.finish_setup(&session, wrong.into()).await;
        assert!(
            matches!(refused, Err(MfaError::WrongCode)),
            "{wrong}: {refused:?}"
        );
    }
    assert_eq!(
        stage.calls("VerifySoftwareToken"),
        1,
        "what is no code is not sent"
    );
    let code = shown(&stage, secret.expose());
    stage
        .account
        .mfa
        .finish_setup(&session, code.clone())
        .await
        .unwrap();
    assert_eq!(
        factor().await,
        MfaStatus {
            on: true,
            unfinished: false
        }
    );

    let twice = stage.account.mfa.finish_setup(&session, code).await;
    assert!(matches!(twice, Err(MfaError::UsedCode)), "{twice:?}");
    stage.account.mfa.disable(&session).await.unwrap();
    assert_eq!(factor().await, NO_MFA);
}

/// The pool goes on saying "on" while the app from before no longer works: that is seen, in every session.
#[tokio::test]
async fn unfinished_mfa_setup_is_shown_and_repaired() {
    let stage = Stage::new().await;
    let session = fresh(&stage, BOB).await;
    set_up(&stage, &session).await;
    stage.account.mfa.begin_setup(&session).await.unwrap();
    let half_done = MfaStatus {
        on: true,
        unfinished: true,
    };
    assert_eq!(stage.mfa_status(&session).await, half_done);
    let elsewhere = fresh(&stage, BOB).await;
    assert_eq!(stage.mfa_status(&elsewhere).await, half_done);

    stage.pass(Duration::from_mins(1));
    set_up(&stage, &elsewhere).await;
    let repaired = MfaStatus {
        on: true,
        unfinished: false,
    };
    assert_eq!(stage.mfa_status(&session).await, repaired);
}

#[tokio::test]
async fn offered_secret_survives_a_wrong_code() {
    let stage = Stage::new().await;
    let session = fresh(&stage, BOB).await;
    let offered = async |session: &RecentlyAuthenticated| {
        let records = stage.records(session).await;
        let secret = records.pending_setup()?.secret_for(session)?;
        Some(secret.expose().to_owned())
    };
    assert_eq!(offered(&session).await, None);
    let secret = stage.account.mfa.begin_setup(&session).await.unwrap();
    let wrong = stage.account.mfa.finish_setup(&session, "000000".into()).await;
    assert!(matches!(wrong, Err(MfaError::WrongCode)), "{wrong:?}");
    assert_eq!(offered(&session).await.as_deref(), Some(secret.expose()));
    let elsewhere = fresh(&stage, BOB).await;
    assert_eq!(offered(&elsewhere).await, None, "another session");

    let code = shown(&stage, secret.expose());
    stage.account.mfa.finish_setup(&session, code).await.unwrap();
    assert_eq!(offered(&session).await, None, "finished");
}

#[tokio::test]
async fn a_begun_set_up_can_be_given_up() {
    let stage = Stage::new().await;
    let session = fresh(&stage, BOB).await;
    stage.account.mfa.begin_setup(&session).await.unwrap();
    stage.account.mfa.disable(&session).await.unwrap();
    let factor = stage.mfa_status(&session).await;
    assert_eq!(factor, NO_MFA);
}

#[tokio::test]
async fn pool_without_mfa_begins_no_setup() {
    let mut seed = Seed::demo();
    seed.pools[0].mfa = Mfa::Off;
    let stage = Stage::on_pool(seed, Arc::new(MemoryStore::default())).await;
    let session = fresh(&stage, BOB).await;
    let refused = stage.account.mfa.begin_setup(&session).await;
    assert!(matches!(refused, Err(MfaError::NotBegun(_))), "{refused:?}");
    let factor = stage.mfa_status(&session).await;
    assert_eq!(factor, NO_MFA);
}

#[tokio::test]
async fn account_deletion_leaves_no_record() {
    let stage = Stage::where_bob_says_nothing_about_himself().await;
    let (here, elsewhere) = (stage.sign_in(BOB).await.session, stage.sign_in(BOB).await.session);
    let alice = stage.sign_in(ALICE).await.session;
    let session = stage.find(&here).await.unwrap();
    let session = stage.signin().reauth.require_recent_auth(&session).unwrap();
    stage.account.mfa.begin_setup(&session).await.unwrap();
    let profile = stage.account.profiles.get(&session).await.unwrap();
    let skipped = ["custom:about".to_owned()];
    let noted = stage
        .account
        .onboarding
        .note_skipped(&session, &profile, skipped.iter())
        .await;
    noted.unwrap();
    let left = stage.account.deletion.delete(&session).await.unwrap();
    assert_eq!(left.location.unwrap().path(), "/logout");
    for id in [here, elsewhere] {
        assert!(stage.find(&id).await.is_none());
    }
    assert!(stage.find(&alice).await.is_some(), "others stay");
    // Longer than anything is kept.
    stage.pass(Duration::from_hours(500 * 24));
    let removed = stage.signin().records.remove_expired(1000).await.unwrap();
    // Besides them the marks that three links were used, which belong to nobody.
    assert_eq!(removed, 3 + 3, "session, tokens and profile of the other person");
    assert!(stage.sign_in_is_refused(BOB).await);
}

#[tokio::test]
async fn failed_deletion_keeps_account_and_sessions() {
    let stage = Stage::new().await;
    let id = stage.sign_in(BOB).await.session;
    let session = stage
        .signin()
        .reauth
        .require_recent_auth(&stage.find(&id).await.unwrap())
        .unwrap();
    stage.pool.misbehave(Misbehaviour::ServerError, Times::Always);
    let failed = stage.account.deletion.delete(&session).await;
    assert!(
        matches!(failed, Err(SessionCallError::Unavailable(_))),
        "{failed:?}"
    );
    stage.pool.behave();
    assert!(stage.find(&id).await.is_some());
    stage.account.profiles.get(&session).await.unwrap();
}
