//! A pool, the flows on top of it, and people who sign in by way of the pool's own pages. The two clocks
//! are set together.

use std::sync::Arc;
use std::time::Duration;

use account::{Account, FinishedSignIn, MfaStatus, Sources, UserRecords};
use attributes::{ContactChanges, Schema, Values};
use clock::{Clock, ManualClock, Timestamp};
use cognito::{ClientSecret, Cognito, PoolId, Timeouts};
use local_pool::{Builder, LocalPool, Seed, SigningKeys};
use serde_json::{Value, json};
use session_store::{MemoryStore, Store};
use signin::{
    CallbackAnswer, Config, CookieScope, Device, FinishError, KeyRing, Lifetimes, OpenForms, Parts, ReturnTo,
    Session, SessionId, SignInOptions, Signin, SystemRandomness,
};
use test_support::{Browser, Page};
use url::Url;

use crate::front::Front;
use crate::jar::Jar;

const START: i64 = 1_800_000_000;
/// Long enough on a busy machine: no test waits for it.
const STEP_TIMEOUT: Duration = Duration::from_mins(1);

/// The list that comes with the app.
pub const LIST: &str = include_str!("../../../../attributes.toml");

/// Has not answered what the app asks for.
pub const ALICE: Person = Person {
    name: "alice@example.com",
    password: "Alice-in-1865",
};
/// Has answered everything.
pub const BOB: Person = Person {
    name: "bob@example.com",
    password: "Bob-is-here-7",
};

/// Somebody with an account.
#[derive(Clone, Copy)]
pub struct Person {
    /// What they sign in with.
    pub name: &'static str,
    pub password: &'static str,
}

/// A pool and the flows on top of it.
pub struct Stage {
    pub pool: LocalPool,
    pub account: Arc<Account>,
    clock: ManualClock,
    setting: Setting,
}

/// What another process of the same application would be made of.
struct Setting {
    store: Arc<dyn Store>,
    keys: String,
    secret: String,
    patience: Duration,
    quota_percent: u8,
    /// Whether a secret that the pool refuses stands before the right one.
    has_old_secret: bool,
    schema: Schema,
    open_forms: OpenForms,
    /// What stands before the pool.
    front: Option<Url>,
}

impl Stage {
    pub async fn new() -> Self {
        Self::on(Arc::new(MemoryStore::default())).await
    }

    /// The same with another store.
    pub async fn on(store: Arc<dyn Store>) -> Self {
        Self::with(start_pool(Seed::demo()).await, Setting::on(store))
    }

    /// The same with another pool.
    pub async fn on_pool(seed: Seed, store: Arc<dyn Store>) -> Self {
        Self::with(start_pool(seed).await, Setting::on(store))
    }

    /// The same with another pool and another list of attributes.
    pub async fn of(seed: Seed, list: &str) -> Self {
        let mut setting = Setting::on(Arc::new(MemoryStore::default()));
        setting.schema = Schema::from_toml(list).unwrap();
        Self::with(start_pool(seed).await, setting)
    }

    /// The same with another pool, where other addresses may be changed.
    pub async fn where_people_change(changes: ContactChanges, seed: Seed) -> Self {
        let mut setting = Setting::on(Arc::new(MemoryStore::default()));
        setting.schema = setting.schema.with_contact_changes(changes);
        Self::with(start_pool(seed).await, setting)
    }

    /// The same with little of the pool's quotas.
    pub async fn with_quota_percent(quota_percent: u8) -> Self {
        let setting = Setting {
            quota_percent,
            ..Setting::on(Arc::new(MemoryStore::default()))
        };
        Self::with(start_pool(Seed::demo()).await, setting)
    }

    /// Bob has answered what is required, and nothing else.
    pub async fn where_bob_says_nothing_about_himself() -> Self {
        let mut seed = Seed::demo();
        for user in &mut seed.pools[0].users {
            user.attributes.remove("custom:about");
        }
        Self::on_pool(seed, Arc::new(MemoryStore::default())).await
    }

