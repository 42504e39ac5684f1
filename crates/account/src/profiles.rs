//! Reading the signed-in person's attributes: from the copy in the store for a minute, then from the pool, once however
//! many ask.

use std::error::Error;

use clock::Clock;
use session_store::{Leases, Versioned};
use signin::{
    Background, Idempotency, PoolCalls, QuotaCategory, Session, SessionCallError, Tokens, within_deadline,
};

use crate::profile::{Profile, ProfileCache};
use crate::rights::MissingRights;

/// The lease for reading the attributes of a person.
const READ_PROFILE: &str = "read profile";

/// Reads profiles. Cheap to clone.
#[derive(Clone)]
pub struct Profiles {
    pub(crate) cache: ProfileCache,
    pub(crate) tokens: Tokens,
    pub(crate) pool: PoolCalls,
    pub(crate) leases: Leases,
    pub(crate) background: Background,
    pub(crate) rights: MissingRights,
    pub(crate) clock: Clock,
}

impl Profiles {
    /// The person's attributes, at most a minute old. When the pool cannot be reached an older copy serves.
    ///
    /// # Errors
    /// [`SessionCallError`]: what the pool said, or why it was not asked, when there is no copy either.
    pub async fn get(&self, session: &Session) -> Result<Profile, SessionCallError> {
        let copy = self.cache.get(session.user()).await?;
        self.fresh_or_read(session, copy).await
    }

    /// This copy if it is at most a minute old, else the pool's.
    pub(crate) async fn fresh_or_read(
        &self,
        session: &Session,
        copy: Option<Versioned<Profile>>,
    ) -> Result<Profile, SessionCallError> {
        if let Some(copy) = copy.as_ref().filter(|copy| self.cache.is_fresh(&copy.value)) {
            return Ok(copy.value.clone());
        }
        let read = self.read_in_background(session).await;
        match (read, copy) {
            (Err(SessionCallError::Unavailable(error)), Some(copy)) => {
                tracing::warn!(
                    event = "profile_stale",
                    session = ?session.id(),
                    error = error.as_ref(),
                    "showing an older profile"
                );
                Ok(copy.value)
            }
            (Err(SessionCallError::Failed(error)), Some(copy)) => {
                tracing::error!(
                    event = "profile_stale",
                    session = ?session.id(),
                    error = &error as &dyn Error,
                    "showing an older profile"
                );
                Ok(copy.value)
            }
            (read, _) => read,
        }
    }

    /// The person's attributes as last seen, however long ago: for who is about to write, and reads them
    /// then anyway.
    ///
    /// # Errors
    /// Those of [`Self::get`].
    pub async fn last_seen(&self, session: &Session) -> Result<Profile, SessionCallError> {
        Ok(self.last_seen_version(session).await?.0)
    }

    /// The same with the version of the copy, if there was one.
    pub(crate) async fn last_seen_version(
        &self,
        session: &Session,
    ) -> Result<(Profile, Option<u64>), SessionCallError> {
        match self.cache.get(session.user()).await? {
            Some(copy) => Ok((copy.value, Some(copy.version))),
            None => Ok((self.read_in_background(session).await?, None)),
        }
    }

    /// In a task of its own, so that it goes on for the others who wait for it.
    async fn read_in_background(&self, session: &Session) -> Result<Profile, SessionCallError> {
        let (flow, session) = (self.clone(), session.clone());
        self.background
            .run_detached(async move { flow.read_under_lease(&session).await })
            .await
    }

    /// Reads the profile once the lease is held: a burst of views asks the pool once.
    async fn read_under_lease(&self, session: &Session) -> Result<Profile, SessionCallError> {
        let mut lease = self.leases.queue(session.user(), READ_PROFILE).await;
        loop {
            // Looked at in each round: who held the lease before may have stored a fresh one.
            let copy = self.cache.get(session.user()).await?;
            if let Some(copy) = copy.as_ref().filter(|copy| self.cache.is_fresh(&copy.value)) {
                lease.release().await;
                return Ok(copy.value.clone());
            }
            if lease.is_held() {
                let outcome = lease.run_with_heartbeat(self.read_and_store(session, copy)).await;
                lease.release().await;
                return outcome;
            }
            lease.acquire_or_wait::<SessionCallError>().await?;
        }
    }

    /// A save that came while this was read knows better.
    async fn read_and_store(
        &self,
        session: &Session,
        copy: Option<Versioned<Profile>>,
    ) -> Result<Profile, SessionCallError> {
        let read = self.read(session).await?;
        let (user, seen) = (session.user(), copy.map(|copy| copy.version));
        if self.cache.store_if(user, seen, &read).await? {
            return Ok(read);
        }
        if let Some(newer) = self.cache.get(user).await? {
            return Ok(newer.value);
        }
        // What is in the way does not open: sealed with a key that is gone.
        self.cache.store(user, &read).await?;
        Ok(read)
    }

    /// What the pool says now.
    pub(crate) async fn read(&self, session: &Session) -> Result<Profile, SessionCallError> {
        within_deadline(async {
            let (cognito, subject) = (self.pool.cognito(), session.subject());
            let call = |token| async move { cognito.user_info(&token, subject).await };
            let info = self
                .tokens
                .of(session)
                .with_access_token(QuotaCategory::Read, Idempotency::Idempotent, call)
                .await?;
            self.rights.note_read(&info.attributes);
            Ok(Profile::new(info.attributes, self.clock.now()))
        })
        .await
    }
}
