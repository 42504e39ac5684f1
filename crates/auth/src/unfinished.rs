//! A refresh that was begun and not finished: its process died, or the answer was lost. A pool that rotates refresh
//! tokens may have taken the old one out of use already and accepts it for a short grace only. So what was begun stands
//! in the session's record, and the next use of the session takes it up at once, whatever life the tokens have left.

use cognito::Timestamp;

use crate::Auth;
use crate::error::Failure;
use crate::records::Loaded;
use crate::session::{Session, SessionRecord, key};
use crate::store::Id;
use crate::turns::LEASE;

impl SessionRecord {
    /// Whether a refresh was begun, and nobody can be at it any more.
    fn is_refresh_left(&self, now: Timestamp) -> bool {
        self.refresh_begun_at
            .is_some_and(|begun_at| now.saturating_since(begun_at) >= LEASE)
    }
}

impl Auth {
    /// Finishes in the background what another request left.
    pub(crate) fn take_up_refresh(&self, session: &Session) {
        if !session.record.is_refresh_left(self.inner.clock.now()) {
            return;
        }
        tracing::info!(session = ?session.id, "a refresh was left unfinished");
        let (auth, session) = (self.clone(), session.clone());
        tokio::spawn(async move {
            if let Err(error) = auth.refresh(&session, None).await {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(session = ?session.id, error, "the tokens were not refreshed");
            }
        });
    }

    /// The same of the record as it is now.
    pub(crate) async fn is_refresh_left(&self, session: Id) -> Result<bool, Failure> {
        let loaded: Option<Loaded<SessionRecord>> = self.inner.records.load(key(session)).await?;
        Ok(loaded.is_some_and(|loaded| loaded.value.is_refresh_left(self.inner.clock.now())))
    }

    /// Notes that a refresh begins, before the pool hears of it, or that its tokens are stored. A session that is
    /// gone has nothing to be noted of.
    pub(crate) async fn note_refresh(&self, session: Id, begun_at: Option<Timestamp>) -> Result<(), Failure> {
        let records = &self.inner.records;
        loop {
            let loaded: Option<Loaded<SessionRecord>> = records.load(key(session)).await?;
            let Some(mut loaded) = loaded else { return Ok(()) };
            loaded.value.refresh_begun_at = begun_at;
            let (version, until) = (loaded.version, loaded.expires_at);
            // Whoever was faster noted a use.
            if records
                .replace(key(session), version, &loaded.value, until)
                .await?
            {
                return Ok(());
            }
        }
    }
}
