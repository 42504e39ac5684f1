//! Slow, malformed, huge, failing, throttled and broken answers, and what errors may say.

use std::time::Duration;

use cognito::{
    AccessToken, AuthorizationCode, Cognito, Error, OAuthErrorCode, Password, PkceVerifier, RefreshToken,
    ServiceErrorCode, Subject, Timeouts, TransportKind,
};
use serde_json::json;

use crate::support::{Reply, SECRET, Stub, StubFixture, assert_unreachable, printed, raw_server};

const TOKEN: &str = "eyJhbGciOiJSUzI1NiJ9.c2VjcmV0.c2lnbmF0dXJl";
const CODE: &str = "0b7a1f6e-secret-code";
const PASSWORD: &str = "Correct-horse-9";
const PATHS: [&str; 4] = ["/oauth2/token", "/oauth2/userInfo", "/oauth2/revoke", "/"];

/// Makes every call that fetches something; answers their errors.
async fn failures(cognito: &Cognito) -> Vec<Error> {
    let verifier = PkceVerifier::from_random([9; 32]);
    let access = AccessToken::new(TOKEN);
    let refresh = RefreshToken::new(TOKEN);
    let errors = vec![
        cognito
            .exchange_code(&AuthorizationCode::new(CODE), &verifier)
            .await
            .unwrap_err(),
        cognito.refresh(&refresh).await.unwrap_err(),
        cognito.user_info(&access, &Subject::new("s")).await.unwrap_err(),
        cognito.get_user(&access).await.unwrap_err(),
        cognito
            .update_user_attributes(&access, &[("name".into(), "Alice".into())].into())
            .await
            .unwrap_err(),
        cognito
            .sign_up("alice@example.com", &Password::new(PASSWORD), &[].into())
            .await
            .unwrap_err(),
        cognito
            .resend_confirmation_code("alice@example.com")
            .await
            .unwrap_err(),
    ];
    for error in &errors {
        assert_says_nothing_secret(error);
    }
    errors
}

fn assert_says_nothing_secret(error: &Error) {
    let text = printed(error);
    for secret in [
        TOKEN,
        CODE,
        PASSWORD,
        SECRET,
        "alice@example.com",
        "Alice",
        PkceVerifier::from_random([9; 32]).expose(),
    ] {
        assert!(!text.contains(secret), "{text}");
    }
}

fn answer_all(stub: &Stub, reply: &Reply) {
    for path in PATHS {
        stub.set(path, reply.clone());
    }
}

#[tokio::test]
async fn slow_answers_time_out_and_are_temporary() {
    let short = Timeouts {
        connect: Duration::from_secs(1),
        total: Duration::from_millis(150),
    };
    let fixture = StubFixture::with(|config| config.timeouts = short).await;
    answer_all(&fixture.stub, &Reply::Never);
    for error in failures(&fixture.cognito).await {
        assert_unreachable(&error, TransportKind::Timeout);
        assert!(error.is_temporary());
    }
}

#[tokio::test]
async fn failing_servers_are_temporary_and_other_statuses_final() {
    let fixture = StubFixture::start().await;
    for (status, temporary) in [
        (301, false),
        (307, false),
        (400, false),
        (403, false),
        (404, false),
        (429, true),
        (500, true),
        (504, true),
    ] {
        let reply =
            Reply::text(status, "<html>alice@example.com</html>").with_header("location", "/elsewhere");
        answer_all(&fixture.stub, &reply);
        for error in failures(&fixture.cognito).await {
            assert!(
                matches!(error, Error::Status { status: found, .. } if found == status),
                "{error:?}"
            );
            assert_eq!(error.is_temporary(), temporary, "{status}");
        }
    }
    assert!(
        fixture.stub.requests("/elsewhere").is_empty(),
        "followed a redirect"
    );
}

#[tokio::test]
async fn answers_that_are_no_answers_cannot_be_read() {
    let fixture = StubFixture::start().await;
    for body in [
        "",
        "{",
        "null",
        "<html>alice@example.com</html>",
        "[7]",
        r#"{"access_token":"alice@example.com","#,
    ] {
        answer_all(&fixture.stub, &Reply::text(200, body));
        for error in failures(&fixture.cognito).await {
            assert!(matches!(error, Error::Decode { .. }), "{body}: {error:?}");
            assert!(!error.is_temporary());
        }
    }
}

#[tokio::test]
async fn malformed_response_is_not_quoted_in_errors() {
    let fixture = StubFixture::start().await;
    let personal = json!(["alice@example.com", TOKEN]);
    let tokens = json!({"access_token": TOKEN, "id_token": TOKEN, "expires_in": "alice@example.com"});
    let user = json!({"Username": personal, "UserAttributes": [{"Name": personal}]});
    let codes = json!({"CodeDeliveryDetailsList": [{"AttributeName": "alice@example.com"}]});
    let token = AccessToken::new(TOKEN);
    fixture.stub.set("/oauth2/token", Reply::json(200, &tokens));
    let mut errors = vec![
        fixture
            .cognito
            .refresh(&RefreshToken::new(TOKEN))
            .await
            .unwrap_err(),
    ];
    fixture.stub.set("/", Reply::json(200, &user));
    errors.push(fixture.cognito.get_user(&token).await.unwrap_err());
    fixture.stub.set("/", Reply::json(200, &codes));
    errors.push(
        fixture
            .cognito
            .update_user_attributes(&token, &[].into())
            .await
            .unwrap_err(),
    );
    for error in errors {
        assert!(matches!(error, Error::Decode { .. }), "{error:?}");
        assert_says_nothing_secret(&error);
    }
}