    /// The same with answers about accounts that come no sooner than this.
    pub async fn answering_after(time: Duration) -> Self {
        let open_forms = OpenForms {
            answer_after: time,
            ..OpenForms::default()
        };
        let setting = Setting {
            open_forms,
            ..Setting::on(Arc::new(MemoryStore::default()))
        };
        Self::with(start_pool(Seed::demo()).await, setting)
    }

    /// The same pool, but a client that has another secret.
    pub async fn with_wrong_secret() -> Self {
        let setting = Setting {
            secret: "not+the+secret+of+this+client+at+all".to_owned(),
            ..Setting::on(Arc::new(MemoryStore::default()))
        };
        Self::with(start_pool(Seed::demo()).await, setting)
    }

    /// The same pool, and a client with two secrets, of which the pool refuses the first.
    pub async fn with_two_secrets() -> Self {
        let setting = Setting {
            has_old_secret: true,
            ..Setting::on(Arc::new(MemoryStore::default()))
        };
        Self::with(start_pool(Seed::demo()).await, setting)
    }

    /// The same pool, but a client that does not wait long.
    pub async fn impatient() -> Self {
        let setting = Setting {
            patience: Duration::from_secs(4),
            ..Setting::on(Arc::new(MemoryStore::default()))
        };
        Self::with(start_pool(Seed::demo()).await, setting)
    }

    /// The same behind a front: calls of the JSON API go there first.
    pub async fn behind(front: &Front, seed: Seed, quotas: bool) -> Self {
        let mut setting = Setting::on(Arc::new(MemoryStore::default()));
        setting.front = Some(front.url.clone());
        // Many calls in a short time.
        setting.quota_percent = u8::MAX;
        // With the issuer of AWS: another address before the pool does not change it.
        let builder = pool_builder(seed).quotas(quotas).issues_as_aws(true);
        let pool = builder.start().await.unwrap();
        front.stand_before(pool.url());
        Self::with(pool, setting)
    }

    /// Another process with another list of attributes.
    pub fn use_list(&mut self, list: &str) {
        self.setting.schema = Schema::from_toml(list).unwrap();
        self.account = self.another_process();
    }

    /// Another process, which talks to the pool itself.
    pub fn leave_front(&mut self) {
        self.setting.front = None;
        self.account = self.another_process();
    }

    fn with(pool: LocalPool, mut setting: Setting) -> Self {
        let clock = Clock::fixed_at(Timestamp::from_unix_seconds(START));
        if setting.secret.is_empty() {
            pool.client_secret().clone_into(&mut setting.secret);
        }
        Self {
            account: setting.start(&pool, &clock),
            pool,
            clock,
            setting,
        }
    }

    /// Another process of the same application.
    pub fn another_process(&self) -> Arc<Account> {
        self.setting.start(&self.pool, &self.clock)
    }

    /// Waits until the pool has answered so many calls of this kind.
    pub async fn until_called(&self, name: &str, times: usize) {
        let called = async {
            while self.calls(name) < times {
                tokio::task::yield_now().await;
            }
        };
        let called = tokio::time::timeout(STEP_TIMEOUT, called).await;
        called.unwrap_or_else(|_| panic!("{name} was not called {times} times"));
    }

    /// What an operator does to a person at the pool.
    pub async fn administer(&self, operation: &str, person: Person) {
        let about = json!({ "UserPoolId": self.pool.pool_id(), "Username": person.name });
        self.operate(operation, &about).await;
    }

    /// What an operator does at the pool; its answer, or null if that is empty.
    pub async fn operate(&self, operation: &str, body: &Value) -> Value {
        test_support::operate(self.pool.url(), operation, body).await
    }

    /// The flows below the account's.
    pub fn signin(&self) -> &Signin {
        &self.account.signin
    }

    /// What this process does from time to time for refreshes that another one has left.
    pub async fn recover_refreshes(&self) {
        let recovery = &self.signin().refresh_recovery;
        recovery.recover_interrupted_refreshes().await.unwrap();
    }

