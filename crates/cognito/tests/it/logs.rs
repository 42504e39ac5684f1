//! What the client writes into a log, at the most talkative level.

use std::io;
use std::sync::{Arc, Mutex};

use cognito::ExpectedNonce;
use tracing::Level;

use crate::support::visitor::{ALICE, PoolFixture, sign_in};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn the_log_names_calls_and_holds_no_secrets() {
    let fixture = PoolFixture::start().await;
    let cognito = fixture.client();
    let callback = sign_in(&cognito, ALICE).await;

    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    let guard = tracing::subscriber::set_default(subscriber);
    let tokens = cognito
        .exchange_code(&callback.code, &callback.verifier)
        .await
        .unwrap();
    let claims = cognito
        .verify_id_token(&tokens.id_token, ExpectedNonce::Exactly(&callback.nonce))
        .await
        .unwrap();
    cognito
        .user_info(&tokens.access_token, &claims.subject)
        .await
        .unwrap();
    let change = [("name".to_owned(), "Alice in Wonderland".to_owned())].into();
    cognito
        .update_user_attributes(&tokens.access_token, &change)
        .await
        .unwrap();
    let refresh_token = tokens.refresh_token.unwrap();
    cognito.refresh(&refresh_token).await.unwrap();
    cognito.revoke(&refresh_token).await.unwrap();
    cognito.refresh(&refresh_token).await.unwrap_err();
    drop(guard);

    let text = log.text();
    for named in [
        "authorization_code",
        "jwks",
        "userInfo",
        "UpdateUserAttributes",
        "refresh_token",
        "revoke",
    ] {
        assert!(text.contains(named), "{named} is not in the log");
    }
    let secrets = [
        fixture.pool.client_secret(),
        callback.code.expose(),
        callback.verifier.expose(),
        "Wonderland",
    ];
    let tokens = fixture.pool.issued_tokens();
    for secret in secrets
        .into_iter()
        .chain([ALICE.0])
        .chain(tokens.iter().map(String::as_str))
    {
        assert!(!text.contains(secret), "the log holds {secret}");
    }
}
