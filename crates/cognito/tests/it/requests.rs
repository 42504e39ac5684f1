//! What the client sends, and what it makes of good answers.

use std::collections::BTreeMap;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cognito::{
    AccessToken, AuthorizationCode, AuthorizeRequest, CodeDelivery, Error, ExactUrl, Nonce, PkceVerifier,
    Prompt, RefreshToken, State, Subject,
};
use serde_json::json;

use crate::support::{CLIENT, Reply, StubFixture};

/// `id:secret`, each form-url-encoded: RFC 6749 section 2.3.1.
fn basic() -> String {
    format!(
        "Basic {}",
        STANDARD.encode(format!("{CLIENT}:stub%2Bsecret%2Fwith%3Dsigns"))
    )
}

fn request() -> AuthorizeRequest {
    let verifier = PkceVerifier::from_random([7; 32]);
    AuthorizeRequest::new(
        State::from_random([1; 32]),
        Nonce::from_random([2; 32]),
        verifier.challenge(),
    )
}

#[tokio::test]
async fn authorize_url_asks_for_code_with_pkce() {
    let fixture = StubFixture::with(|config| {
        config.redirect_uri = ExactUrl::parse("http://LOCALHOST:3000").unwrap();
        config.scopes = vec!["openid".to_owned(), "email".to_owned()];
    })
    .await;
    let request = request();
    let url = fixture.cognito.authorize_url(&request).await.unwrap();
    let expected = [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", "http://LOCALHOST:3000"),
        ("scope", "openid email"),
        ("state", request.state.expose()),
        ("nonce", request.nonce.expose()),
        ("code_challenge", request.code_challenge.as_str()),
        ("code_challenge_method", "S256"),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(url.path(), "/oauth2/authorize");
    assert_eq!(url.query_pairs().into_owned().collect::<Vec<_>>(), expected);
}

#[tokio::test]
async fn authorize_url_carries_the_sign_in_options() {
    let fixture = StubFixture::start().await;
    let request = AuthorizeRequest {
        login_hint: Some("alice+x@example.com".to_owned()),
        lang: Some("pt-BR".to_owned()),
        identity_provider: Some("My & Provider".to_owned()),
        prompt: Some(Prompt::Login),
        ..request()
    };
    let url = fixture.cognito.authorize_url(&request).await.unwrap();
    let pairs: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert_eq!(pairs["login_hint"], "alice+x@example.com");
    assert_eq!(pairs["lang"], "pt-BR");
    assert_eq!(pairs["identity_provider"], "My & Provider");
    assert_eq!(pairs["prompt"], "login");
}

#[tokio::test]
async fn sibling_pages_get_the_authorize_parameters() {
    let fixture = StubFixture::start().await;
    let authorize = fixture.cognito.authorize_url(&request()).await.unwrap();
    let sign_up = fixture.cognito.sign_up_url(&request()).await.unwrap();
    let forgot_password = fixture.cognito.forgot_password_url(&request()).await.unwrap();
    for (page, path) in [(sign_up, "/signup"), (forgot_password, "/forgotPassword")] {
        assert_eq!(page.path(), path);
        assert_eq!(
            (page.origin(), page.query()),
            (authorize.origin(), authorize.query())
        );
    }
}

#[tokio::test]
async fn the_sign_out_url_has_cognitos_own_parameters() {
    let fixture = StubFixture::start().await;
    let url = fixture.cognito.sign_out_url().await.unwrap();
    assert_eq!(url.path(), "/logout");
    assert_eq!(
        url.query().unwrap(),
        format!("client_id={CLIENT}&logout_uri=http%3A%2F%2Flocalhost%3A3000%2Flogged_out")
    );
}

#[tokio::test]
async fn code_is_exchanged_once_with_verifier_and_secret() {
    let fixture = StubFixture::start().await;
    let answer = json!({
        "access_token": "a", "id_token": "i", "refresh_token": "r", "token_type": "Bearer", "expires_in": 3600,
    });
    fixture.stub.set("/oauth2/token", Reply::json(200, &answer));
    let verifier = PkceVerifier::from_random([7; 32]);
    let tokens = fixture
        .cognito
        .exchange_code(&AuthorizationCode::new("c&d"), &verifier)
        .await
        .unwrap();
    assert_eq!(tokens.access_token.expose(), "a");
    assert_eq!(tokens.id_token.expose(), "i");
    assert_eq!(tokens.refresh_token.unwrap().expose(), "r");
    assert_eq!(tokens.expires_in, Duration::from_hours(1));

    let requests = fixture.stub.requests("/oauth2/token");
    assert_eq!(requests.len(), 1);
    let sent = &requests[0];
    assert_eq!(sent.method, "POST");
    assert_eq!(sent.headers["authorization"], basic());
    assert_eq!(sent.headers["content-type"], "application/x-www-form-urlencoded");
    assert_eq!(
        sent.body,
        format!(
            "grant_type=authorization_code&code=c%26d&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Flogged_in\
             &code_verifier={}",
            verifier.expose()
        )
    );
}

#[tokio::test]
async fn a_code_is_never_sent_twice() {
    let fixture = StubFixture::start().await;
    fixture.stub.set("/oauth2/token", Reply::text(503, ""));
    let verifier = PkceVerifier::from_random([7; 32]);
    fixture
        .cognito
        .exchange_code(&AuthorizationCode::new("c"), &verifier)
        .await
        .unwrap_err();
    assert_eq!(fixture.stub.requests("/oauth2/token").len(), 1);
}

#[tokio::test]
async fn a_refresh_keeps_or_replaces_the_refresh_token() {
    let fixture = StubFixture::start().await;
    let kept = json!({"access_token": "a2", "id_token": "i2", "token_type": "Bearer", "expires_in": 300});
    fixture.stub.set("/oauth2/token", Reply::json(200, &kept));
    let tokens = fixture.cognito.refresh(&RefreshToken::new("r/1")).await.unwrap();
    assert_eq!((tokens.access_token.expose(), tokens.refresh_token), ("a2", None));
    assert_eq!(tokens.id_token.unwrap().expose(), "i2");
    assert_eq!(tokens.expires_in, Duration::from_mins(5));

    let rotated =
        json!({"access_token": "a3", "refresh_token": "r2", "token_type": "Bearer", "expires_in": 300});
    fixture.stub.set("/oauth2/token", Reply::json(200, &rotated));
    let tokens = fixture.cognito.refresh(&RefreshToken::new("r/1")).await.unwrap();
    assert_eq!(
        (tokens.id_token, tokens.refresh_token),
        (None, Some(RefreshToken::new("r2")))
    );

    let sent = &fixture.stub.requests("/oauth2/token")[1];
    assert_eq!(sent.headers["authorization"], basic());
    assert_eq!(sent.body, "grant_type=refresh_token&refresh_token=r%2F1");
}

#[tokio::test]
async fn revoking_needs_no_body_in_the_answer() {
    let fixture = StubFixture::start().await;
    fixture.stub.set("/oauth2/revoke", Reply::text(200, ""));
    fixture.cognito.revoke(&RefreshToken::new("r")).await.unwrap();
    let sent = &fixture.stub.requests("/oauth2/revoke")[0];
    assert_eq!((sent.method.as_str(), sent.body.as_str()), ("POST", "token=r"));
    assert_eq!(sent.headers["authorization"], basic());
}

/// The shape is that of the API's model: `RevokeTokenRequest`.
#[tokio::test]
async fn revoking_can_end_the_browsers_session() {
    let fixture = StubFixture::start().await;
    fixture.stub.set("/", Reply::text(200, "{}"));
    let token = RefreshToken::new("r");
    fixture.cognito.revoke_with_browser(&token).await.unwrap();
    let sent = &fixture.stub.requests("/")[0];
    assert_eq!(
        sent.headers["x-amz-target"],
        "AWSCognitoIdentityProviderService.RevokeToken"
    );
    let body: serde_json::Value = serde_json::from_str(&sent.body).unwrap();
    let expected = json!({
        "Token": "r",
        "ClientId": CLIENT,
        "ClientSecret": "stub+secret/with=signs",
        "RevokeAssociatedSessions": "LINKED",
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn user_info_reads_strings_and_booleans_alike() {
    let fixture = StubFixture::start().await;
    let subject = Subject::new("s-1");
    for verified in [json!("true"), json!(true)] {
        let answer = json!({
            "sub": "s-1", "username": "alice", "email": "alice@example.com", "email_verified": verified,
            "custom:theme": "dark", "identities": "[]",
        });
        fixture.stub.set("/oauth2/userInfo", Reply::json(200, &answer));
        let user = fixture
            .cognito
            .user_info(&AccessToken::new("a"), &subject)
            .await
            .unwrap();
        assert_eq!((user.subject.as_str(), user.username.as_str()), ("s-1", "alice"));
        assert_eq!(user.attributes["email_verified"], "true");
        assert_eq!(
            user.attributes.keys().collect::<Vec<_>>(),
            ["custom:theme", "email", "email_verified"]
        );
        assert!(!format!("{user:?}").contains("alice"));
    }
    let sent = &fixture.stub.requests("/oauth2/userInfo")[0];
    assert_eq!(
        (sent.method.as_str(), &sent.headers["authorization"]),
        ("GET", &"Bearer a".parse().unwrap())
    );
}

#[tokio::test]
async fn user_info_of_another_user_is_refused() {
    let fixture = StubFixture::start().await;
    for answer in [
        json!({"sub": "s-2", "username": "mallory"}),
        json!({"username": "nobody"}),
        json!({"sub": ""}),
    ] {
        fixture.stub.set("/oauth2/userInfo", Reply::json(200, &answer));
        for expected in ["s-1", ""] {
            let error = fixture
                .cognito
                .user_info(&AccessToken::new("a"), &Subject::new(expected))
                .await
                .unwrap_err();
            assert!(matches!(error, Error::OtherSubject), "{error:?}");
            assert!(!error.is_temporary());
        }
    }
}

#[tokio::test]
async fn the_user_api_speaks_aws_json() {
    let fixture = StubFixture::start().await;
    let answer = json!({
        "Username": "alice",
        "UserAttributes": [{"Name": "sub", "Value": "s-1"}, {"Name": "custom:empty"}],
        "UserMFASettingList": ["SOFTWARE_TOKEN_MFA"],
    });
    fixture.stub.set("/", Reply::json(200, &answer));
    let user = fixture.cognito.get_user(&AccessToken::new("a")).await.unwrap();
    assert_eq!(user.username, "alice");
    assert_eq!(user.attributes["sub"], "s-1");
    assert_eq!(user.attributes["custom:empty"], "");
    assert!(!format!("{user:?}").contains("alice"));
    let sent = &fixture.stub.requests("/")[0];
    assert_eq!(
        sent.headers["x-amz-target"],
        "AWSCognitoIdentityProviderService.GetUser"
    );
    assert_eq!(
        sent.headers.get_all("content-type").iter().collect::<Vec<_>>(),
        ["application/x-amz-json-1.1"]
    );
    assert_eq!(sent.body, r#"{"AccessToken":"a"}"#);
    assert!(!sent.headers.contains_key("authorization"));
}

#[tokio::test]
async fn updating_attributes_tells_where_codes_went() {
    let fixture = StubFixture::start().await;
    let token = AccessToken::new("a");
    let attributes = BTreeMap::from([
        ("custom:n".to_owned(), "1".to_owned()),
        ("name".to_owned(), "A/B".to_owned()),
    ]);
    for (answer, expected) in [
        (json!({}), None),
        (json!({"CodeDeliveryDetailsList": []}), None),
        (
            json!({"CodeDeliveryDetailsList": [
                {"AttributeName": "email", "DeliveryMedium": "EMAIL", "Destination": "b***@e***"},
            ]}),
            Some(CodeDelivery {
                attribute: "email".to_owned(),
                medium: "EMAIL".to_owned(),
                destination: "b***@e***".to_owned(),
            }),
        ),
    ] {
        fixture.stub.set("/", Reply::json(200, &answer));
        let sent_to = fixture
            .cognito
            .update_user_attributes(&token, &attributes)
            .await
            .unwrap();
        assert_eq!(sent_to, Vec::from_iter(expected));
    }
    let sent = &fixture.stub.requests("/")[0];
    assert_eq!(
        sent.headers["x-amz-target"],
        "AWSCognitoIdentityProviderService.UpdateUserAttributes"
    );
    assert_eq!(
        sent.body,
        r#"{"AccessToken":"a","UserAttributes":[{"Name":"custom:n","Value":"1"},{"Name":"name","Value":"A/B"}]}"#
    );
}