#[tokio::test]
async fn huge_answers_are_not_read_to_the_end() {
    let fixture = StubFixture::start().await;
    let body = json!({"access_token": "x".repeat(2 * 1024 * 1024)}).to_string();
    for status in [200, 400] {
        answer_all(&fixture.stub, &Reply::text(status, &body));
        for error in failures(&fixture.cognito).await {
            assert!(
                matches!(error, Error::TooLong { limit: 1_048_576, .. }),
                "{error:?}"
            );
            assert!(!error.is_temporary());
        }
    }
}

#[tokio::test]
async fn broken_connections_are_temporary() {
    const HALF: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"access_token\":";
    for bytes in [b"".as_slice(), b"not http at all\r\n\r\n", HALF] {
        let origin = raw_server(bytes).await;
        let fixture = StubFixture::start().await;
        let mut discovery = fixture.stub.discovery();
        discovery["token_endpoint"] = json!(format!("{origin}/oauth2/token"));
        fixture
            .stub
            .set(&Stub::discovery_path(), Reply::json(200, &discovery));
        let error = fixture
            .cognito
            .refresh(&RefreshToken::new(TOKEN))
            .await
            .unwrap_err();
        assert_unreachable(&error, TransportKind::Other);
        assert!(error.is_temporary());
        assert_says_nothing_secret(&error);
    }
}

#[tokio::test]
async fn connection_refused_is_temporary() {
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0")
        .await
        .unwrap()
        .local_addr()
        .unwrap();
    let fixture =
        StubFixture::with(|config| config.endpoint = format!("http://{gone}").parse().unwrap()).await;
    let error = fixture
        .cognito
        .get_user(&AccessToken::new(TOKEN))
        .await
        .unwrap_err();
    assert_unreachable(&error, TransportKind::Connect);
    assert!(error.is_temporary());
    assert!(fixture.cognito.metadata().await.unwrap_err().is_temporary());
}

#[tokio::test]
async fn refusals_of_the_token_endpoint_keep_their_code() {
    let fixture = StubFixture::start().await;
    for (status, code, expected, temporary) in [
        (400, "invalid_grant", OAuthErrorCode::InvalidGrant, false),
        (400, "invalid_client", OAuthErrorCode::InvalidClient, false),
        (
            400,
            "unauthorized_client",
            OAuthErrorCode::UnauthorizedClient,
            false,
        ),
        (
            400,
            "brand_new",
            OAuthErrorCode::Other("brand_new".to_owned()),
            false,
        ),
        (
            429,
            "too_many_requests",
            OAuthErrorCode::Other("too_many_requests".to_owned()),
            true,
        ),
        (
            400,
            "temporarily_unavailable",
            OAuthErrorCode::TemporarilyUnavailable,
            true,
        ),
        (500, "server_error", OAuthErrorCode::ServerError, true),
    ] {
        let body =
            json!({"error": code, "error_description": format!("about alice@example.com and {TOKEN}")});
        fixture.stub.set("/oauth2/token", Reply::json(status, &body));
        let error = fixture
            .cognito
            .refresh(&RefreshToken::new(TOKEN))
            .await
            .unwrap_err();
        assert_eq!(error.oauth_code(), Some(&expected));
        assert_eq!(error.is_temporary(), temporary, "{code}");
        assert_says_nothing_secret(&error);
    }
}

#[tokio::test]
async fn user_info_refusals_come_from_the_challenge() {
    let fixture = StubFixture::start().await;
    let challenge = r#"error="invalid_token", error_description="Access token is expired""#;
    fixture.stub.set(
        "/oauth2/userInfo",
        Reply::text(401, "").with_header("www-authenticate", challenge),
    );
    let error = fixture
        .cognito
        .user_info(&AccessToken::new(TOKEN), &Subject::new("s"))
        .await
        .unwrap_err();
    assert_eq!(error.oauth_code(), Some(&OAuthErrorCode::InvalidToken));
    assert!(!error.is_temporary());
}

#[tokio::test]
async fn refusals_of_the_user_api_keep_their_type() {
    let fixture = StubFixture::start().await;
    for (status, kind, expected, temporary) in [
        (
            400,
            "NotAuthorizedException",
            ServiceErrorCode::NotAuthorized,
            false,
        ),
        (
            400,
            "InvalidParameterException",
            ServiceErrorCode::InvalidParameter,
            false,
        ),
        (
            400,
            "LimitExceededException",
            ServiceErrorCode::LimitExceeded,
            false,
        ),
        (
            400,
            "TooManyRequestsException",
            ServiceErrorCode::TooManyRequests,
            true,
        ),
        (400, "ThrottlingException", ServiceErrorCode::Throttling, true),
        (
            500,
            "InternalErrorException",
            ServiceErrorCode::InternalError,
            true,
        ),
        (
            400,
            "NewException",
            ServiceErrorCode::Other("NewException".to_owned()),
            false,
        ),
    ] {
        let body = json!({"__type": kind, "message": format!("Value 'Alice' of alice@example.com, {TOKEN}")});
        fixture.stub.set(
            "/",
            Reply::json(status, &body).with_header("x-amzn-errortype", format!("{kind}:")),
        );
        let error = fixture
            .cognito
            .get_user(&AccessToken::new(TOKEN))
            .await
            .unwrap_err();
        assert_eq!(error.service_code(), Some(&expected));
        assert_eq!(error.is_temporary(), temporary, "{kind}");
        assert_says_nothing_secret(&error);
    }
}