    /// Lets time pass, here and in the pool.
    pub fn pass(&self, span: Duration) {
        self.clock.advance(span);
        self.pool.clock().advance(span);
    }

    /// Goes off to the pool and comes back with its answer, without handing it in yet.
    pub async fn visit_pool(&self, browser: Option<Jar>, person: Person) -> (Jar, CallbackAnswer) {
        let options = SignInOptions::default();
        let to = ReturnTo::parse("/profile");
        let (browser, location) = self.start(browser.unwrap_or_default(), to, &options).await;
        (browser, self.answer_at_pool(location, person).await)
    }

    /// Starts a sign-in in this browser.
    pub async fn start(&self, browser: Jar, to: ReturnTo, options: &SignInOptions) -> (Jar, Url) {
        let held = browser.read(&self.account);
        let started = self
            .account
            .admission
            .start_sign_in(&held, to, options)
            .await
            .unwrap();
        (browser.with(started.cookies), started.location)
    }

    /// Fills in the pool's sign-in page.
    pub async fn answer_at_pool(&self, authorize: Url, person: Person) -> CallbackAnswer {
        self.answer_and_be_known(authorize, person).await.0
    }

    /// The same; gives also the browser that the pool knows from then on.
    pub async fn answer_and_be_known(&self, authorize: Url, person: Person) -> (CallbackAnswer, Browser) {
        let (posted, browser) = self.post_password(&authorize, person).await;
        (callback_answer(&posted.next()), browser)
    }

    /// Hands in an answer, in this browser.
    pub async fn hand_in(
        &self,
        browser: &Jar,
        answer: &CallbackAnswer,
    ) -> Result<FinishedSignIn, FinishError> {
        let held = browser.read(&self.account);
        self.account
            .admission
            .finish_sign_in(&held, Device::default(), answer)
            .await
    }

    /// The whole way of a sign-in.
    pub async fn sign_in(&self, person: Person) -> FinishedSignIn {
        let (browser, answer) = self.visit_pool(None, person).await;
        self.hand_in(&browser, &answer).await.unwrap()
    }

    /// Whether the pool's sign-in page knows no such person or password.
    pub async fn sign_in_is_refused(&self, person: Person) -> bool {
        let options = SignInOptions::default();
        let (_, location) = self.start(Jar::default(), ReturnTo::default(), &options).await;
        let (posted, _) = self.post_password(&location, person).await;
        !posted.status.is_redirection()
    }

    async fn post_password(&self, authorize: &Url, person: Person) -> (Page, Browser) {
        let mut browser = Browser::new(self.pool.url());
        let posted = browser.sign_in_at_pool(authorize.as_str(), person.name, person.password);
        (posted.await, browser)
    }

    /// A fresh session of this person.
    pub async fn session(&self, person: Person) -> Session {
        let id = self.sign_in(person).await.session;
        self.find(&id).await.unwrap()
    }

    /// The session of this id, if it is alive.
    pub async fn find(&self, id: &SessionId) -> Option<Session> {
        self.signin().sessions.find(id).await.unwrap()
    }

    /// What the store has of the person, as one request reads it.
    pub async fn records(&self, session: &Session) -> UserRecords {
        self.account.users.read(session).await.unwrap()
    }

    /// The second factor, as a page shows it.
    pub async fn mfa_status(&self, session: &Session) -> MfaStatus {
        let records = self.records(session).await;
        let tokens = self.signin().tokens.of_request(session, records.tokens());
        let status = self.account.mfa.status(tokens, records.pending_setup());
        status.await.unwrap()
    }

    /// The three sources, as a page shows them.
    pub async fn sources(&self, session: &Session) -> Sources {
        let records = self.records(session).await;
        let tokens = self.signin().tokens.of_request(session, records.tokens());
        self.account.claim_sources.ask(tokens).await.unwrap()
    }

