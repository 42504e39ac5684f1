//! Signing in without what stands on top of it: no account, no attribute list.

#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::sync::Arc;

use clock::{Clock, Timestamp};
use cognito::{ClientSecret, Cognito, PoolId};
use local_pool::{LocalPool, Seed, SigningKeys};
use session_store::MemoryStore;
use signin::{
    BrowserCookies, CallbackAnswer, Config, CookieScope, Device, FinishError, KeyRing, Lifetimes, OpenForms,
    Parts, ReturnTo, SignInOptions, SignedIn, Signin, SystemRandomness, Visit,
};
use test_support::{Browser, CookieJar};
use url::Url;

/// A pool, and the flows of this crate.
struct Fixture {
    pool: LocalPool,
    signin: Signin,
}

impl Fixture {
    async fn start() -> Self {
        let clock = Clock::fixed_at(Timestamp::from_unix_seconds(1_800_000_000));
        let pool = LocalPool::builder()
            .seed(Seed::demo())
            .signing_keys(SigningKeys::shared())
            .clock(Clock::fixed_at(clock.clock().now()))
            .start()
            .await
            .unwrap();
        let page = |path: &str| Url::parse(&format!("http://localhost:3000{path}")).unwrap();
        let client = cognito::Config {
            endpoint: pool.url(),
            ..cognito::Config::new(
                PoolId::parse(pool.pool_id()).unwrap(),
                pool.client_id().into(),
                ClientSecret::new(pool.client_secret()),
                page("/logged_in"),
                page("/logged_out"),
            )
        };
        let signin = Signin::new(Parts {
            cognito: Cognito::new(client, clock.clock()).unwrap(),
            store: Arc::new(MemoryStore::default()),
            keys: KeyRing::parse(&KeyRing::generate(&SystemRandomness)).unwrap(),
            config: Config {
                lifetimes: Lifetimes::default(),
                cookies: CookieScope::Loopback(3000),
                quota_percent: 100,
                open_forms: OpenForms::default(),
            },
            clock: clock.clock(),
            random: Arc::new(SystemRandomness),
        });
        Self { pool, signin }
    }

    fn held(&self, jar: &CookieJar) -> BrowserCookies {
        self.signin
            .cookies
            .read([jar.header().unwrap_or_default().as_str()])
    }

    /// Starts a sign-in in this browser and fills in the pool's page.
    async fn come_back_from_pool(&self, jar: &mut CookieJar) -> CallbackAnswer {
        let (options, held) = (SignInOptions::default(), self.held(jar));
        let started = self
            .signin
            .sign_in
            .start(&held, ReturnTo::default(), &options)
            .await;
        let started = started.unwrap();
        for line in &started.cookies {
            jar.keep_line(line);
        }
        let mut browser = Browser::new(self.pool.url());
        let location = started.location.as_str();
        let page = browser
            .sign_in_at_pool(location, "bob@example.com", "Bob-is-here-7")
            .await;
        let answer = page.next();
        let get = |name: &str| {
            let mut pairs = answer.query_pairs();
            pairs
                .find(|(found, _)| found == name)
                .map(|(_, value)| value.into_owned())
        };
        CallbackAnswer {
            code: get("code"),
            state: get("state"),
            ..CallbackAnswer::default()
        }
    }

    async fn finish(&self, jar: &CookieJar, answer: &CallbackAnswer) -> Result<SignedIn, FinishError> {
        let held = self.held(jar);
        self.signin.sign_in.finish(&held, Device::default(), answer).await
    }
}

#[tokio::test]
async fn sessions_begin_and_end_without_an_account() {
    let (fixture, mut jar) = (Fixture::start().await, CookieJar::default());
    let answer = fixture.come_back_from_pool(&mut jar).await;
    let signed_in = fixture.finish(&jar, &answer).await.unwrap();
    let signin = &fixture.signin;
    let visit = signin.visits.read(&signed_in.session).await.unwrap();
    let Visit::SignedIn(session, _) = visit else {
        panic!("{visit:?}")
    };
    assert!(signin.reauth.require_recent_auth(&session).is_ok());
    assert!(signin.sign_out.sign_out(Some(&signed_in.session)).await.is_ended);
    assert!(signin.sessions.find(&signed_in.session).await.unwrap().is_none());
}

#[tokio::test]
async fn another_sign_in_ends_the_session_before() {
    let (fixture, mut jar) = (Fixture::start().await, CookieJar::default());
    let answer = fixture.come_back_from_pool(&mut jar).await;
    let first = fixture.finish(&jar, &answer).await.unwrap();
    jar.keep_line(&fixture.signin.cookies.set_session(&first.session));
    let answer = fixture.come_back_from_pool(&mut jar).await;
    let second = fixture.finish(&jar, &answer).await.unwrap();
    let sessions = &fixture.signin.sessions;
    assert!(sessions.find(&first.session).await.unwrap().is_none());
    assert!(sessions.find(&second.session).await.unwrap().is_some());
}

#[tokio::test]
async fn callbacks_are_verified_once_and_in_their_browser() {
    let (fixture, mut jar) = (Fixture::start().await, CookieJar::default());
    let answer = fixture.come_back_from_pool(&mut jar).await;
    let stranger = fixture.finish(&CookieJar::default(), &answer).await;
    assert!(matches!(stranger, Err(FinishError::NotPending)), "{stranger:?}");
    fixture.finish(&jar, &answer).await.unwrap();
    let again = fixture.finish(&jar, &answer).await;
    assert!(matches!(again, Err(FinishError::UsedOrExpired)), "{again:?}");
}
