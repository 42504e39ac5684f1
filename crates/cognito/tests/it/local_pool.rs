//! Every call against the local pool, and every misbehaviour it knows.

use std::collections::BTreeMap;
use std::time::Duration;

use cognito::{
    AccessToken, AuthorizeRequest, Cognito, Error, ExactUrl, ExpectedNonce, Nonce, OAuthErrorCode,
    PkceVerifier, ServiceErrorCode, State, Subject, Timeouts, TokenSet, Url,
};
use local_pool::{MISBEHAVIOURS, Misbehaviour, Times};

use crate::support::visitor::{ALICE, BOB, Callback, PoolFixture, sign_in};
use crate::support::{broken_rule, printed};

async fn exchange(cognito: &Cognito, callback: &Callback) -> Result<TokenSet, Error> {
    cognito.exchange_code(&callback.code, &callback.verifier).await
}

#[tokio::test]
async fn person_signs_in_changes_refreshes_and_leaves() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let callback = sign_in(&cognito, ALICE).await;
    assert_eq!(callback.state.as_ref().map(String::len), Some(43));
    let tokens = exchange(&cognito, &callback).await.unwrap();
    assert_eq!(tokens.expires_in, Duration::from_hours(1));

    let claims = cognito
        .verify_id_token(&tokens.id_token, ExpectedNonce::Exactly(&callback.nonce))
        .await
        .unwrap();
    assert_eq!(claims.issuer.as_str(), fixture.pool.issuer());
    assert_eq!(claims.email.as_deref(), Some("alice@example.com"));
    assert_eq!(claims.email_verified, Some(true));
    let access = cognito.verify_access_token(&tokens.access_token).await.unwrap();
    assert_eq!(access.subject, claims.subject);
    assert!(access.has_scope("aws.cognito.signin.user.admin"));

    let info = cognito
        .user_info(&tokens.access_token, &claims.subject)
        .await
        .unwrap();
    assert_eq!(info.attributes["email_verified"], "true");
    assert_eq!(info.attributes["name"], claims.attributes["name"]);
    let change = BTreeMap::from([("custom:desk_number".to_owned(), "7".to_owned())]);
    assert_eq!(
        cognito
            .update_user_attributes(&tokens.access_token, &change)
            .await
            .unwrap(),
        []
    );
    let user = cognito.get_user(&tokens.access_token).await.unwrap();
    assert_eq!(user.attributes["custom:desk_number"], "7");
    assert_eq!(user.attributes["sub"], claims.subject.as_str());
    assert_eq!(user.username, claims.username);

    fixture.advance(Duration::from_mins(90));
    let expired = cognito
        .verify_access_token(&tokens.access_token)
        .await
        .unwrap_err();
    assert_eq!(broken_rule(&expired), "Expired");
    let refresh_token = tokens.refresh_token.unwrap();
    let refreshed = cognito.refresh(&refresh_token).await.unwrap();
    let id_token = refreshed.id_token.unwrap();
    let renewed = cognito
        .verify_id_token(&id_token, ExpectedNonce::NotChecked)
        .await
        .unwrap();
    assert_eq!(renewed.attributes["custom:desk_number"], "7");
    assert_eq!(renewed.auth_time, claims.auth_time);

    cognito.revoke(&refresh_token).await.unwrap();
    cognito.revoke(&refresh_token).await.unwrap();
    let refused = cognito.refresh(&refresh_token).await.unwrap_err();
    assert_eq!(refused.oauth_code(), Some(&OAuthErrorCode::InvalidGrant));
    let refused = cognito.get_user(&refreshed.access_token).await.unwrap_err();
    assert_eq!(refused.service_code(), Some(&ServiceErrorCode::NotAuthorized));
    let refused = cognito
        .user_info(&refreshed.access_token, &claims.subject)
        .await
        .unwrap_err();
    assert_eq!(refused.oauth_code(), Some(&OAuthErrorCode::InvalidToken));
}

#[tokio::test]
async fn signing_out_ends_the_pools_own_session() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let mut browser = sign_in(&cognito, BOB).await.browser;
    let again = another_start(&cognito).await;
    let known = browser.get(again.as_str()).await.next();
    assert_eq!(known.path(), "/logged_in");
    let state = State::from_random([1; 32]);
    assert!(
        known
            .query_pairs()
            .any(|pair| pair == ("state".into(), state.expose().into())),
        "{known}"
    );

    let url = cognito.sign_out_url().await.unwrap();
    let with_old_cookie = browser.clone();
    let answer = browser.get(url.as_str()).await;
    assert_eq!(answer.next().as_str(), cognito.config().sign_out_uri.as_str());
    for mut browser in [browser, with_old_cookie] {
        assert_eq!(browser.get(again.as_str()).await.next().path(), "/login");
    }
}

