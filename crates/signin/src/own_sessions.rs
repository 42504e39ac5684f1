//! A person's sessions: seen, and ended, by themselves (ASVS 7.4.3, 7.5.2).

use std::cmp::Reverse;
use std::time::Duration;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use clock::Timestamp;
use cognito::RefreshToken;
use session_store::{Id, StoreError, hash};
use tokio::task::JoinHandle;
use url::Url;

use crate::background::Background;
use crate::device::Device;
use crate::revocation::Revocations;
use crate::revoked_sessions::RevokedSessions;
use crate::security_log::{SecurityEvent, SecurityLog};
use crate::session::Session;
use crate::sessions::Sessions;
use crate::tokens::Tokens;

/// Signing out everywhere does not wait longer than this for the pool.
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

/// What people do with the list of their sessions. Cheap to clone.
#[derive(Clone)]
pub struct OwnSessions {
    pub(crate) sessions: Sessions,
    pub(crate) revoked: RevokedSessions,
    pub(crate) tokens: Tokens,
    pub(crate) revocations: Revocations,
    pub(crate) security: SecurityLog,
    pub(crate) background: Background,
}

impl OwnSessions {
    /// The person's live sessions: this one, then by their last use.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn list(&self, session: &Session) -> Result<Vec<OwnSession>, StoreError> {
        let mut own: Vec<_> = (self.sessions.of_user(session.user()).await?.iter())
            .map(|found| shown(found, session))
            .collect();
        own.sort_by_key(|own| Reverse((own.is_this, own.used_at)));
        Ok(own)
    }

    /// Ends another session of the same person, even if the browser goes away; answers whether there was one of that
    /// name.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_one(&self, session: &Session, handle: &str) -> Result<bool, StoreError> {
        let all = self.sessions.of_user(session.user()).await?;
        let is_meant = |other: &Session| other.id != session.id && self::handle(other.id) == handle;
        let Some(other) = all.into_iter().find(is_meant) else {
            return Ok(false);
        };
        let flow = self.clone();
        self.background
            .run_detached(async move {
                let refresh_token = flow.revoke_remotely(&other).await?;
                flow.revocations.revoke_with_browser(refresh_token);
                Ok(true)
            })
            .await
    }

    /// Ends every other session of the person, here and as far as it can be reached at the pool, even if the browser
    /// goes away; answers how many.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_others(&self, session: &Session) -> Result<usize, StoreError> {
        let (flow, this, user) = (self.clone(), session.id, session.user());
        self.background
            .run_detached(async move { flow.end_all_but(this, user).await })
            .await
    }

    async fn end_all_but(&self, this: Id, user: Id) -> Result<usize, StoreError> {
        let others = self.sessions.ids_of(user).await?;
        let mut ended = 0;
        for id in others.into_iter().filter(|id| *id != this) {
            // Recorded first: its browser must not slip through in between.
            self.revoked.record(id, user).await?;
            let refresh_token = self.sessions.end_by_id(id, user).await?;
            self.revocations.revoke_with_browser(refresh_token);
            self.security
                .event(SecurityEvent::SessionEnded)
                .of_ids(id, user)
                .done("by its person");
            ended += 1;
        }
        Ok(ended)
    }

    /// Ends all sessions of the person, even if the browser goes away: here at once, then at the pool for every
    /// application (`GlobalSignOut`) as far as it can be reached.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn sign_out_everywhere(&self, session: &Session) -> Result<SignedOutEverywhere, StoreError> {
        let (flow, session) = (self.clone(), session.clone());
        let telling = self
            .background
            .run_detached(async move { flow.end_everywhere(&session).await })
            .await?;
        // It goes on, however long that takes.
        let told = tokio::time::timeout(GLOBAL_SIGN_OUT_TIMEOUT, telling).await;
        Ok(SignedOutEverywhere {
            location: self.revocations.sign_out_location().await,
            is_pool_told: matches!(told, Ok(Ok(true))),
        })
    }

    /// What goes on afterwards answers whether the pool has ended them, too.
    async fn end_everywhere(&self, session: &Session) -> Result<JoinHandle<bool>, StoreError> {
        // Read before they are gone: the pool takes `GlobalSignOut` with an access token only.
        let tokens = self.tokens.stored(session).await?;
        let mut refresh_tokens = Vec::new();
        for each in self.sessions.of_user(session.user()).await? {
            refresh_tokens.extend(self.revoke_remotely(&each).await?);
        }
        self.security
            .event(SecurityEvent::SignOutEverywhere)
            .of(session)
            .done("all sessions here");
        let flow = self.clone();
        Ok(self.background.spawn(async move {
            let is_told = match tokens {
                Some(tokens) => flow.tokens.end_all_at_pool(tokens).await,
                None => false,
            };
            // After it: a revoked refresh token could not be exchanged for what `GlobalSignOut` needs.
            for token in refresh_tokens {
                flow.revocations.revoke_with_browser(Some(token));
            }
            is_told
        }))
    }

    /// Answers the refresh token it had.
    async fn revoke_remotely(&self, session: &Session) -> Result<Option<RefreshToken>, StoreError> {
        // Recorded first: its browser must not slip through in between.
        self.revoked.record(session.id, session.user()).await?;
        let refresh_token = self.sessions.end(session).await?;
        self.security
            .event(SecurityEvent::SessionEnded)
            .of(session)
            .done("by its person");
        Ok(refresh_token)
    }
}

fn shown(session: &Session, viewer: &Session) -> OwnSession {
    OwnSession {
        handle: handle(session.id),
        device: session.record.device,
        signed_in_at: session.record.signed_in_at,
        used_at: session.record.used_at,
        is_this: session.id == viewer.id,
    }
}

/// Not the hash the store knows it by, and short enough for a form.
fn handle(session: Id) -> String {
    let hash = hash("handle", &[&session.0]);
    URL_SAFE_NO_PAD.encode(&hash.0[..12])
}
