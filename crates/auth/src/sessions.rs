//! A person's sessions: seen, and ended, by themselves (ASVS 7.4.3, 7.5.2).

use std::cmp::Reverse;
use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use clock::Timestamp;
use cognito::RefreshToken;
use session_store::{Id, Kind, StoreError, Versioned, hash};
use tokio::task::JoinHandle;
use url::Url;

use crate::Auth;
use crate::device::Device;
use crate::security_log::SecurityEvent;
use crate::session::{Session, SessionRecord};
use crate::tokens::{self, Tokens};

/// As many sessions may one person have; another sign-in ends those that were not used for longest.
pub(crate) const AT_MOST: u32 = 100;
/// Signing out does not wait longer than this for the pool.
const GLOBAL_SIGN_OUT_TIMEOUT: Duration = Duration::from_secs(4);

/// A session as its person sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnSession {
    /// Names it in a form. Opens nothing.
    pub handle: String,
    /// What it was begun with.
    pub device: Device,
    /// When it was begun.
    pub signed_in_at: Timestamp,
    /// When it was last used, to the minute.
    pub used_at: Timestamp,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// All sessions of a person that were ended.
#[derive(Debug)]
pub struct SignedOutEverywhere {
    /// The pool's sign-out address; see [`SignedOut`](crate::SignedOut).
    pub location: Option<Url>,
    /// Whether the pool has ended the sessions of other applications, too.
    pub is_pool_told: bool,
}

impl Auth {
    /// The person's live sessions: this one, then by their last use.
    pub async fn own_sessions(&self, session: &Session) -> Result<Vec<OwnSession>, StoreError> {
        let mut own: Vec<_> = (self.sessions_of(session.user()).await?.into_iter())
            .map(|found| found.shown_to(session))
            .collect();
        own.sort_by_key(|own| Reverse((own.is_this, own.used_at)));
        Ok(own)
    }

    /// Ends another session of the same person, even if the browser goes away; answers whether there was one of that
    /// name.
    pub async fn end_own_session(&self, session: &Session, handle: &str) -> Result<bool, StoreError> {
        let others = self.others(session).await?;
        let Some(other) = others.into_iter().find(|other| self::handle(other.id) == handle) else {
            return Ok(false);
        };
        let auth = self.clone();
        self.run_detached(async move {
            let refresh_token = auth.revoke_remotely(&other).await?;
            auth.revoke_with_browser_in_background(refresh_token);
            Ok(true)
        })
        .await
    }

    /// Ends all sessions of the person, even if the browser goes away: here at once, then at the pool for every
    /// application (`GlobalSignOut`) as far as it can be reached.
    pub async fn sign_out_everywhere(&self, session: &Session) -> Result<SignedOutEverywhere, StoreError> {
        let (auth, session) = (self.clone(), session.clone());
        let telling = self
            .run_detached(async move { auth.end_everywhere(&session).await })
            .await?;
        // It goes on, however long that takes.
        let told = tokio::time::timeout(GLOBAL_SIGN_OUT_TIMEOUT, telling).await;
        Ok(SignedOutEverywhere {
            location: self.pools_sign_out().await,
            is_pool_told: matches!(told, Ok(Ok(true))),
        })
    }

    /// What goes on afterwards answers whether the pool has ended them, too.
    async fn end_everywhere(&self, session: &Session) -> Result<JoinHandle<bool>, StoreError> {
        let tokens: Option<Versioned<Tokens>> = self.inner.records.load(tokens::key(session.id)).await?;
        let mut refresh_tokens = Vec::new();
        for each in self.sessions_of(session.user()).await? {
            refresh_tokens.extend(self.revoke_remotely(&each).await?);
        }
        self.security(SecurityEvent::SignOutEverywhere)
            .of(session)
            .done("all sessions here");
        let auth = self.clone();
        Ok(self.in_background(async move {
            let is_told = match tokens {
                Some(tokens) => auth.end_all_at_pool(tokens.value).await,
                None => false,
            };
            for token in refresh_tokens {
                auth.revoke_with_browser_in_background(Some(token));
            }
            is_told
        }))
    }

    /// Makes room for one more session of this user.
    pub(crate) async fn end_surplus_sessions(&self, user: Id) -> Result<(), StoreError> {
        for session in surplus(self.sessions_of(user).await?) {
            // Nobody ended it for a reason: its browser may sign in again without a question.
            let refresh_token = self.end_session(&session).await?;
            self.revoke_in_background(refresh_token);
            self.security(SecurityEvent::SessionEnded)
                .of(&session)
                .done("its person has too many");
        }
        Ok(())
    }

    async fn others(&self, session: &Session) -> Result<Vec<Session>, StoreError> {
        let mut sessions = self.sessions_of(session.user()).await?;
        sessions.retain(|other| other.id != session.id);
        Ok(sessions)
    }

    async fn sessions_of(&self, user: Id) -> Result<Vec<Session>, StoreError> {
        let found = self
            .inner
            .records
            .list::<SessionRecord>(Kind::Session, user)
            .await?;
        let session = |(id, record)| Session { id, record };
        Ok(found.into_iter().map(session).collect())
    }

    /// Answers the refresh token it had.
    async fn revoke_remotely(&self, session: &Session) -> Result<Option<RefreshToken>, StoreError> {
        self.record_remote_revocation(session.id, session.user()).await?;
        let refresh_token = self.end_session(session).await?;
        self.security(SecurityEvent::SessionEnded)
            .of(session)
            .done("by its person");
        Ok(refresh_token)
    }
}

impl Session {
    fn shown_to(&self, viewer: &Self) -> OwnSession {
        OwnSession {
            handle: handle(self.id),
            device: self.record.device,
            signed_in_at: self.record.signed_in_at,
            used_at: self.record.used_at,
            is_this: self.id == viewer.id,
        }
    }
}

/// Those that were not used for longest, if there are too many for one more.
fn surplus(mut sessions: Vec<Session>) -> Vec<Session> {
    sessions.sort_by_key(|session| Reverse(session.record.used_at));
    let stay = usize::try_from(AT_MOST - 1).unwrap_or(usize::MAX);
    sessions.split_off(sessions.len().min(stay))
}

/// Not the hash the store knows it by, and short enough for a form.
fn handle(session: Id) -> String {
    let hash = hash("handle", &[&session.0]);
    URL_SAFE_NO_PAD.encode(&hash.0[..12])
}
