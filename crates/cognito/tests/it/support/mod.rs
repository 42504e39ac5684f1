//! A pool made of canned answers, and tokens made by hand.

mod signer;
mod stub;
pub mod visitor;

use std::time::Duration;

use clock::{Clock, ManualClock, Timestamp};
use cognito::{Cognito, Config, Error, ExactUrl, PoolId, Timeouts, TransportKind};
use serde_json::{Value, json};

pub use signer::{Signer, base64url};
pub use stub::{Reply, Stub, raw_server};

pub const POOL: &str = "eu-west-1_Stub0001";
pub const CLIENT: &str = "stubclient0000000000000000";
pub const SECRET: &str = "stub+secret/with=signs";
pub const SUBJECT: &str = "9f1c2a34-6b7d-4e8f-9a01-23456789abcd";
pub const NONCE: &str = "the-nonce-of-this-sign-in";

/// The time when a test starts, in Unix seconds.
pub const NOW: i64 = 1_700_000_000;

/// A stub with discovery and keys, a client of it, and the client's clock.
pub struct StubFixture {
    pub stub: Stub,
    pub cognito: Cognito,
    pub clock: ManualClock,
}

impl StubFixture {
    pub async fn start() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(configure: impl FnOnce(&mut Config)) -> Self {
        let stub = Stub::start().await;
        stub.set(&Stub::discovery_path(), Reply::json(200, &stub.discovery()));
        stub.set_keys(&[Signer::of_id_tokens(), Signer::of_access_tokens()]);
        let clock = Clock::fixed_at(Timestamp::from_unix_seconds(NOW));
        let mut config = config(&stub);
        configure(&mut config);
        let cognito = Cognito::new(config, clock.clock()).unwrap();
        Self { stub, cognito, clock }
    }

    pub fn issuer(&self) -> String {
        self.stub.issuer()
    }

    /// What an ID token says that is good now.
    pub fn id_claims(&self) -> Value {
        let now = self.clock.now().unix_seconds();
        json!({
            "sub": SUBJECT, "iss": self.issuer(), "aud": CLIENT, "token_use": "id", "nonce": NONCE,
            "auth_time": now, "iat": now, "exp": now + 3600, "cognito:username": "alice", "jti": "j",
            "email": "alice@example.com", "email_verified": true, "custom:theme": "dark",
            "cognito:groups": ["editors"],
        })
    }

    /// What an access token says that is good now.
    pub fn access_claims(&self) -> Value {
        let now = self.clock.now().unix_seconds();
        json!({
            "sub": SUBJECT, "iss": self.issuer(), "client_id": CLIENT, "token_use": "access", "version": 2,
            "scope": "openid email aws.cognito.signin.user.admin", "auth_time": now, "iat": now,
            "exp": now + 3600, "username": "alice", "jti": "j",
        })
    }
}

pub fn config(stub: &Stub) -> Config {
    let here = |path: &str| ExactUrl::parse(&format!("http://localhost:3000{path}")).unwrap();
    let pool = PoolId::parse(POOL).unwrap();
    let mut config = Config::new(
        pool,
        CLIENT.into(),
        SECRET.into(),
        here("/logged_in"),
        here("/logged_out"),
    );
    config.endpoint = stub.url();
    config.timeouts = Timeouts {
        connect: Duration::from_secs(10),
        total: Duration::from_secs(30),
    };
    config
}

/// The name of the rule that a token breaks.
pub fn broken_rule(error: &Error) -> String {
    match error {
        Error::Token(rule) => format!("{rule:?}").split('(').next().unwrap().to_owned(),
        other => panic!("not about a token: {other:?}"),
    }
}

/// Fails unless the pool could not be reached in this way.
#[track_caller]
pub fn assert_unreachable(error: &Error, expected: TransportKind) {
    assert!(
        matches!(error, Error::Transport { kind, .. } if *kind == expected),
        "{error:?}"
    );
}

/// Everything that a log could show of an error.
pub fn printed(error: &Error) -> String {
    let mut said = vec![format!("{error} {error:?}")];
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        said.push(format!("{error} {error:?}"));
        cause = error.source();
    }
    said.join("\n")
}
