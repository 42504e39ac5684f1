//! Changing how one is reached in a pool that takes the new address at once: telephone numbers, and e-mail addresses
//! that nobody signs in with.

use std::time::Duration;

use account::{Address, ContactInfo, ContactInfoError};
use attributes::{ContactChange, ContactChanges};
use local_pool::Seed;
use signin::RecentlyAuthenticated;

use crate::stage::{BOB, Stage, allow_telephone_numbers};

const NUMBER: &str = "+15550100000";
const NEXT: &str = "+15550100001";

const AT_ONCE: ContactChanges = ContactChanges {
    email: ContactChange::AtOnce,
    phone_number: ContactChange::AtOnce,
};

/// Takes every address at once, and lets the app write telephone numbers.
fn pool() -> Seed {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    pool.attributes_require_verification_before_update.clear();
    pool.auto_verified_attributes.push("phone_number".to_owned());
    allow_telephone_numbers(&mut seed);
    seed
}

async fn begin(seed: Seed) -> (Stage, RecentlyAuthenticated) {
    let stage = Stage::where_people_change(AT_ONCE, seed).await;
    let session = stage.session(BOB).await;
    let fresh = stage.signin().reauth.require_recent_auth(&session).unwrap();
    (stage, fresh)
}

async fn shown(stage: &Stage, session: &RecentlyAuthenticated, address: Address) -> ContactInfo {
    let profile = stage.account.profiles.get(session).await.unwrap();
    let records = stage.account.users.read(session).await.unwrap();
    let mut contacts = stage.account.users.contacts(&profile, &records).into_iter();
    contacts.find(|contact| contact.address == address).unwrap()
}

fn contact(address: Address, value: &str, verified: bool, pending: Option<&str>) -> ContactInfo {
    ContactInfo {
        address,
        value: Some(value.to_owned()).filter(|value| !value.is_empty()),
        verified,
        pending: pending.map(str::to_owned),
        change: ContactChange::AtOnce,
    }
}

#[tokio::test]
async fn first_phone_number_counts_at_once() {
    let (stage, session) = begin(pool()).await;
    let account = &stage.account;
    let phone = |value, verified, pending| contact(Address::Phone, value, verified, pending);
    assert_eq!(
        shown(&stage, &session, Address::Phone).await,
        phone("", false, None)
    );
    account
        .address_changes
        .begin(&session, Address::Phone, "+1 (555) 010-0000")
        .await
        .unwrap();
    assert_eq!(
        shown(&stage, &session, Address::Phone).await,
        phone(NUMBER, false, Some(NUMBER))
    );
    let message = stage.pool.outbox().pop().unwrap();
    assert_eq!(
        (message.to.as_str(), message.purpose.as_str()),
        (NUMBER, "verify-phone_number")
    );

    account
        .address_changes
        .confirm(&session, Address::Phone, message.code.into())
        .await
        .unwrap();
    let confirmed = phone(NUMBER, true, None);
    assert_eq!(shown(&stage, &session, Address::Phone).await, confirmed);
    stage.pass(Duration::from_secs(61));
    assert_eq!(
        shown(&stage, &session, Address::Phone).await,
        confirmed,
        "when it is read anew, too"
    );
}

#[tokio::test]
async fn cancelled_phone_change_restores_the_previous_number() {
    let (stage, session) = begin(pool()).await;
    let account = &stage.account;
    let phone = |value, verified, pending| contact(Address::Phone, value, verified, pending);
    account
        .address_changes
        .begin(&session, Address::Phone, NUMBER)
        .await
        .unwrap();
    account
        .address_changes
        .cancel(&session, Address::Phone)
        .await
        .unwrap();
    assert_eq!(
        shown(&stage, &session, Address::Phone).await,
        phone("", false, None)
    );

    account
        .address_changes
        .begin(&session, Address::Phone, NUMBER)
        .await
        .unwrap();
    let code = stage.pool.outbox().pop().unwrap().code.into();
    account
        .address_changes
        .confirm(&session, Address::Phone, code)
        .await
        .unwrap();
    account
        .address_changes
        .begin(&session, Address::Phone, NEXT)
        .await
        .unwrap();
    assert_eq!(
        shown(&stage, &session, Address::Phone).await,
        phone(NEXT, false, Some(NEXT))
    );
    account
        .address_changes
        .cancel(&session, Address::Phone)
        .await
        .unwrap();
    assert_eq!(
        shown(&stage, &session, Address::Phone).await,
        phone(NUMBER, false, None),
        "the pool has forgotten that it was confirmed"
    );
}

#[tokio::test]
async fn unwritable_phone_number_begins_no_change() {
    let mut seed = pool();
    let written = &mut seed.pools[0].clients[0].write_attributes;
    written.as_mut().unwrap().retain(|name| name != "phone_number");
    let (stage, session) = begin(seed).await;
    let refused = stage
        .account
        .address_changes
        .begin(&session, Address::Phone, NUMBER)
        .await;
    assert!(
        matches!(refused, Err(ContactInfoError::NotWritable(_))),
        "{refused:?}"
    );
    let none = contact(Address::Phone, "", false, None);
    assert_eq!(shown(&stage, &session, Address::Phone).await, none);
}

#[tokio::test]
async fn email_at_once_is_confirmed_by_its_code() {
    let (stage, session) = begin(pool()).await;
    let account = &stage.account;
    let new = "robert@example.com";
    let email = |verified, pending| contact(Address::Email, new, verified, pending);
    account
        .address_changes
        .begin(&session, Address::Email, new)
        .await
        .unwrap();
    assert_eq!(
        shown(&stage, &session, Address::Email).await,
        email(false, Some(new))
    );
    account
        .address_changes
        .send_code_again(&session, Address::Email)
        .await
        .unwrap();
    let code = stage.pool.outbox().pop().unwrap().code.into();
    account
        .address_changes
        .confirm(&session, Address::Email, code)
        .await
        .unwrap();
    assert_eq!(shown(&stage, &session, Address::Email).await, email(true, None));
}
