//! The local pool with a client of it, and a person who signs in through its pages with a plain HTTP client.

use std::time::Duration;

use clock::{Clock, ManualClock, Timestamp};
use cognito::{
    AuthorizationCode, AuthorizeRequest, Cognito, Config, ExactUrl, Nonce, PkceVerifier, PoolId, State,
    Timeouts,
};
use local_pool::{LocalPool, SigningKeys};
use test_support::Browser;

use super::NOW;

pub const ALICE: (&str, &str) = ("alice@example.com", "Alice-in-1865");
pub const BOB: (&str, &str) = ("bob@example.com", "Bob-is-here-7");

/// The local pool, and the clock of its clients.
pub struct PoolFixture {
    pub pool: LocalPool,
    pub clock: ManualClock,
}

/// What a callback brought, and what the sign-in was started with.
pub struct Callback {
    pub code: AuthorizationCode,
    pub state: Option<String>,
    pub nonce: Nonce,
    pub verifier: PkceVerifier,
    pub browser: Browser,
}

impl PoolFixture {
    pub async fn start() -> Self {
        Self::build(false).await
    }

    /// The same with Cognito's quotas.
    pub async fn with_quotas() -> Self {
        Self::build(true).await
    }

    async fn build(quotas: bool) -> Self {
        let pool_clock = Clock::fixed_at(Timestamp::from_unix_seconds(NOW));
        let pool = LocalPool::builder()
            .clock(pool_clock)
            .test_controls(true)
            .quotas(quotas)
            .signing_keys(SigningKeys::shared())
            .start()
            .await
            .unwrap();
        Self {
            pool,
            clock: Clock::fixed_at(Timestamp::from_unix_seconds(NOW)),
        }
    }

    /// Moves both clocks.
    pub fn advance(&self, span: Duration) {
        self.pool.clock().advance(span);
        self.clock.advance(span);
    }

    /// A new client, with empty caches.
    pub fn client(&self) -> Cognito {
        self.client_with(|_| ())
    }

    pub fn client_with(&self, configure: impl FnOnce(&mut Config)) -> Cognito {
        let here = |path: &str| ExactUrl::parse(&format!("http://localhost:3000{path}")).unwrap();
        let pool_id = PoolId::parse(self.pool.pool_id()).unwrap();
        let (id, secret) = (self.pool.client_id().into(), self.pool.client_secret().into());
        let mut config = Config::new(pool_id, id, secret, here("/logged_in"), here("/logged_out"));
        config.endpoint = self.pool.url();
        config.timeouts = Timeouts {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(30),
        };
        configure(&mut config);
        Cognito::new(config, self.clock.clock()).unwrap()
    }
}

/// Signs in as a browser would: authorize, the login page, its form, the callback.
pub async fn sign_in(cognito: &Cognito, (email, password): (&str, &str)) -> Callback {
    let (nonce, verifier) = (Nonce::from_random([2; 32]), PkceVerifier::from_random([3; 32]));
    let request = AuthorizeRequest::new(State::from_random([1; 32]), nonce.clone(), verifier.challenge());
    let start = cognito.authorize_url(&request).await.unwrap();
    let mut browser = Browser::new(start.clone());
    let callback = browser
        .sign_in_at_pool(start.as_str(), email, password)
        .await
        .next();
    assert!(
        callback
            .as_str()
            .starts_with(cognito.config().redirect_uri.as_str()),
        "{callback}"
    );
    let parameter = |name| {
        callback
            .query_pairs()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    };
    Callback {
        code: AuthorizationCode::new(parameter("code").unwrap()),
        state: parameter("state"),
        nonce,
        verifier,
        browser,
    }
}
