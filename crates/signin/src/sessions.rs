//! The sessions in the store: found, begun, used and ended.

use std::cmp::Reverse;
use std::sync::Arc;
use std::time::Duration;

use clock::{Clock, Timestamp};
use cognito::{IdClaims, RefreshToken};
use session_store::{Id, Randomness, RecordKind, Records, SessionId, StoreError, Versioned};

use crate::config::Lifetimes;
use crate::device::Device;
use crate::refresh_intent;
use crate::revocation::Revocations;
use crate::security_log::{SecurityEvent, SecurityLog};
use crate::session::{Session, SessionRecord, StoredTokens, key, profile_key, tokens_key, user};

/// As many sessions may one person have; another sign-in ends those that were not used for longest.
const AT_MOST: u32 = 100;
/// Each lost race means that another request noted a use.
const MOST_TRIES: usize = 5;
/// A use is written down when the last one written is older than this.
const TOUCH_AFTER: Duration = Duration::from_mins(1);

/// All sessions. Cheap to clone.
#[derive(Clone)]
pub struct Sessions {
    pub(crate) records: Records,
    pub(crate) clock: Clock,
    pub(crate) random: Arc<dyn Randomness>,
    pub(crate) lifetimes: Lifetimes,
    pub(crate) revocations: Revocations,
    pub(crate) security: SecurityLog,
}

/// What a session begins with besides its tokens.
pub struct NewSession<'a> {
    /// Who signed in.
    pub claims: &'a IdClaims,
    /// What they signed in with.
    pub device: Device,
    /// Whether another user may have filled in what the account has.
    pub is_to_review: bool,
}