async fn another_start(cognito: &Cognito) -> Url {
    let verifier = PkceVerifier::from_random([5; 32]);
    let request = AuthorizeRequest::new(
        State::from_random([1; 32]),
        Nonce::from_random([6; 32]),
        verifier.challenge(),
    );
    cognito.authorize_url(&request).await.unwrap()
}

#[tokio::test]
async fn plus_sign_in_secret_works_wrong_secret_fails() {
    let fixture = PoolFixture::start().await;
    assert!(fixture.pool.client_secret().contains('+'));
    let cognito = fixture.client();
    let callback = sign_in(&cognito, BOB).await;
    let stranger = fixture.client_with(|config| config.client_secret = "another-secret".into());
    let refused = exchange(&stranger, &callback).await.unwrap_err();
    assert_eq!(refused.oauth_code(), Some(&OAuthErrorCode::InvalidClient));
    assert!(!printed(&refused).contains("another-secret"));
    assert!(exchange(&cognito, &callback).await.is_ok());
}

#[tokio::test]
async fn code_works_once_and_for_its_requester_only() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let callback = sign_in(&cognito, BOB).await;
    assert!(exchange(&cognito, &callback).await.is_ok());
    let used = exchange(&cognito, &callback).await.unwrap_err();
    assert_eq!(used.oauth_code(), Some(&OAuthErrorCode::InvalidGrant));

    let callback = sign_in(&cognito, BOB).await;
    let foreign = Callback {
        verifier: PkceVerifier::from_random([4; 32]),
        ..callback
    };
    let refused = exchange(&cognito, &foreign).await.unwrap_err();
    assert_eq!(refused.oauth_code(), Some(&OAuthErrorCode::InvalidGrant));

    let callback = sign_in(&cognito, BOB).await;
    let elsewhere = fixture.client_with(|config| {
        config.redirect_uri = ExactUrl::parse("http://localhost:3000/logged_in/").unwrap();
    });
    let refused = exchange(&elsewhere, &callback).await.unwrap_err();
    assert_eq!(refused.oauth_code(), Some(&OAuthErrorCode::UnauthorizedClient));

    let callback = sign_in(&cognito, BOB).await;
    fixture.advance(Duration::from_mins(5));
    let late = exchange(&cognito, &callback).await.unwrap_err();
    assert_eq!(late.oauth_code(), Some(&OAuthErrorCode::InvalidGrant));
    assert!(!late.is_temporary());
}

#[tokio::test]
async fn the_user_api_says_why_it_refuses() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let tokens = exchange(&cognito, &sign_in(&cognito, BOB).await).await.unwrap();
    for (name, value, expected) in [
        ("custom:role", "admin", ServiceErrorCode::NotAuthorized),
        ("email_verified", "true", ServiceErrorCode::NotAuthorized),
        ("custom:desk_number", "501", ServiceErrorCode::InvalidParameter),
    ] {
        let change = BTreeMap::from([(name.to_owned(), value.to_owned())]);
        let refused = cognito
            .update_user_attributes(&tokens.access_token, &change)
            .await
            .unwrap_err();
        assert_eq!(refused.service_code(), Some(&expected), "{name}: {refused}");
        assert!(!refused.is_temporary());
    }
    let swapped = AccessToken::new(tokens.id_token.expose());
    let refused = cognito.get_user(&swapped).await.unwrap_err();
    assert_eq!(refused.service_code(), Some(&ServiceErrorCode::NotAuthorized));
}

#[tokio::test]
async fn user_api_needs_its_scope() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client_with(|config| config.scopes = vec!["openid".to_owned()]);
    let tokens = exchange(&cognito, &sign_in(&cognito, BOB).await).await.unwrap();
    let refused = cognito.get_user(&tokens.access_token).await.unwrap_err();
    assert_eq!(refused.service_code(), Some(&ServiceErrorCode::NotAuthorized));
    assert_eq!(
        refused.to_string(),
        "GetUser: NotAuthorizedException (HTTP status 400): Access Token does not have required scopes"
    );
}

/// All that follows a callback; the first thing that fails ends it.
async fn walk(cognito: &Cognito, callback: &Callback) -> Result<(), Error> {
    let tokens = exchange(cognito, callback).await?;
    let claims = cognito
        .verify_id_token(&tokens.id_token, ExpectedNonce::Exactly(&callback.nonce))
        .await?;
    cognito.verify_access_token(&tokens.access_token).await?;
    cognito.user_info(&tokens.access_token, &claims.subject).await?;
    cognito.get_user(&tokens.access_token).await?;
    cognito.refresh(&tokens.refresh_token.unwrap()).await.map(|_| ())
}

