//! Everything a test needs, for real: a user pool, the router with all layers, a clock that can be set. Only
//! the store is in memory.

pub mod pool;

use std::sync::Arc;
use std::time::Duration;

use account::Account;
use app::FrontEnd;
use app::server::{AskedFields, PictureHosts, ShowsClaimSources};
use attributes::Schema;
use axum::Router;
use brand::Brand;
use clock::{Clock, ManualClock};
use leptos::config::LeptosOptions;
use local_pool::{LocalPool, Seed, Template};
use serde_json::Value;
use server::config::{AppOrigin, BrandFolder, TrustedProxies};
use server::{AppParts, AppState, Readiness};
use session_store::{MemoryStore, Store};
use signin::{BrowserId, KeyRing, Lifetimes, OpenForms, Parts, SessionId, Signin, SystemRandomness};
use tokio_util::sync::CancellationToken;
use url::Url;

use test_support::{Browser, Page};

/// Somebody with an account.
pub struct Person {
    pub email: &'static str,
    pub password: &'static str,
}

impl Person {
    /// From the authorize address to the address the pool sends people back to.
    pub async fn sign_in_at_pool(&self, authorize: &str) -> Url {
        let mut browser = Browser::new(authorize.parse().unwrap());
        let posted = browser.sign_in_at_pool(authorize, self.email, self.password);
        posted.await.next()
    }
}

/// Has not answered what the app asks for.
pub const ALICE: Person = Person {
    email: "alice@example.com",
    password: "Alice-in-1865",
};
/// Has answered everything.
pub const BOB: Person = Person {
    email: "bob@example.com",
    password: "Bob-is-here-7",
};

pub const ORIGIN: &str = "http://localhost:3000";
/// The cookies of an application at that address.
pub const SESSION: &str = "lc-session-3000";
pub const BROWSER: &str = "lc-browser-3000";
const LIST: &str = include_str!("../../../attributes.toml");
pub const HTTPS_ORIGIN: &str = "https://app.example";

/// One application and its pool.
pub struct TestApp {
    pub pool: LocalPool,
    pub clock: ManualClock,
    pub state: AppState,
    /// Tells it that it is to stop.
    pub draining: CancellationToken,
    pub app: Router,
}

/// What an application is made of; whatever is not said has a default.
pub struct Builder {
    seed: Seed,
    template: Option<Template>,
    list: String,
    origin: AppOrigin,
    proxies: TrustedProxies,
    store: Arc<dyn Store>,
    picture_hosts: PictureHosts,
    brand: Arc<Brand>,
    brand_folder: BrandFolder,
    shows_claim_sources: bool,
    way: WayToPool,
}

/// How far off the pool is.
enum WayToPool {
    Direct,
    Slow(Duration),
    /// There is nothing where it is looked for.
    None,
}

impl Builder {
    /// The people of the pool.
    pub fn seed(mut self, seed: Seed) -> Self {
        self.seed = seed;
        self
    }

    /// What the pool is made of instead of a seed: nobody is in it.
    pub fn template(mut self, text: &str) -> Self {
        self.template = Some(Template::read(text).unwrap());
        self
    }

    /// Changes the shipped list of attributes.
    pub fn list(mut self, change: impl FnOnce(&str) -> String) -> Self {
        self.list = change(LIST);
        self
    }

    /// The public address.
    pub fn origin(mut self, origin: &str) -> Self {
        self.origin = AppOrigin::parse(origin).unwrap();
        self
    }

    /// The proxies before it, as in `TRUSTED_PROXIES`.
    pub fn proxies(mut self, proxies: &str) -> Self {
        self.proxies = TrustedProxies::parse(proxies).unwrap();
        self
    }

    /// Where pictures of people may come from.
    pub fn picture_hosts(mut self, hosts: &str) -> Self {
        self.picture_hosts = PictureHosts::parse(hosts).unwrap();
        self
    }

    /// Where sessions are kept, instead of in memory.
    pub fn store(mut self, store: Arc<dyn Store>) -> Self {
        self.store = store;
        self
    }

    /// Without the page that compares the sources of attributes, as on a pool of AWS.
    pub fn without_claim_sources(mut self) -> Self {
        self.shows_claim_sources = false;
        self
    }

    /// Its brand, from this file.
    pub fn brand(mut self, file: &str) -> Self {
        let toml = std::fs::read_to_string(file).unwrap();
        self.brand = Arc::new(Brand::from_toml(&toml).unwrap());
        self.brand_folder = BrandFolder::beside(file);
        self
    }