impl Sessions {
    /// The session of this id, if it is alive: neither signed out, nor idle for too long, nor too old.
    /// Notes the use.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn find(&self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        let id = id.hash();
        let loaded: Option<Versioned<SessionRecord>> = self.records.load(key(id)).await?;
        let Some(loaded) = loaded else { return Ok(None) };
        Ok(Some(self.used(id, loaded).await))
    }

    /// The session of this record; notes the use.
    pub(crate) async fn used(&self, id: Id, loaded: Versioned<SessionRecord>) -> Session {
        let session = Session::new(id, loaded.value.clone());
        self.touch(&session, loaded).await;
        session
    }

    /// The session of which only the store's id is known. Does not count as a use.
    pub(crate) async fn load(&self, id: Id) -> Result<Option<Session>, StoreError> {
        let found: Option<Versioned<SessionRecord>> = self.records.load(key(id)).await?;
        Ok(found.map(|found| Session::new(id, found.value)))
    }

    /// All live sessions of a user, oldest first.
    pub(crate) async fn of_user(&self, user: Id) -> Result<Vec<Session>, StoreError> {
        let found = self
            .records
            .list::<SessionRecord>(RecordKind::Session, user)
            .await?;
        Ok(found
            .into_iter()
            .map(|(id, record)| Session::new(id, record))
            .collect())
    }

    /// The ids of all live sessions of a user, also of those that do not open any more.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn ids_of(&self, user: Id) -> Result<Vec<Id>, StoreError> {
        self.records.ids(RecordKind::Session, user).await
    }

    /// Losing the compare-and-swap is harmless: another request noted a use. A store that cannot be written lets people
    /// read on.
    async fn touch(&self, session: &Session, loaded: Versioned<SessionRecord>) {
        let now = self.clock.now();
        // Once a minute: not every view is worth a write.
        if now.saturating_since(loaded.value.used_at) < TOUCH_AFTER {
            return;
        }
        let record = SessionRecord {
            used_at: now,
            ..loaded.value
        };
        let expires_at = self.expiry(record.signed_in_at);
        let replaced = (self.records).replace(key(session.id), loaded.version, &record, expires_at);
        if let Err(error) = replaced.await {
            tracing::error!(event = "last_used_not_stored", session = ?session.id, error = &error as &dyn std::error::Error, "the use of a session could not be noted");
        }
    }

    /// The earlier of the idle limit, counted from now, and the absolute one.
    fn expiry(&self, signed_in_at: Timestamp) -> Timestamp {
        (self.clock.now() + self.lifetimes.idle).min(signed_in_at + self.lifetimes.absolute)
    }

    /// Makes a session with a new id and its tokens, both or neither.
    ///
    /// # Errors
    /// When the store fails for longer than its restart takes.
    pub async fn begin(
        &self,
        new: NewSession<'_>,
        tokens: &StoredTokens,
    ) -> Result<(SessionId, Session), StoreError> {
        let (now, claims) = (self.clock.now(), new.claims);
        let new_id = SessionId::new(self.random.as_ref());
        let id = new_id.hash();
        let user = user(&claims.issuer, &claims.subject);
        let record = SessionRecord {
            issuer: claims.issuer.clone(),
            subject: claims.subject.clone(),
            username: claims.username.clone(),
            signed_in_at: now,
            authenticated_at: claims.auth_time,
            used_at: now,
            device: new.device,
            providers: providers(claims),
            is_to_review: new.is_to_review,
        };
        let until = now + self.lifetimes.absolute;
        // Sealed once: the store can tell its own first try by the same bytes.
        let drafts = [
            (self.records.sealed(key(id), user, &record, self.expiry(now))).with_at_most(AT_MOST),
            self.records.sealed(tokens_key(id), id, tokens, until),
        ];
        // The code is used up: what came for it must not be lost to a store that is just being restarted. The place that
        // is made may be taken by another sign-in, which is one less in the way of the next round.
        loop {
            match self.records.insert_with_retry(&drafts).await {
                Err(error) if error.is_full() => self.end_surplus(user).await?,
                outcome => break outcome?,
            }
        }
        let line = self.security.event(SecurityEvent::SignIn).of_ids(id, user);
        line.with_factors(&claims.factors).done("a new session");
        Ok((new_id, Session::new(id, record)))
    }

    /// Makes room for one more session of this user.
    async fn end_surplus(&self, user: Id) -> Result<(), StoreError> {
        for session in surplus(self.of_user(user).await?) {
            // It was not revoked: its browser may sign in again without a question.
            let refresh_token = self.end(&session).await?;
            self.revocations.revoke(refresh_token);
            self.security
                .event(SecurityEvent::SessionEnded)
                .of(&session)
                .done("its person has too many");
        }
        Ok(())
    }

    /// Notes that the user has reviewed what another one may have filled in: this session asks no more.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn finish_review(&self, session: &Session) -> Result<(), StoreError> {
        for _ in 0..MOST_TRIES {
            let loaded: Option<Versioned<SessionRecord>> = self.records.load(key(session.id)).await?;
            let Some(Versioned {
                mut value, version, ..
            }) = loaded
            else {
                return Ok(());
            };
            value.is_to_review = false;
            let until = self.expiry(value.signed_in_at);
            if self
                .records
                .replace(key(session.id), version, &value, until)
                .await?
            {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Removes the session and all that belongs to it; answers the refresh token it had.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end(&self, session: &Session) -> Result<Option<RefreshToken>, StoreError> {
        self.end_by_id(session.id, session.user()).await
    }

    /// The same of a session of which only its id and its user are known.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn end_by_id(&self, id: Id, user: Id) -> Result<Option<RefreshToken>, StoreError> {
        let records = &self.records;
        // Read before they are gone: the caller revokes what is in them.
        let tokens: Option<Versioned<StoredTokens>> = records.load(tokens_key(id)).await?;
        records
            .remove(&[key(id), tokens_key(id), refresh_intent::key(id)])
            .await?;
        // Asked after the removal: of two concurrent sign-outs, the last one finds no session.
        if self.ids_of(user).await?.is_empty() {
            records.remove(&[profile_key(user)]).await?;
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

/// Those that were not used for longest, if there are too many for one more.
fn surplus(mut sessions: Vec<Session>) -> Vec<Session> {
    sessions.sort_by_key(|session| Reverse(session.record.used_at));
    let stay = usize::try_from(AT_MOST - 1).unwrap_or(usize::MAX);
    sessions.split_off(sessions.len().min(stay))
}
