//! One real session: signed in at a pool, its records as they are stored.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use account::Account;
use async_trait::async_trait;
use attributes::Schema;
use clock::{Clock, Timestamp};
use cognito::{ClientSecret, Cognito, PoolId};
use session_store::{
    Id, Key, Lease, MemoryStore, NewRecord, Record, RecordKind, Replacement, Store, StoreError,
};
use signin::{
    BrowserCookies, CallbackAnswer, Config, CookieScope, Device, KeyRing, Lifetimes, OpenForms, Parts,
    ReturnTo, SessionId, Signin, SystemRandomness,
};
use url::Url;

use crate::pool::{CLIENT_ID, CLIENT_SECRET, POOL_ID, PoolProcess};
use crate::ports::Port;
use crate::visitor::Visitor;
use crate::{Fallible, root};
use test_support::http_client;

/// One session and its three records.
pub(super) struct Sample {
    pub session: SessionId,
    /// The session, its tokens, the profile.
    pub records: Vec<NewRecord>,
    key: String,
    now: Timestamp,
}

impl Sample {
    /// Signs a person in.
    pub async fn take() -> Fallible<Self> {
        let folder = tempfile::tempdir()?;
        let origin = "http://localhost:3000";
        let pool = start_pool(folder.path(), origin).await?;
        pool.add_person("ada@example.com", "Gardener").await?;
        let key = KeyRing::generate(&SystemRandomness);
        let now = Clock::system().now();
        let recorder = Arc::new(Recorder::default());
        let account = make_account(pool.url(), &key, now, Arc::clone(&recorder) as Arc<dyn Store>)?;
        let started = account
            .admission
            .start_sign_in(
                &BrowserCookies::default(),
                ReturnTo::default(),
                &signin::SignInOptions::default(),
            )
            .await?;
        let mut person = Visitor::new("ada@example.com", origin)?;
        let back = person.follow(&started.location).await?;
        let value = |name: &str| {
            let mut pairs = back.query_pairs();
            pairs
                .find(|(key, _)| key == name)
                .map(|(_, value)| value.into_owned())
        };
        let answer = CallbackAnswer {
            code: value("code"),
            state: value("state"),
            ..CallbackAnswer::default()
        };
        let held = account.signin.cookies.read(
            started
                .cookies
                .iter()
                .filter_map(|cookie| cookie.split(';').next()),
        );
        let signed_in = account
            .admission
            .finish_sign_in(&held, Device::default(), &answer)
            .await?;
        Ok(Self {
            session: signed_in.session,
            records: recorder.session_records(),
            key,
            now,
        })
    }

    /// The application's own code on a store, at the moment of the sign-in.
    pub fn account_on(&self, store: Arc<dyn Store>) -> Fallible<Arc<Account>> {
        make_account("http://localhost:9", &self.key, self.now, store)
    }

    /// The record of this kind.
    pub fn record(&self, kind: RecordKind) -> Fallible<&NewRecord> {
        let mut records = self.records.iter();
        records
            .find(|record| record.key.kind == kind)
            .ok_or_else(|| format!("the session has no {kind:?}").into())
    }

    /// The moment of the sign-in.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The bytes of all values.
    pub fn size(&self) -> usize {
        self.records.iter().map(|record| record.value.len()).sum()
    }
}

async fn start_pool(folder: &Path, origin: &str) -> Fallible<PoolProcess> {
    PoolProcess::start(folder, Port::claim()?, origin, false, &http_client()).await
}

fn make_account(pool: &str, key: &str, now: Timestamp, store: Arc<dyn Store>) -> Fallible<Arc<Account>> {
    let clock = Clock::fixed_at(now).clock();
    let page = |path: &str| Url::parse(&format!("http://localhost:3000{path}"));
    let config = cognito::Config {
        endpoint: Url::parse(pool)?,
        ..cognito::Config::new(
            PoolId::parse(POOL_ID)?,
            CLIENT_ID.into(),
            ClientSecret::new(CLIENT_SECRET),
            page("/logged_in")?,
            page("/logged_out")?,
        )
    };
    let schema = std::fs::read_to_string(root().join("attributes.toml"))?;
    let parts = Parts {
        cognito: Cognito::new(config, clock.clone())?,
        store,
        keys: KeyRing::parse(key)?,
        config: Config {
            lifetimes: Lifetimes::default(),
            cookies: CookieScope::Loopback(3000),
            quota_percent: 100,
            open_forms: OpenForms::default(),
        },
        clock,
        random: Arc::new(SystemRandomness),
    };
    Ok(Arc::new(Account::new(
        Signin::new(parts),
        Schema::from_toml(&schema).map_err(|problems| format!("{problems:?}"))?,
    )))
}

/// Keeps what is written.
#[derive(Default)]
struct Recorder {
    store: MemoryStore,
    written: Mutex<Vec<NewRecord>>,
}

impl Recorder {
    fn note(&self, records: &[NewRecord]) {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.extend_from_slice(records);
    }

    fn session_records(&self) -> Vec<NewRecord> {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of_the_session = |record: &&NewRecord| {
            matches!(
                record.key.kind,
                RecordKind::Session | RecordKind::Tokens | RecordKind::Profile
            )
        };
        written.iter().filter(is_of_the_session).cloned().collect()
    }
}

#[async_trait]
impl Store for Recorder {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        self.note(records);
        self.store.insert(records, now).await
    }

    async fn upsert(&self, record: &NewRecord, now: Timestamp) -> Result<(), StoreError> {
        self.note(std::slice::from_ref(record));
        self.store.upsert(record, now).await
    }

    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        self.store.load_many(keys, now).await
    }

    async fn list(
        &self,
        kind: RecordKind,
        owner: Id,
        now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError> {
        self.store.list(kind, owner, now).await
    }

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        self.store.replace(new, now).await
    }

    async fn take(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        self.store.take(key, now).await
    }

    async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        self.store.remove(keys).await
    }

    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError> {
        self.store.acquire_lease(lease, now).await
    }

    async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        self.store.release_lease(lease).await
    }

    async fn remove_expired(&self, now: Timestamp, at_most: u32) -> Result<u32, StoreError> {
        self.store.remove_expired(now, at_most).await
    }
}
