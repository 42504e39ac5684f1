//! What is kept under the id of a session cookie, read in one round trip to the store.

use session_store::{Id, Record, Records, SessionId, StoreError};

use crate::messages::{self, Waiting};
use crate::revoked_sessions;
use crate::session::{self, Session, SessionRecord};
use crate::sessions::Sessions;

/// What is kept under the id of a session cookie.
#[derive(Debug)]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are of the large one, and each is taken apart at once"
)]
pub enum Visit {
    /// The session is alive.
    SignedIn(Session, Waiting),
    /// It was revoked remotely: its user must re-authenticate.
    RevokedRemotely,
    /// There is nothing.
    Unknown,
}

/// Reads what a session cookie leads to. Cheap to clone.
#[derive(Clone)]
pub struct Visits {
    pub(crate) records: Records,
    pub(crate) sessions: Sessions,
}

impl Visits {
    /// The session of this id, if it is alive, and what else is kept under the id, in one round trip. Notes the use.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read(&self, id: &SessionId) -> Result<Visit, StoreError> {
        let id = id.hash();
        let slots = messages::OF_A_SESSION;
        let mut keys = [session::key(id); 2 + messages::OF_A_SESSION.len()];
        keys[1] = revoked_sessions::key(id);
        keys[2..].copy_from_slice(&slots.map(|slot| messages::key(id, slot)));
        let [session, revoked, found @ ..] = self.records.load_many(keys).await?;
        Ok(self
            .visit(id, [session, revoked], Waiting::among(slots, &found))
            .await)
    }

    /// The same for who shows no messages: none is looked for, and all stay for the pages.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn read_session(&self, id: &SessionId) -> Result<Visit, StoreError> {
        let id = id.hash();
        let found = self
            .records
            .load_many([session::key(id), revoked_sessions::key(id)]);
        Ok(self.visit(id, found.await?, Waiting::default()).await)
    }

    async fn visit(&self, id: Id, [session, revoked]: [Option<Record>; 2], waiting: Waiting) -> Visit {
        match self.records.read::<SessionRecord>(session::key(id), session) {
            Some(loaded) => Visit::SignedIn(self.sessions.used(id, loaded).await, waiting),
            None if revoked.is_some() => Visit::RevokedRemotely,
            None => Visit::Unknown,
        }
    }
}
