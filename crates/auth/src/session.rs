//! A signed-in session: who, since when, until when.

use std::time::Duration;

use clock::Timestamp;
use cognito::{IdClaims, Issuer, RefreshToken, Subject};
use serde::{Deserialize, Serialize};
use session_store::{Id, Key, Kind, SessionId, StoreError, Versioned, hash};

use crate::Auth;
use crate::device::Device;
use crate::profile::{self, Profile};
use crate::refresh_recovery;
use crate::security_log::SecurityEvent;
use crate::sessions;
use crate::tokens::{self, Tokens};

/// Each lost race means that another request noted a use.
const MOST_TRIES: usize = 5;
/// A use is written down when the last one written is older than this.
const TOUCH_AFTER: Duration = Duration::from_mins(1);

/// A live session.
#[derive(Clone, Debug)]
pub struct Session {
    pub(crate) id: Id,
    pub(crate) record: SessionRecord,
}

/// What is stored of a session. The user is the pair of issuer and subject (ASVS 10.5.2).
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct SessionRecord {
    issuer: Issuer,
    pub subject: Subject,
    username: String,
    pub signed_in_at: Timestamp,
    authenticated_at: Timestamp,
    pub used_at: Timestamp,
    #[serde(default)]
    pub device: Device,
    /// The identity providers this sign-in came through.
    #[serde(default)]
    providers: Vec<String>,
    /// Whether the person is still to look through what somebody else may have filled in before them.
    #[serde(default)]
    is_to_review: bool,
}

/// What a sign-in is known by besides its tokens.
pub(crate) struct Begun {
    pub device: Device,
    /// Whether somebody else may have filled in what the account has.
    pub is_recovered: bool,
}

impl SessionRecord {
    fn user(&self) -> Id {
        user(&self.issuer, &self.subject)
    }
}

pub(crate) fn user(issuer: &Issuer, subject: &Subject) -> Id {
    hash("user", &[issuer.as_str().as_bytes(), subject.as_str().as_bytes()])
}

impl Session {
    /// The user's `sub`: stable, unique in the pool.
    #[must_use]
    pub fn subject(&self) -> &Subject {
        &self.record.subject
    }

    /// The user name in the pool; in pools with e-mail sign-in that is the `sub`.
    #[must_use]
    pub fn username(&self) -> &str {
        &self.record.username
    }

    /// When the person last proved who they are (`auth_time`).
    #[must_use]
    pub fn authenticated_at(&self) -> Timestamp {
        self.record.authenticated_at
    }

    /// When this session began.
    #[must_use]
    pub fn signed_in_at(&self) -> Timestamp {
        self.record.signed_in_at
    }

    /// The identity providers of the account, by their names in the pool; empty for a password in the pool.
    #[must_use]
    pub fn providers(&self) -> &[String] {
        &self.record.providers
    }

    /// Whether the person is still to look through the answers of the sign-up form: somebody else may have given them.
    #[must_use]
    pub fn is_to_review(&self) -> bool {
        self.record.is_to_review
    }

    /// The user, whom all their sessions belong to: the pair of issuer and subject, never an e-mail address.
    pub(crate) fn user(&self) -> Id {
        self.record.user()
    }
}

impl Auth {
    /// The session of this id, if it is alive: neither signed out, nor idle for too long, nor too old.
    /// Notes the use.
    pub async fn session(&self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        let id = id.hash();
        let loaded: Option<Versioned<SessionRecord>> = self.inner.records.load(key(id)).await?;
        let Some(loaded) = loaded else { return Ok(None) };
        Ok(Some(self.used(id, loaded).await))
    }

    /// The session of this record; notes the use.
    pub(crate) async fn used(&self, id: Id, loaded: Versioned<SessionRecord>) -> Session {
        let session = Session {
            id,
            record: loaded.value.clone(),
        };
        self.touch(&session, loaded).await;
        session
    }

    /// Whoever loses the race to note a use was beaten by another use: that is as good. A store that cannot be
    /// written lets people read on.
    async fn touch(&self, session: &Session, loaded: Versioned<SessionRecord>) {
        let now = self.inner.clock.now();
        if now.saturating_since(loaded.value.used_at) < TOUCH_AFTER {
            return;
        }
        let record = SessionRecord {
            used_at: now,
            ..loaded.value
        };
        let expires_at = self.expiry(record.signed_in_at);
        let records = &self.inner.records;
        if let Err(error) = records
            .replace(key(session.id), loaded.version, &record, expires_at)
            .await
        {
            let error: &dyn std::error::Error = &error;
            tracing::error!(
                event = "last_used_not_stored",
                session = ?session.id,
                error,
                "the use of a session could not be noted"
            );
        }
    }

