//! What an account is to this application, on top of [`signin`]: the profile a session shows, onboarding, contact
//! details, the second factor, passwords, sign-up and deletion. Knows nothing of HTTP routing or rendering; the web layer
//! hands in what the browser sent (cookies, query values) and gets back plain values to turn into responses.
//!
//! Start at [`Auth`].

mod account_deletion;
mod admission;
mod conflict;
mod contact_info;
mod error;
mod mfa;
mod onboarding;
mod password;
mod pending_sign_up;
mod profile;
mod proof;
mod rights;
mod sign_up;
mod sign_up_error;
mod sources;
mod trust;
mod user_records;

use std::sync::Arc;

use attributes::Schema;
use clock::{Clock, Timestamp};
use cognito::Cognito;
use session_store::Store;
use signin::Signin;

pub use admission::FinishedSignIn;
pub use cognito::{ConfirmationCode, IdTokenRule, Password, TotpSecret};
pub use contact_info::{Address, ContactInfo, ContactInfoError, scopes};
pub use error::SaveError;
pub use mfa::{MfaError, MfaStatus};
pub use password::PasswordError;
pub use pending_sign_up::{PendingSignUp, Stage};
pub use profile::{Posted, Profile};
pub use session_store::{BrowserId, KeyError, KeyRing, Randomness, SessionId, StoreError, SystemRandomness};
pub use sign_up_error::{CodeError, SignUpError};
pub use signin::{
    Act, Attempt, Browser, BrowserCookies, CallError, CallbackAnswer, Config, CookieScope, Cookies,
    CsrfToken, Device, FinishError, FormOutcome, HostedPage, Idempotency, LeftMessage, Lifetimes, Once,
    OpenForms, OwnSession, PostedForm, QuotaCategory, ReauthRequired, RecentlyAuthenticated, ReturnTo,
    SealedSignIn, SecurityEvent, SecurityLine, Session, SessionCallError, SignInOptions, SignedOut,
    SignedOutEverywhere, Slot, StartError, StartedSignIn, StillUnderWay, System, TooLong, TooOften, Visit,
    Waiting, outside, timeouts,
};
pub use sources::{Difference, Source, SourceRow, Sources, Verdict};
pub use user_records::UserRecords;

use rights::MissingRights;

/// The one value the web layer sees. Cheap to clone.
#[derive(Clone)]
pub struct Auth {
    inner: Arc<Inner>,
}

struct Inner {
    signin: Signin,
    schema: Schema,
    missing_rights: MissingRights,
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
        let signin = Signin::new(signin::Parts {
            cognito: parts.cognito,
            store: parts.store,
            keys: parts.keys,
            config: parts.config,
            clock: parts.clock,
            random: parts.random,
        });
        Self {
            inner: Arc::new(Inner {
                signin,
                schema: parts.schema,
                missing_rights: MissingRights::default(),
            }),
        }
    }

    /// The flows below: sessions, tokens, sign-in and sign-out, and what forms need.
    #[must_use]
    pub fn signin(&self) -> &Signin {
        &self.inner.signin
    }

    /// Names and attributes of the cookies this application sets: the only place that knows them.
    #[must_use]
    pub fn cookies(&self) -> &Cookies {
        &self.signin().cookies
    }

    /// What time it is, by the clock that all lifetimes go by.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.signin().clock.now()
    }

    /// The attributes this application may show and write.
    #[must_use]
    pub fn schema(&self) -> &Schema {
        &self.inner.schema
    }

    /// The client this application is to the user pool.
    #[must_use]
    pub fn cognito(&self) -> &Cognito {
        self.signin().pool.cognito()
    }

    /// A name for a browser that has none yet; nothing is stored for it.
    #[must_use]
    pub fn new_browser(&self) -> BrowserId {
        BrowserId::new(self.signin().random.as_ref())
    }

    /// Seals with other keys from now on; what was sealed with keys that are no longer among them does not open.
    pub fn replace_keys(&self, keys: KeyRing) {
        self.signin().records.replace_keys(keys);
    }

    /// Whether the store can be reached and written.
    ///
    /// # Errors
    /// When it cannot.
    pub async fn check_store(&self) -> Result<(), StoreError> {
        self.signin().leases.check_store().await
    }

    /// Removes what has expired, at most `at_most` records a call, and answers how many went.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remove_expired(&self, at_most: u32) -> Result<u32, StoreError> {
        self.signin().records.remove_expired(at_most).await
    }
}