    /// How many calls of this kind the pool has answered: an operation, a grant type or a path.
    pub fn calls(&self, name: &str) -> usize {
        let is_named = |request: &local_pool::RecordedRequest| {
            [
                request.operation.as_deref(),
                request.grant_type.as_deref(),
                Some(&request.path),
            ]
            .contains(&Some(name))
        };
        self.pool
            .requests()
            .iter()
            .filter(|request| is_named(request))
            .count()
    }
}

impl Setting {
    fn on(store: Arc<dyn Store>) -> Self {
        Self {
            store,
            keys: KeyRing::generate(&SystemRandomness),
            secret: String::new(),
            patience: STEP_TIMEOUT,
            quota_percent: 100,
            has_old_secret: false,
            schema: Schema::from_toml(LIST).unwrap(),
            open_forms: OpenForms {
                answer_after: Duration::ZERO,
                ..OpenForms::default()
            },
            front: None,
        }
    }

    fn start(&self, pool: &LocalPool, clock: &ManualClock) -> Arc<Account> {
        let (secret, other) = (
            ClientSecret::new(&self.secret),
            ClientSecret::new("an+old+secret+of+this+client"),
        );
        let (client_secret, other_secret) = if self.has_old_secret {
            (other, Some(secret))
        } else {
            (secret, None)
        };
        let config = cognito::Config {
            other_secret,
            endpoint: self.front.clone().unwrap_or_else(|| pool.url()),
            scopes: account::scopes(&self.schema),
            timeouts: Timeouts {
                connect: self.patience,
                total: self.patience,
            },
            ..cognito::Config::new(
                PoolId::parse(pool.pool_id()).unwrap(),
                pool.client_id().into(),
                client_secret,
                url("http://localhost:3000/logged_in"),
                url("http://localhost:3000/logged_out"),
            )
        };
        let parts = Parts {
            cognito: Cognito::new(config, clock.clock()).unwrap(),
            store: Arc::clone(&self.store),
            keys: KeyRing::parse(&self.keys).unwrap(),
            config: Config {
                lifetimes: Lifetimes::default(),
                cookies: CookieScope::Loopback(3000),
                quota_percent: self.quota_percent,
                open_forms: self.open_forms.clone(),
            },
            clock: clock.clock(),
            random: Arc::new(SystemRandomness),
        };
        Arc::new(Account::new(Signin::new(parts), self.schema.clone()))
    }
}

/// Lets the app read and write telephone numbers.
pub fn allow_telephone_numbers(seed: &mut Seed) {
    let client = &mut seed.pools[0].clients[0];
    client.scopes.push("phone".to_owned());
    let readable = ["phone_number", "phone_number_verified"].map(String::from);
    client.read_attributes.as_mut().unwrap().extend(readable);
    let writable = client.write_attributes.as_mut().unwrap();
    writable.push("phone_number".to_owned());
}

fn pool_builder(seed: Seed) -> Builder {
    LocalPool::builder()
        .seed(seed)
        .clock(Clock::fixed_at(Timestamp::from_unix_seconds(START)))
        .signing_keys(SigningKeys::shared())
}

async fn start_pool(seed: Seed) -> LocalPool {
    pool_builder(seed).start().await.unwrap()
}

/// A form that was shown empty.
pub fn posted(values: Values) -> account::Submission {
    account::Submission {
        values,
        baseline: Values::new(),
    }
}

/// Values by name.
pub fn form<const N: usize>(fields: [(&str, &str); N]) -> Values {
    fields
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// Reads the query of a callback.
pub fn callback_answer(url: &Url) -> CallbackAnswer {
    let get = |wanted: &str| {
        url.query_pairs()
            .find(|(name, _)| name == wanted)
            .map(|(_, value)| value.into_owned())
    };
    CallbackAnswer {
        code: get("code"),
        state: get("state"),
        error: get("error"),
        iss: get("iss"),
    }
}

fn url(text: &str) -> Url {
    text.parse().unwrap()
}
