//! What signing in means to this application: the flows, the sessions, the tokens behind them, and the
//! profile a session shows. Knows nothing of HTTP routing or rendering; the web layer hands in what the
//! browser sent (cookies, query values) and gets back plain values to turn into responses.
//!
//! Start at [`Auth`].

mod account_deletion;
mod admission;
mod background;
mod config;
mod conflict;
mod contact_info;
mod cookies;
mod csrf;
mod deadline;
mod device;
mod error;
mod idempotency;
mod limits;
mod messages;
mod mfa;
mod onboarding;
mod password;
mod pending;
mod pending_sign_up;
mod pool_calls;
mod profile;
mod proof;
mod reauth;
mod refresh;
mod refresh_recovery;
mod response_time;
mod return_to;
mod revoked_sessions;
mod rights;
mod security_log;
mod session;
mod sessions;
mod sign_in;
mod sign_out;
mod sign_up;
mod sign_up_error;
mod sources;
mod tokens;
mod trust;
mod visit;

use std::sync::Arc;

use attributes::Schema;
use clock::{Clock, Timestamp};
use cognito::Cognito;
use rate_limit::RateLimiter;
use session_store::{Id, Leases, Records, Store};
use tokio_util::task::TaskTracker;

pub use cognito::{ConfirmationCode, IdTokenRule, Password, TotpSecret};
pub use config::{Config, CookieScope, Lifetimes, OpenForms};
pub use contact_info::{Address, ContactInfo, ContactInfoError, scopes};
pub use cookies::Cookies;
pub use csrf::CsrfToken;
pub use device::{Browser, Device, System};
pub use error::{FinishError, SaveError, SessionCallError, StartError};
pub use idempotency::{FormOutcome, Once, PostedForm, StillUnderWay};
pub use limits::{Act, Attempt, TooOften};
pub use messages::{LeftMessage, Slot};
pub use mfa::{MfaError, MfaStatus};
pub use password::PasswordError;
pub use pending::{BrowserCookies, SealedSignIn};
pub use pending_sign_up::{PendingSignUp, Stage};
pub use pool_calls::{CallError, Idempotency, QuotaCategory};
pub use profile::{Posted, Profile};
pub use reauth::{ReauthRequired, RecentlyAuthenticated};
pub use return_to::{ReturnTo, TooLong};
pub use security_log::{SecurityEvent, SecurityLine, outside};
pub use session::Session;
pub use session_store::{BrowserId, KeyError, KeyRing, Randomness, SessionId, StoreError, SystemRandomness};
pub use sessions::{OwnSession, SignedOutEverywhere};
pub use sign_in::{CallbackAnswer, HostedPage, SignInOptions, SignedIn, StartedSignIn};
pub use sign_out::SignedOut;
pub use sign_up_error::{CodeError, SignUpError};
pub use sources::{Difference, Source, SourceRow, Sources, Verdict};
pub use visit::{UserRecords, Visit, Waiting};

use limits::MOST_COUNTERS;
use pool_calls::Budgets;
use rights::MissingRights;

/// How long the flows wait for what, for a process that relates its own time-outs to these.
pub mod timeouts {
    pub use crate::deadline::DEADLINE;
    pub use crate::pool_calls::RETRY_TIMEOUT;
    pub use crate::refresh_recovery::POOL_RETRY_GRACE;
    pub use session_store::{LEASE, WRITE_RETRY_WINDOW};
}

/// The one value the web layer sees. Cheap to clone.
#[derive(Clone)]
pub struct Auth {
    inner: Arc<Inner>,
}

struct Inner {
    cognito: Cognito,
    records: Records,
    schema: Schema,
    config: Config,
    cookies: Cookies,
    clock: Clock,
    random: Arc<dyn Randomness>,
    leases: Leases,
    budgets: Budgets,
    limits: RateLimiter<Id>,
    missing_rights: MissingRights,
    background: TaskTracker,
}

/// What [`Auth::new`] is made of.
pub struct Parts {
    /// Talks to the user pool.
    pub cognito: Cognito,
    /// Keeps sessions, tokens, profiles and one-time messages.
    pub store: Arc<dyn Store>,
    /// Seals what is stored, newest key first.
    pub keys: KeyRing,
    /// The attributes this application may show and write.
    pub schema: Schema,
    /// Lifetimes and cookie policy.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The source of ids, states, nonces and verifiers.
    pub random: Arc<dyn Randomness>,
}

impl Auth {
    /// Wires the parts together. Does no I/O.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let cookies = Cookies::new(&parts.config);
        let budgets = Budgets::new(parts.config.quota_percent);
        let records = Records::new(
            parts.store,
            parts.keys,
            parts.clock.clone(),
            Arc::clone(&parts.random),
        );
        let leases = Leases::new(records.clone(), parts.clock.clone(), Arc::clone(&parts.random));
        Self {
            inner: Arc::new(Inner {
                cognito: parts.cognito,
                records,
                schema: parts.schema,
                config: parts.config,
                cookies,
                clock: parts.clock,
                random: parts.random,
                leases,
                budgets,
                limits: RateLimiter::new(MOST_COUNTERS),
                missing_rights: MissingRights::default(),
                background: TaskTracker::new(),
            }),
        }
    }

    /// Names and attributes of the cookies this application sets: the only place that knows them.
    #[must_use]
    pub fn cookies(&self) -> &Cookies {
        &self.inner.cookies
    }

    /// What time it is, by the clock that all lifetimes go by.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.inner.clock.now()
    }

    /// The attributes this application may show and write.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.inner.schema
    }

    /// The client this application is to the user pool.
    #[must_use]
    pub fn cognito(&self) -> &Cognito {
        &self.inner.cognito
    }

    /// A name for a browser that has none yet; nothing is stored for it.
    #[must_use]
    pub fn new_browser(&self) -> BrowserId {
        BrowserId::new(self.inner.random.as_ref())
    }

    /// Seals with other keys from now on; what was sealed with keys that are no longer among them does not open.
    pub fn replace_keys(&self, keys: KeyRing) {
        self.inner.records.replace_keys(keys);
    }

    /// Whether the store can be reached and written.
    pub async fn check_store(&self) -> Result<(), StoreError> {
        self.inner.leases.check_store().await
    }

    /// Removes what has expired, at most `at_most` records a call, and answers how many went.
    pub async fn remove_expired(&self, at_most: u32) -> Result<u32, StoreError> {
        self.inner.records.remove_expired(at_most).await
    }
}
