//! Everything a test needs, for real: a user pool, the router with all layers, a clock that can be set. Only
//! the store is in memory.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use attributes::Schema;
use auth::{Auth, BrowserId, KeyRing, Lifetimes, OpenForms, Parts, SessionId, SystemRandomness};
use axum::Router;
use brand::Brand;
use clock::{Clock, ManualClock};
use cognito::{ClientSecret, Cognito, PoolId, Timeouts};
use leptos::config::LeptosOptions;
use local_pool::{LocalPool, Seed};
use serde_json::Value;
use server::config::{AppOrigin, BrandFolder, TrustedProxies};
use server::{AppState, Pages};
use session_store::{MemoryStore, Store};
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
/// Long enough for the pool on a busy machine: no test waits for it.
const STEP_TIMEOUT: Duration = Duration::from_mins(1);
pub const HTTPS_ORIGIN: &str = "https://app.example";

/// The application over this state. Its pages are found once for all tests: while they are looked for, no page can be
/// asked for anywhere in the process.
pub fn app(state: AppState) -> Router {
    server::router(state, pages())
}

pub fn pages() -> &'static Pages {
    static PAGES: LazyLock<Pages> = LazyLock::new(server::find_pages);
    &PAGES
}

/// One application and its pool.
pub struct World {
    pub pool: LocalPool,
    pub clock: ManualClock,
    pub state: AppState,
    pub app: Router,
}

impl World {
    pub async fn new() -> Self {
        Self::at(ORIGIN).await
    }

    /// An application with this public address.
    pub async fn at(origin: &str) -> Self {
        let origin = AppOrigin::parse(origin).unwrap();
        Self::over(origin, Seed::demo()).await
    }

    /// An application whose pool holds other people.
    pub async fn of(seed: Seed) -> Self {
        Self::over(AppOrigin::parse(ORIGIN).unwrap(), seed).await
    }

    async fn over(origin: AppOrigin, seed: Seed) -> Self {
        let (pool, endpoint) = start_pool(seed, &origin).await;
        Self::build(origin, pool, endpoint, LIST).await
    }

    /// An application behind these proxies.
    pub async fn behind(proxies: &str) -> Self {
        let mut world = Self::new().await;
        world.state.trusted_proxies = TrustedProxies::parse(proxies).unwrap();
        world.app = app(world.state.clone());
        world
    }

    /// An application with the brand of this file.
    pub async fn with_brand(file: &str) -> Self {
        let mut world = Self::new().await;
        let toml = std::fs::read_to_string(file).unwrap();
        world.state.brand = Arc::new(Brand::from_toml(&toml).unwrap());
        world.state.brand_folder = BrandFolder::beside(file);
        world.app = app(world.state.clone());
        world
    }

    /// An application whose list of attributes was changed.
    pub async fn with_list(change: impl FnOnce(&str) -> String) -> Self {
        Self::of_with_list(Seed::demo(), change).await
    }

    /// The same, and whose pool holds other people.
    pub async fn of_with_list(seed: Seed, change: impl FnOnce(&str) -> String) -> Self {
        let origin = AppOrigin::parse(ORIGIN).unwrap();
        let (pool, endpoint) = start_pool(seed, &origin).await;
        Self::build(origin, pool, endpoint, &change(LIST)).await
    }

    /// An application whose pool is some way off.
    pub async fn with_latency(latency: Duration) -> Self {
        let origin = AppOrigin::parse(ORIGIN).unwrap();
        let (pool, endpoint) = start_pool(Seed::demo(), &origin).await;
        let endpoint = crate::latency::with_latency(&endpoint, latency).await;
        Self::build(origin, pool, endpoint, LIST).await
    }

    /// An application that looks for its pool where nothing is.
    pub async fn without_pool() -> Self {
        let pool = LocalPool::builder().start().await.unwrap();
        let nowhere = Url::parse("http://127.0.0.1:9").unwrap();
        Self::build(AppOrigin::parse(ORIGIN).unwrap(), pool, nowhere, LIST).await
    }

