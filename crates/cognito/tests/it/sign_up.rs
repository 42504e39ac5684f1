//! Sign-up, confirmation and new codes, against the local pool and against canned answers.

use std::collections::BTreeMap;

use cognito::{CodeDelivery, Cognito, ConfirmationCode, Error, Password, ServiceErrorCode};
use local_pool::{LocalPool, Misbehaviour, Times};
use serde_json::{Value, json};

use crate::support::visitor::{ALICE, PoolFixture};
use crate::support::{CLIENT, Reply, StubFixture, printed};

const ZOE: &str = "zoe@example.com";
const PASSWORD: &str = "Correct-horse-9";

fn attributes(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    let owned = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    pairs.iter().map(owned).collect()
}

fn password() -> Password {
    Password::new(PASSWORD)
}

fn latest_code(pool: &LocalPool) -> ConfirmationCode {
    ConfirmationCode::new(pool.outbox().last().unwrap().code.clone())
}

async fn sign_up(cognito: &Cognito) {
    let zoe = attributes(&[("name", "Zoe Example")]);
    cognito.sign_up(ZOE, &password(), &zoe).await.unwrap();
}

#[track_caller]
fn code_of<T: std::fmt::Debug>(result: Result<T, Error>) -> ServiceErrorCode {
    let error = result.unwrap_err();
    let text = printed(&error);
    assert!(!text.contains(PASSWORD) && !text.contains('@'), "{text}");
    error
        .service_code()
        .unwrap_or_else(|| panic!("not of the API: {text}"))
        .clone()
}

#[tokio::test]
async fn sign_up_resends_a_code_and_confirms() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let zoe = attributes(&[("name", "Zoe Example"), ("custom:job_title", "Gardener")]);
    let made = cognito.sign_up(ZOE, &password(), &zoe).await.unwrap();
    assert!(!made.confirmed);
    let sent = CodeDelivery {
        attribute: "email".to_owned(),
        medium: "EMAIL".to_owned(),
        destination: "z***@e***".to_owned(),
    };
    assert_eq!(made.delivery.as_ref(), Some(&sent));

    let first = latest_code(&fixture.pool);
    assert_eq!(cognito.resend_confirmation_code(ZOE).await.unwrap(), Some(sent));
    let second = latest_code(&fixture.pool);
    if first != second {
        let refused = cognito.confirm_sign_up(ZOE, &first).await;
        assert_eq!(code_of(refused), ServiceErrorCode::CodeMismatch);
    }
    cognito.confirm_sign_up(ZOE, &second).await.unwrap();
    let again = cognito.confirm_sign_up(ZOE, &second).await;
    assert_eq!(code_of(again), ServiceErrorCode::NotAuthorized);
    let resent = cognito.resend_confirmation_code(ZOE).await;
    assert_eq!(code_of(resent), ServiceErrorCode::InvalidParameter);
}

#[tokio::test]
async fn sign_up_errors_have_code_and_attribute() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let named = [("name", "Zoe Example")];
    for (username, password, pairs, code, attribute) in [
        (
            ALICE.0,
            PASSWORD,
            &named[..],
            ServiceErrorCode::UsernameExists,
            "email",
        ),
        (
            ZOE,
            "short",
            &named,
            ServiceErrorCode::InvalidPassword,
            "password",
        ),
        (
            "zoe",
            PASSWORD,
            &named,
            ServiceErrorCode::InvalidParameter,
            "username",
        ),
        (ZOE, PASSWORD, &[], ServiceErrorCode::InvalidParameter, "name"),
        (
            ZOE,
            PASSWORD,
            &[("name", "Zoe"), ("custom:desk_number", "501")],
            ServiceErrorCode::InvalidParameter,
            "custom:desk_number",
        ),
        (
            ZOE,
            PASSWORD,
            &[("name", "Zoe"), ("custom:nothing", "x")],
            ServiceErrorCode::InvalidParameter,
            "custom:nothing",
        ),
    ] {
        let refused = cognito
            .sign_up(username, &Password::new(password), &attributes(pairs))
            .await
            .unwrap_err();
        assert_eq!(refused.service_code(), Some(&code), "{refused}");
        assert!(refused.names_attribute(attribute), "{refused} names {attribute}");
    }
    let forbidden = attributes(&[("name", "Zoe"), ("custom:role", "admin")]);
    let refused = cognito.sign_up(ZOE, &password(), &forbidden).await;
    assert_eq!(code_of(refused), ServiceErrorCode::NotAuthorized);
}

#[tokio::test]
async fn a_wrong_secret_is_not_authorized_everywhere() {
    let fixture = PoolFixture::start().await;
    sign_up(&fixture.client()).await;
    let cognito = fixture.client_with(|config| config.client_secret = "another".into());
    let made = cognito
        .sign_up("y@example.com", &password(), &attributes(&[]))
        .await;
    let confirmed = cognito.confirm_sign_up(ZOE, &latest_code(&fixture.pool)).await;
    let resent = cognito.resend_confirmation_code(ZOE).await;
    for code in [code_of(made), code_of(confirmed), code_of(resent)] {
        assert_eq!(code, ServiceErrorCode::NotAuthorized);
    }
}

#[tokio::test]
async fn pool_hiding_users_answers_for_unknown_names() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let stranger = "nobody@example.com";
    let sent = cognito.resend_confirmation_code(stranger).await.unwrap();
    assert_eq!(sent.map(|sent| sent.destination).as_deref(), Some("n***@e***"));
    assert_eq!(fixture.pool.outbox().len(), 0);
    let refused = cognito
        .confirm_sign_up(stranger, &ConfirmationCode::new("123456"))
        .await;
    assert_eq!(code_of(refused), ServiceErrorCode::ExpiredCode);
}

#[tokio::test]
async fn a_busy_pool_is_a_temporary_failure() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    for misbehaviour in [
        Misbehaviour::Throttle,
        Misbehaviour::ServerError,
        Misbehaviour::DropConnection,
    ] {
        fixture.pool.misbehave(misbehaviour, Times::Once);
        let refused = cognito
            .sign_up(ZOE, &password(), &attributes(&[]))
            .await
            .unwrap_err();
        assert!(refused.is_temporary(), "{refused}");
    }
}

#[tokio::test]
async fn trigger_confirmed_account_needs_no_code() {
    let fixture = StubFixture::start().await;
    let answer = json!({ "UserConfirmed": true, "UserSub": "s", "Session": "later members are passed over" });
    fixture.stub.set("/", Reply::json(200, &answer));
    let made = fixture
        .cognito
        .sign_up(ZOE, &password(), &attributes(&[]))
        .await
        .unwrap();
    assert!(made.confirmed && made.delivery.is_none());
    let sent: Value = serde_json::from_str(&fixture.stub.requests("/")[0].body).unwrap();
    assert_eq!(sent["ClientId"], CLIENT);
    assert_eq!(sent["UserAttributes"], json!([]));
    assert_eq!(sent["SecretHash"].as_str().map(str::len), Some(44));
}
