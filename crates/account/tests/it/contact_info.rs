//! Changing how one is reached.

use std::time::Duration;

use account::{Address, ContactInfo, ContactInfoError};
use attributes::ContactChange;
use local_pool::{Misbehaviour, Times};
use signin::{RecentlyAuthenticated, Session, SessionCallError};

use crate::stage::{ALICE, BOB, Stage};

const NEW: &str = "robert@example.com";

async fn fresh(stage: &Stage) -> RecentlyAuthenticated {
    let session = stage.session(BOB).await;
    stage.signin().reauth.require_recent_auth(&session).unwrap()
}

/// The e-mail address as the profile page shows it, without asking the pool.
async fn email(stage: &Stage, session: &Session) -> ContactInfo {
    let before = stage.calls("/oauth2/userInfo");
    let profile = stage.account.profiles.get(session).await.unwrap();
    assert_eq!(
        stage.calls("/oauth2/userInfo"),
        before,
        "the cached profile is up to date"
    );
    let records = stage.account.users.read(session).await.unwrap();
    let mut contacts = stage.account.users.contacts(&profile, &records);
    contacts.remove(0)
}

fn last_code(stage: &Stage) -> account::ConfirmationCode {
    stage.pool.outbox().pop().unwrap().code.into()
}

#[tokio::test]
async fn new_address_counts_after_its_code() {
    let stage = Stage::new().await;
    let session = fresh(&stage).await;
    stage
        .account
        .address_changes
        .begin(&session, Address::Email, " robert@example.com ")
        .await
        .unwrap();
    let waiting = ContactInfo {
        address: Address::Email,
        value: Some(BOB.name.to_owned()),
        verified: true,
        pending: Some(NEW.to_owned()),
        change: ContactChange::VerifiedFirst,
    };
    assert_eq!(email(&stage, &session).await, waiting);
    let elsewhere = stage.session(BOB).await;
    assert_eq!(email(&stage, &elsewhere).await, waiting, "in other sessions, too");

    let wrong = stage
        .account
        .address_changes
        .confirm(&session, Address::Email, "000000".into())
        .await;
    assert!(matches!(wrong, Err(ContactInfoError::WrongCode)), "{wrong:?}");
    let code = last_code(&stage);
    stage
        .account
        .address_changes
        .confirm(&session, Address::Email, code)
        .await
        .unwrap();
    let now = email(&stage, &session).await;
    assert_eq!(
        (now.value.as_deref(), now.verified, now.pending),
        (Some(NEW), true, None)
    );
    stage.sign_in(crate::stage::Person { name: NEW, ..BOB }).await;
}

#[tokio::test]
async fn cancelled_address_change_invalidates_its_code() {
    let stage = Stage::new().await;
    let session = fresh(&stage).await;
    let account = &stage.account;
    account
        .address_changes
        .begin(&session, Address::Email, NEW)
        .await
        .unwrap();
    let code = last_code(&stage);
    account
        .address_changes
        .cancel(&session, Address::Email)
        .await
        .unwrap();
    let now = email(&stage, &session).await;
    assert_eq!(
        (now.value.as_deref(), now.verified, now.pending),
        (Some(BOB.name), true, None)
    );
    let late = account
        .address_changes
        .confirm(&session, Address::Email, code)
        .await;
    assert!(matches!(late, Err(ContactInfoError::ExpiredCode)), "{late:?}");
    let again = account.address_changes.cancel(&session, Address::Email).await;
    assert!(again.is_ok(), "twice does no harm: {again:?}");
}

#[tokio::test]
async fn newer_code_replaces_the_first() {
    let stage = Stage::new().await;
    let session = fresh(&stage).await;
    let account = &stage.account;
    account
        .address_changes
        .begin(&session, Address::Email, NEW)
        .await
        .unwrap();
    let first = last_code(&stage);
    account
        .address_changes
        .send_code_again(&session, Address::Email)
        .await
        .unwrap();
    let message = stage.pool.outbox().pop().unwrap();
    assert_eq!(message.to, NEW, "to the new address");
    let old = account
        .address_changes
        .confirm(&session, Address::Email, first)
        .await;
    assert!(old.is_err());
    account
        .address_changes
        .confirm(&session, Address::Email, message.code.into())
        .await
        .unwrap();
}

#[tokio::test]
async fn each_refusal_has_its_reason() {
    let stage = Stage::new().await;
    let session = fresh(&stage).await;
    let change = async |address, typed| {
        stage
            .account
            .address_changes
            .begin(&session, address, typed)
            .await
    };
    let nonsense = change(Address::Email, "nonsense").await;
    assert!(
        matches!(nonsense, Err(ContactInfoError::NotAnAddress)),
        "{nonsense:?}"
    );
    assert_eq!(stage.calls("UpdateUserAttributes"), 0);
    let taken = change(Address::Email, ALICE.name).await;
    assert!(matches!(taken, Err(ContactInfoError::Taken)), "{taken:?}");
    let same = change(Address::Email, BOB.name).await;
    assert!(matches!(same, Err(ContactInfoError::SameAsNow)), "{same:?}");
    let not_offered = change(Address::Phone, "+15550100000").await;
    assert!(
        matches!(not_offered, Err(ContactInfoError::NotOffered)),
        "{not_offered:?}"
    );
    assert_eq!(email(&stage, &session).await.pending, None, "nothing was begun");
}

#[tokio::test]
async fn unfinished_address_change_expires_with_its_code() {
    let stage = Stage::new().await;
    let id = stage.sign_in(BOB).await.session;
    let session = stage.find(&id).await.unwrap();
    let session = stage.signin().reauth.require_recent_auth(&session).unwrap();
    stage
        .account
        .address_changes
        .begin(&session, Address::Email, NEW)
        .await
        .unwrap();
    stage.pass(Duration::from_hours(24));
    let session = stage.session(BOB).await;
    assert_eq!(email(&stage, &session).await.pending, None);
}

/// The pool may have begun the change although its answer never came: then it can be seen and taken back.
#[tokio::test]
async fn address_change_with_lost_answer_counts_as_pending() {
    let stage = Stage::new().await;
    let session = fresh(&stage).await;
    stage.pool.misbehave(Misbehaviour::Throttle, Times::Always);
    let busy = stage
        .account
        .address_changes
        .begin(&session, Address::Email, NEW)
        .await;
    assert!(
        matches!(
            busy,
            Err(ContactInfoError::User(SessionCallError::Unavailable(_)))
        ),
        "{busy:?}"
    );
    stage.pool.behave();
    assert_eq!(email(&stage, &session).await.pending, None);
}