    /// An application on this store.
    pub async fn on(store: Arc<dyn Store>) -> Self {
        let origin = AppOrigin::parse(ORIGIN).unwrap();
        let (pool, endpoint) = start_pool(Seed::demo(), &origin).await;
        Self::build_on(store, origin, (pool, endpoint), LIST).await
    }

    async fn build(origin: AppOrigin, pool: LocalPool, endpoint: Url, list: &str) -> Self {
        let store = Arc::new(MemoryStore::default());
        Self::build_on(store, origin, (pool, endpoint), list).await
    }

    async fn build_on(
        store: Arc<dyn Store>,
        origin: AppOrigin,
        (pool, endpoint): (LocalPool, Url),
        list: &str,
    ) -> Self {
        let clock = Clock::fixed_at(Clock::system().now());
        let auth = Auth::new(Parts {
            cognito: client(&pool, endpoint, &origin, &clock),
            store,
            keys: KeyRing::parse(&KeyRing::generate(&SystemRandomness)).unwrap(),
            schema: Schema::from_toml(list).unwrap(),
            config: auth::Config {
                lifetimes: Lifetimes::default(),
                cookies: origin.cookie_scope(),
                quota_percent: 100,
                open_forms: OpenForms {
                    answer_after: Duration::ZERO,
                    ..OpenForms::default()
                },
            },
            clock: clock.clock(),
            random: Arc::new(SystemRandomness),
        });
        let state = AppState {
            form_targets: server::watch_form_targets(&auth).await,
            auth,
            leptos: LeptosOptions::builder()
                .output_name("leptos-cognito")
                .site_root("../public")
                .build(),
            brand: Arc::default(),
            brand_folder: BrandFolder::default(),
            origin,
            trusted_proxies: TrustedProxies::default(),
            reload_socket: None,
            random: Arc::new(SystemRandomness),
        };
        let app = app(state.clone());
        Self {
            pool,
            clock,
            state,
            app,
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
        self.state.auth.csrf_token(&session).as_str().to_owned()
    }

    /// Posts a form of this visitor's session without WebAssembly, and answers the page that is shown next.
    pub async fn post(&self, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.csrf_token(visitor);
        let all: Vec<_> = [("csrf", token.as_str())].iter().chain(fields).copied().collect();
        let answer = visitor.post_form(path, &all).await;
        assert_eq!(answer.status, 303, "{}", answer.body);
        visitor.get(answer.location()).await
    }

    /// Calls a server function with the token of this visitor's session, as our WebAssembly does.
    pub async fn call(&self, visitor: &mut Browser, path: &str, fields: &[(&str, &str)]) -> Page {
        let token = self.csrf_token(visitor);
        let all: Vec<_> = [("csrf", token.as_str())].iter().chain(fields).copied().collect();
        Box::pin(visitor.call(path, &all)).await
    }

    /// What forms for anybody carry in this visitor's browser.
    pub fn open_form_token(&self, visitor: &Browser) -> String {
        let browser = visitor.cookie(BROWSER).and_then(BrowserId::parse);
        let token = self
            .state
            .auth
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

/// A pool for an application with this address, and where it is.
async fn start_pool(mut seed: Seed, origin: &AppOrigin) -> (LocalPool, Url) {
    let client = &mut seed.pools[0].clients[0];
    client.callback_urls = vec![origin.page("/logged_in").into()];
    client.logout_urls = vec![origin.page("/logged_out").into()];
    let pool = LocalPool::builder().seed(seed).start().await.unwrap();
    let endpoint = pool.url();
    (pool, endpoint)
}

fn client(pool: &LocalPool, endpoint: Url, origin: &AppOrigin, clock: &ManualClock) -> Cognito {
    let config = cognito::Config {
        endpoint,
        timeouts: Timeouts {
            connect: STEP_TIMEOUT,
            total: STEP_TIMEOUT,
        },
        ..cognito::Config::new(
            PoolId::parse(pool.pool_id()).unwrap(),
            pool.client_id().into(),
            ClientSecret::new(pool.client_secret()),
            origin.page("/logged_in"),
            origin.page("/logged_out"),
        )
    };
    Cognito::new(config, clock.clock()).unwrap()
}
