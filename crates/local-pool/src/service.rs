//! What every handler works with.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use clock::{ManualClock, Timestamp};

use crate::journal::{Journal, Message, RecordedRequest};
use crate::keys::{Keys, SigningKey, SigningKeys};
use crate::misbehave::{Misbehaviour, Switches};
use crate::quotas::Quotas;
use crate::state::{SavedKeys, ServiceState};
use crate::store::Store;

/// The running pool, without its HTTP side.
pub(crate) struct Service {
    /// `http://localhost:9229`, no slash at the end.
    pub origin: String,
    pub clock: ManualClock,
    pub switches: Switches,
    pub outbox: Journal<Message>,
    pub requests: Journal<RecordedRequest>,
    pub issued: Journal<String>,
    pub test_controls: bool,
    pub store: Option<Store>,
    pub quotas: Quotas,
    /// Whether tokens name Amazon's address as their issuer instead of this one.
    pub issues_as_aws: bool,
    /// The keys of pools that have none saved, if they are not to be made.
    pub given_keys: Option<SigningKeys>,
    state: Mutex<ServiceState>,
    administrators: Mutex<()>,
    keys: Mutex<HashMap<String, Arc<OnceLock<Arc<Keys>>>>>,
}

impl Service {
    pub fn new(origin: String, clock: ManualClock, state: ServiceState, test_controls: bool) -> Self {
        Self {
            origin,
            clock,
            switches: Switches::default(),
            outbox: Journal::default(),
            requests: Journal::default(),
            issued: Journal::default(),
            test_controls,
            store: None,
            quotas: Quotas::default(),
            issues_as_aws: false,
            given_keys: None,
            state: Mutex::new(state),
            administrators: Mutex::default(),
            keys: Mutex::default(),
        }
    }

    /// The state, for a moment.
    pub fn state(&self) -> MutexGuard<'_, ServiceState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Held during an administrator's call: such calls read a pool or a client, and write it back as a whole.
    pub fn one_administrator(&self) -> MutexGuard<'_, ()> {
        self.administrators.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Whether to misbehave in this way now.
    pub fn misbehaves(&self, which: Misbehaviour) -> bool {
        self.switches.take(which)
    }

    /// `iss` of a pool's tokens.
    pub fn issuer(&self, pool: &str) -> String {
        match pool.split_once('_') {
            Some((region, _)) if self.issues_as_aws => {
                format!("https://cognito-idp.{region}.amazonaws.com/{pool}")
            }
            _ => format!("{}/{pool}", self.origin),
        }
    }

    fn saved_or_new_keys(&self, pool: &str) -> Arc<Keys> {
        let saved = self.state().keys.get(pool).cloned();
        let restored = saved.and_then(|saved| {
            Some(Arc::new(Keys {
                id: SigningKey::restore(&saved.id)?,
                access: SigningKey::restore(&saved.access)?,
            }))
        });
        restored.unwrap_or_else(|| {
            let SigningKeys(keys) = self.given_keys.clone().unwrap_or_else(SigningKeys::generate);
            if self.store.is_some() {
                let saved = SavedKeys {
                    id: keys.id.save(),
                    access: keys.access.save(),
                };
                self.state().keys.put(pool.to_owned(), saved);
            }
            keys
        })
    }

    /// Waits until everything that changed so far is in the data file, if there is one.
    pub async fn persist(&self) -> bool {
        let Some(store) = &self.store else { return true };
        let written = {
            let mut state = self.state();
            // Under the lock, so that later changes come later. Also when there are none: another request may have taken
            // those of this one along, and they may be on their way only.
            store.submit(state.take_changes())
        };
        written.await.unwrap_or(false)
    }

    /// The signing keys of a pool: made at the first request, while others wait for them.
    pub fn with_keys<R>(&self, pool: &str, use_keys: impl FnOnce(&Keys) -> R) -> R {
        let cell = {
            let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(keys.entry(pool.to_owned()).or_default())
        };
        use_keys(cell.get_or_init(|| self.saved_or_new_keys(pool)))
    }
}
