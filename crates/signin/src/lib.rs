#![doc = include_str!("../README.md")]

mod background;
mod config;
mod cookies;
mod csrf;
mod device;
mod error;
#[cfg(feature = "axum")]
pub mod extract;
mod idempotency;
mod limits;
mod messages;
mod own_sessions;
mod pending;
mod pool_calls;
mod reauth;
mod refresh;
mod refresh_intent;
mod refresh_recovery;
mod response_time;
mod return_to;
mod revocation;
mod revoked_sessions;
mod security_log;
mod session;
mod sessions;
mod sign_in;
mod sign_out;
mod tokens;
mod visit;

use std::sync::Arc;

use clock::Clock;
use cognito::Cognito;
use session_store::{Leases, Records, Store};

pub use background::{Background, outcome};
pub use config::{Config, CookieScope, Lifetimes, OpenForms};
pub use cookies::Cookies;
pub use csrf::{Csrf, CsrfToken};
pub use device::{Browser, Device, System};
pub use error::{FinishError, SessionCallError, StartError};
pub use idempotency::{FormOutcome, Once, PostedForm, PostedForms, StillUnderWay};
pub use limits::{Act, Attempt, RateLimits, TooOften, spelling};
pub use messages::{LeftMessage, Messages, Slot, Waiting, typed_keys};
pub use own_sessions::{OwnSession, OwnSessions, SignedOutEverywhere};
pub use pending::{BrowserCookies, SealedSignIn};
pub use pool_calls::{CallError, Idempotency, PoolCalls, QuotaCategory, within_deadline};
pub use reauth::{Reauth, ReauthRequired, RecentlyAuthenticated};
pub use refresh_recovery::RefreshRecovery;
pub use response_time::constant_time_response;
pub use return_to::{ReturnTo, TooLong};
pub use revocation::Revocations;
pub use revoked_sessions::{LONGEST_SESSION_OF_A_POOL, RevokedSessions};
pub use security_log::{SecurityEvent, SecurityLine, SecurityLog, outside};
pub use session::{Session, StoredTokens, profile_key, tokens_key, user};
pub use session_store::{BrowserId, KeyError, KeyRing, Randomness, SessionId, StoreError, SystemRandomness};
pub use sessions::{NewSession, Sessions};
pub use sign_in::{
    CallbackAnswer, HostedPage, SignIn, SignInOptions, SignedIn, StartedSignIn, VerifiedSignIn,
};
pub use sign_out::{SignOut, SignedOut};
pub use tokens::{SealedTokens, SessionTokens, Tokens};
pub use visit::{Visit, Visits};

use pending::PendingSignIns;
use refresh::Refresher;
use refresh_intent::RefreshIntents;

/// How long the flows wait for what, for a process that relates its own time-outs to these.
pub mod timeouts {
    pub use session_store::{LEASE, WRITE_RETRY_WINDOW};

    pub use crate::pool_calls::{DEADLINE, RETRY_TIMEOUT};
    pub use crate::refresh_intent::POOL_RETRY_GRACE;
}

/// What [`Signin::new`] is made of.
pub struct Parts {
    /// Talks to the user pool.
    pub cognito: Cognito,
    /// Keeps sessions, tokens and one-time messages.
    pub store: Arc<dyn Store>,
    /// Seals what is stored, newest key first.
    pub keys: KeyRing,
    /// Lifetimes and cookie policy.
    pub config: Config,
    /// The time.
    pub clock: Clock,
    /// The source of ids, states, nonces and verifiers.
    pub random: Arc<dyn Randomness>,
}

/// The flows of this crate, wired together. It holds them and does nothing itself. Cheap to clone.
#[derive(Clone)]
pub struct Signin {
    /// The policy of sign-ins and sessions.
    pub config: Arc<Config>,
    /// The time.
    pub clock: Clock,
    /// The source of whatever must not be guessed.
    pub random: Arc<dyn Randomness>,
    /// What is stored.
    pub records: Records,
    /// Lets one of many do a piece of work.
    pub leases: Leases,
    /// Names and attributes of the cookies: the only place that knows them.
    pub cookies: Cookies,
    /// Detached work.
    pub background: Background,
    /// The pool, within its quotas.
    pub pool: PoolCalls,
    /// The security log.
    pub security: SecurityLog,
    /// How often something may be tried.
    pub limits: RateLimits,
    /// The sessions in the store.
    pub sessions: Sessions,
    /// What a session cookie leads to.
    pub visits: Visits,
    /// Calls to the pool for signed-in people.
    pub tokens: Tokens,
    /// Refreshes that a process has not finished.
    pub refresh_recovery: RefreshRecovery,
    /// What the pool is told when a session is over.
    pub revocations: Revocations,
    /// Sessions that were revoked from another browser.
    pub revoked_sessions: RevokedSessions,
    /// The redirect flow.
    pub sign_in: SignIn,
    /// Leaving one session.
    pub sign_out: SignOut,
    /// The list of a person's sessions.
    pub own_sessions: OwnSessions,
    /// How recent a sign-in is.
    pub reauth: Reauth,
    /// The tokens of forms.
    pub csrf: Csrf,
    /// One-time messages.
    pub messages: Messages,
    /// One outcome for each form.
    pub posted_forms: PostedForms,
}