/// How a walk ends when the pool misbehaves, and whether trying again may help.
fn expected(which: Misbehaviour) -> (&'static str, bool) {
    use Misbehaviour as M;
    match which {
        M::BadIss => ("token: wrong issuer", false),
        M::BadAud => ("token: wrong audience", false),
        M::BadNonce => ("token: wrong nonce", false),
        M::BadSig => ("token: wrong signature", false),
        M::AlgNone | M::Hs256 => ("token: the algorithm is not RS256", false),
        M::UnknownKid => ("token: the pool has no such key", false),
        M::Expired => ("token: expired", false),
        M::OldIat => ("token: issued too long ago", false),
        M::WrongTokenUse => ("token: wrong token_use", false),
        M::WrongSub | M::UserinfoWrongSub => ("userInfo: the answer is about another subject", false),
        M::SlowJwks => ("token: the pool's keys are unavailable", true),
        M::SlowToken => ("token (authorization_code): timed out", true),
        M::Throttle => (
            "token (authorization_code): too_many_requests (HTTP status 429)",
            true,
        ),
        M::ServerError => ("token (authorization_code): server_error (HTTP status 500)", true),
        M::MalformedJson => (
            "token (authorization_code): the answer cannot be read: it ends early",
            false,
        ),
        M::DropConnection => ("token (authorization_code): the connection failed", true),
        M::RefreshRevoked => ("token (refresh_token): invalid_grant (HTTP status 400)", false),
        M::LostRefreshAnswer => ("token (refresh_token): the connection failed", true),
        // The first is for whoever reads the callback; the second harms nobody who sends a code once.
        M::DropState | M::CodeTwice => ("fine", false),
    }
}

#[tokio::test]
async fn every_misbehaviour_ends_in_its_own_error() {
    let fixture = PoolFixture::start().await;
    let short = Timeouts {
        connect: Duration::from_secs(2),
        total: Duration::from_secs(2),
    };
    for which in MISBEHAVIOURS {
        let is_slow = matches!(which, Misbehaviour::SlowJwks | Misbehaviour::SlowToken);
        let cognito = fixture.client_with(|config| {
            if is_slow {
                config.timeouts = short;
            }
        });
        let callback = sign_in(&cognito, BOB).await;
        fixture.pool.misbehave(which, Times::Always);
        let (ending, temporary) = match walk(&cognito, &callback).await {
            Ok(()) => ("fine".to_owned(), false),
            Err(error) => {
                let said = printed(&error);
                assert!(
                    !fixture
                        .pool
                        .issued_tokens()
                        .iter()
                        .any(|token| said.contains(token)),
                    "{said}"
                );
                (error.to_string(), error.is_temporary())
            }
        };
        fixture.pool.behave();
        let (start, expected_temporary) = expected(which);
        assert!(ending.starts_with(start), "{which:?}: {ending}");
        assert_eq!(temporary, expected_temporary, "{which:?}");
    }
}

#[tokio::test]
async fn every_call_survives_a_bad_moment() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let tokens = exchange(&cognito, &sign_in(&cognito, BOB).await).await.unwrap();
    let subject: Subject = cognito
        .verify_access_token(&tokens.access_token)
        .await
        .unwrap()
        .subject;
    let refresh_token = tokens.refresh_token.unwrap();
    let change = BTreeMap::from([("custom:desk_number".to_owned(), "9".to_owned())]);
    for which in [
        Misbehaviour::Throttle,
        Misbehaviour::ServerError,
        Misbehaviour::DropConnection,
    ] {
        fixture.pool.misbehave(which, Times::Always);
        let errors = [
            cognito.refresh(&refresh_token).await.unwrap_err(),
            cognito.revoke(&refresh_token).await.unwrap_err(),
            cognito
                .user_info(&tokens.access_token, &subject)
                .await
                .unwrap_err(),
            cognito.get_user(&tokens.access_token).await.unwrap_err(),
            cognito
                .update_user_attributes(&tokens.access_token, &change)
                .await
                .unwrap_err(),
        ];
        assert!(errors.iter().all(Error::is_temporary), "{which:?}: {errors:?}");
        fixture.pool.behave();
    }
    assert!(cognito.refresh(&refresh_token).await.is_ok());
    assert_eq!(
        cognito.get_user(&tokens.access_token).await.unwrap().attributes["custom:desk_number"],
        "12"
    );
}