    /// The pool answers that much later.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.way = WayToPool::Slow(latency);
        self
    }

    /// Nothing answers where the pool is looked for.
    pub fn without_pool(mut self) -> Self {
        self.way = WayToPool::None;
        self
    }

    pub async fn start(self) -> TestApp {
        let pool = match self.template {
            None => pool::start(self.seed, &self.origin).await,
            Some(template) => pool::start_of(template, &self.origin).await,
        };
        let endpoint = match self.way {
            WayToPool::Direct => pool.url(),
            WayToPool::Slow(latency) => crate::latency::with_latency(&pool.url(), latency).await,
            WayToPool::None => Url::parse("http://127.0.0.1:9").unwrap(),
        };
        let clock = Clock::fixed_at(Clock::system().now());
        let parts = Parts {
            cognito: pool::client(&pool, endpoint, &self.origin, &clock),
            store: self.store,
            keys: KeyRing::parse(&KeyRing::generate(&SystemRandomness)).unwrap(),
            config: signin::Config {
                lifetimes: Lifetimes::default(),
                cookies: self.origin.cookie_scope(),
                quota_percent: 100,
                open_forms: OpenForms {
                    answer_after: Duration::ZERO,
                    ..OpenForms::default()
                },
            },
            clock: clock.clock(),
            random: Arc::new(SystemRandomness),
        };
        let account = Arc::new(Account::new(
            Signin::new(parts),
            Schema::from_toml(&self.list).unwrap(),
        ));
        let draining = CancellationToken::new();
        let leptos = LeptosOptions::builder()
            .output_name("leptos-cognito")
            .site_root("../public")
            .build();
        let state = AppState::new(AppParts {
            form_targets: server::watch_form_targets(&account).await,
            readiness: Readiness::new(account.clone(), draining.clone()),
            asked_fields: AskedFields::of(&account.schema),
            account,
            front_end: FrontEnd::of(&leptos),
            leptos,
            brand: self.brand,
            brand_folder: self.brand_folder,
            claim_sources: ShowsClaimSources(self.shows_claim_sources),
            origin: self.origin,
            trusted_proxies: self.proxies,
            picture_hosts: self.picture_hosts,
            reload_socket: None,
            random: Arc::new(SystemRandomness),
        });
        let app = server::router(state.clone());
        TestApp {
            pool,
            clock,
            state,
            draining,
            app,
        }
    }
}

impl TestApp {
    pub async fn new() -> Self {
        Self::builder().start().await
    }

    pub fn builder() -> Builder {
        Builder {
            seed: Seed::demo(),
            template: None,
            list: LIST.to_owned(),
            origin: AppOrigin::parse(ORIGIN).unwrap(),
            proxies: TrustedProxies::default(),
            store: Arc::new(MemoryStore::default()),
            picture_hosts: PictureHosts::default(),
            brand: Arc::default(),
            brand_folder: BrandFolder::default(),
            shows_claim_sources: true,
            way: WayToPool::Direct,
        }
    }

    /// Somebody who was never here.
    pub fn visitor(&self) -> Browser {
        Browser::over_router(self.app.clone())
    }

    /// Signs in as people do, by way of the pool's own pages.
    pub async fn sign_in(&self, person: &Person) -> Browser {
        let mut visitor = self.visitor();
        let landing = self.sign_in_from(&mut visitor, "/login", person).await;
        assert_eq!(landing.status, 303, "{}", landing.body);
        // A sign-in that failed leads on, too: to the page that says why.
        assert!(self.session(&visitor).is_some(), "{}", landing.location());
        visitor
    }

    /// The same, from a page of this application, up to what it answers to the pool's answer.
    pub async fn sign_in_from(&self, visitor: &mut Browser, page: &str, person: &Person) -> Page {
        let callback = self.callback(visitor, page, person).await;
        visitor.get(&callback).await
    }

    /// Path and query with which the pool sends somebody back.
    pub async fn callback(&self, visitor: &mut Browser, page: &str, person: &Person) -> String {
        let answer = visitor.get(page).await;
        let back = person.sign_in_at_pool(answer.location()).await;
        assert!(self.state.origin.contains(&back), "{back}");
        back[url::Position::BeforePath..].to_owned()
    }

    /// What an operator does at the pool.
    pub async fn operate(&self, operation: &str, body: &Value) {
        test_support::operate(self.pool.url(), operation, body).await;
    }

    /// What forms of this visitor's session carry.
    pub fn csrf_token(&self, visitor: &Browser) -> String {
        let session = self.session(visitor).expect("signed in");
        self.state
            .account
            .signin
            .csrf
            .csrf_token(&session)
            .as_str()
            .to_owned()
    }

    /// Posts a form of this visitor's session, and answers where that leads.
    pub async fn submit(&self, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.csrf_token(visitor);
        let all: Vec<_> = [("csrf", token.as_str())].iter().chain(fields).copied().collect();
        let answer = visitor.post_form(path, &all).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer
    }

    /// The same, and answers the page that is shown next.
    pub async fn post(&self, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
        let answer = self.submit(visitor, path, fields).await;
        visitor.get(answer.location()).await
    }

    /// Calls a server function with the token of this visitor's session, as our WebAssembly does.
    pub async fn call(&self, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.csrf_token(visitor);
        let all: Vec<_> = [("csrf", token.as_str())].iter().chain(fields).copied().collect();
        Box::pin(visitor.call(path, &all)).await
    }

    /// What public forms carry in this visitor's browser.
    pub fn open_form_token(&self, visitor: &Browser) -> String {
        let browser = visitor.cookie(BROWSER).and_then(BrowserId::parse);
        let token = self
            .state
            .account
            .signin
            .csrf
            .open_form_token(&browser.expect("a form was shown"));
        token.as_str().to_owned()
    }

    fn session(&self, visitor: &Browser) -> Option<SessionId> {
        visitor.cookie(self.session_cookie()).and_then(SessionId::parse)
    }

    pub fn session_cookie(&self) -> &'static str {
        if self.state.origin.is_https() {
            "__Host-lc-session"
        } else {
            SESSION
        }
    }
}