    /// The earlier of the idle limit, counted from now, and the absolute one.
    fn expiry(&self, signed_in_at: Timestamp) -> Timestamp {
        let lifetimes = &self.inner.config.lifetimes;
        (self.inner.clock.now() + lifetimes.idle).min(signed_in_at + lifetimes.absolute)
    }

    /// Makes a session with a new id and its tokens, both or neither, and keeps the profile.
    pub(crate) async fn begin_session(
        &self,
        claims: &IdClaims,
        tokens: &Tokens,
        profile: &Profile,
        begun: Begun,
    ) -> Result<(SessionId, Session), StoreError> {
        let now = self.inner.clock.now();
        let new_id = SessionId::new(self.inner.random.as_ref());
        let id = new_id.hash();
        let user = user(&claims.issuer, &claims.subject);
        let is_to_review = self.is_to_review(user, begun.is_recovered).await?;
        let record = SessionRecord {
            issuer: claims.issuer.clone(),
            subject: claims.subject.clone(),
            username: claims.username.clone(),
            signed_in_at: now,
            authenticated_at: claims.auth_time,
            used_at: now,
            device: begun.device,
            providers: providers(claims),
            is_to_review,
        };
        let until = now + self.inner.config.lifetimes.absolute;
        let records = &self.inner.records;
        self.keep_profile(user, profile).await?;
        let drafts = [
            records
                .sealed(key(id), user, &record, self.expiry(now))
                .with_at_most(sessions::AT_MOST),
            records.sealed(tokens::key(id), id, tokens, until),
        ];
        // The code is used up: what came for it must not be lost to a store that is just being restarted. The place that
        // is made may be taken by another sign-in, which is one less in the way of the next round.
        loop {
            match records.insert_with_retry(&drafts).await {
                Err(error) if error.is_full() => self.end_surplus_sessions(user).await?,
                outcome => break outcome?,
            }
        }
        let line = self.security(SecurityEvent::SignIn).of_ids(id, user);
        line.with_factors(&claims.factors).done("a new session");
        Ok((new_id, Session { id, record }))
    }

    /// The person has looked through it: neither this session asks for it again nor a new one.
    pub(crate) async fn finish_review(&self, session: &Session) -> Result<(), StoreError> {
        if !session.is_to_review() {
            return Ok(());
        }
        self.forget_review(session.user()).await?;
        for _ in 0..MOST_TRIES {
            let loaded: Option<Versioned<SessionRecord>> = self.inner.records.load(key(session.id)).await?;
            let Some(Versioned {
                mut value, version, ..
            }) = loaded
            else {
                return Ok(());
            };
            value.is_to_review = false;
            let until = self.expiry(value.signed_in_at);
            let records = &self.inner.records;
            if records.replace(key(session.id), version, &value, until).await? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Removes the session and all that belongs to it; answers the refresh token it had.
    pub(crate) async fn end_session(&self, session: &Session) -> Result<Option<RefreshToken>, StoreError> {
        self.end_session_of(session.id, session.user()).await
    }

    /// The same of a session of which only its id and its user are known.
    pub(crate) async fn end_session_of(&self, id: Id, user: Id) -> Result<Option<RefreshToken>, StoreError> {
        let records = &self.inner.records;
        let tokens: Option<Versioned<Tokens>> = records.load(tokens::key(id)).await?;
        records
            .remove(&[key(id), tokens::key(id), refresh_recovery::key(id)])
            .await?;
        if records.ids(Kind::Session, user).await?.is_empty() {
            records.remove(&[profile::key(user)]).await?;
        }
        Ok(tokens.and_then(|tokens| tokens.value.refresh_token))
    }
}

fn providers(claims: &IdClaims) -> Vec<String> {
    let identities = claims.identities.iter();
    identities
        .map(|identity| identity.provider_name.clone())
        .collect()
}

pub(crate) fn key(id: Id) -> Key {
    Key {
        kind: Kind::Session,
        id,
    }
}