impl Signin {
    /// Wires the parts together. Does no I/O.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let Parts {
            cognito,
            store,
            keys,
            config,
            clock,
            random,
        } = parts;
        let records = Records::new(store, keys, clock.clone(), Arc::clone(&random));
        let leases = Leases::new(records.clone(), clock.clone(), Arc::clone(&random));
        let background = Background::default();
        let security = SecurityLog::new(records.clone());
        let pool = PoolCalls::new(cognito, config.quota_percent);
        let revocations = Revocations::new(pool.clone(), background.clone());
        let limits = RateLimits::new(config.open_forms.scale, clock.clone(), security.clone());
        let base = Base {
            records,
            leases,
            clock,
            random,
            background,
            security,
            pool,
            revocations,
        };
        base.assemble(config, limits)
    }
}

/// What several flows need.
struct Base {
    records: Records,
    leases: Leases,
    clock: Clock,
    random: Arc<dyn Randomness>,
    background: Background,
    security: SecurityLog,
    pool: PoolCalls,
    revocations: Revocations,
}

impl Base {
    fn assemble(self, config: Config, limits: RateLimits) -> Signin {
        let cookies = Cookies::new(&config);
        let sessions = self.sessions(&config);
        let revoked_sessions = RevokedSessions {
            records: self.records.clone(),
            clock: self.clock.clone(),
            sessions: sessions.clone(),
        };
        let (tokens, refresh_recovery) = self.tokens(&sessions);
        let csrf = Csrf {
            records: self.records.clone(),
            random: Arc::clone(&self.random),
        };
        let messages = Messages {
            records: self.records.clone(),
            clock: self.clock.clone(),
        };
        Signin {
            sign_in: self.sign_in(&config, &cookies, &sessions, &revoked_sessions),
            sign_out: self.sign_out(&sessions),
            own_sessions: self.own_sessions(&sessions, &revoked_sessions, &tokens),
            visits: Visits {
                records: self.records.clone(),
                sessions: sessions.clone(),
            },
            reauth: Reauth {
                clock: self.clock.clone(),
                recent_auth: config.lifetimes.recent_auth,
            },
            posted_forms: self.posted_forms(&csrf, &messages),
            config: Arc::new(config),
            limits,
            cookies,
            sessions,
            tokens,
            refresh_recovery,
            revoked_sessions,
            csrf,
            messages,
            clock: self.clock,
            random: self.random,
            records: self.records,
            leases: self.leases,
            background: self.background,
            pool: self.pool,
            security: self.security,
            revocations: self.revocations,
        }
    }

    fn sessions(&self, config: &Config) -> Sessions {
        Sessions {
            records: self.records.clone(),
            clock: self.clock.clone(),
            random: Arc::clone(&self.random),
            lifetimes: config.lifetimes.clone(),
            revocations: self.revocations.clone(),
            security: self.security.clone(),
        }
    }

    fn tokens(&self, sessions: &Sessions) -> (Tokens, RefreshRecovery) {
        let intents = RefreshIntents::new(self.records.clone(), self.clock.clone());
        let refresher = Refresher {
            records: self.records.clone(),
            leases: self.leases.clone(),
            intents: intents.clone(),
            clock: self.clock.clone(),
            pool: self.pool.clone(),
            sessions: sessions.clone(),
            revocations: self.revocations.clone(),
            security: self.security.clone(),
            background: self.background.clone(),
        };
        let recovery = RefreshRecovery {
            intents,
            leases: self.leases.clone(),
            sessions: sessions.clone(),
            refresher: refresher.clone(),
            background: self.background.clone(),
        };
        let tokens = Tokens {
            pool: self.pool.clone(),
            refresher,
            leases: self.leases.clone(),
            clock: self.clock.clone(),
            revocations: self.revocations.clone(),
        };
        (tokens, recovery)
    }

    fn sign_out(&self, sessions: &Sessions) -> SignOut {
        SignOut {
            records: self.records.clone(),
            sessions: sessions.clone(),
            revocations: self.revocations.clone(),
            security: self.security.clone(),
            background: self.background.clone(),
        }
    }

    fn own_sessions(&self, sessions: &Sessions, revoked: &RevokedSessions, tokens: &Tokens) -> OwnSessions {
        OwnSessions {
            sessions: sessions.clone(),
            revoked: revoked.clone(),
            tokens: tokens.clone(),
            revocations: self.revocations.clone(),
            security: self.security.clone(),
            background: self.background.clone(),
        }
    }

    fn posted_forms(&self, csrf: &Csrf, messages: &Messages) -> PostedForms {
        PostedForms {
            records: self.records.clone(),
            leases: self.leases.clone(),
            clock: self.clock.clone(),
            csrf: csrf.clone(),
            messages: messages.clone(),
            background: self.background.clone(),
        }
    }

    fn sign_in(
        &self,
        config: &Config,
        cookies: &Cookies,
        sessions: &Sessions,
        revoked: &RevokedSessions,
    ) -> SignIn {
        SignIn {
            pool: self.pool.clone(),
            pending: PendingSignIns {
                records: self.records.clone(),
                random: Arc::clone(&self.random),
                clock: self.clock.clone(),
                lifetime: config.lifetimes.pending,
            },
            sessions: sessions.clone(),
            revoked: revoked.clone(),
            revocations: self.revocations.clone(),
            cookies: cookies.clone(),
            clock: self.clock.clone(),
            random: Arc::clone(&self.random),
        }
    }
}
