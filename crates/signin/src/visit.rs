//! What is kept under the id of a session cookie, read in one round trip to the store.

use session_store::{Records, SessionId, StoreError};

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
        let (id, session_key) = (id.hash(), session::key(id.hash()));
        let slots = messages::OF_A_SESSION;
        let mut keys = [session_key; 2 + messages::OF_A_SESSION.len()];
        keys[1] = revoked_sessions::key(id);
        keys[2..].copy_from_slice(&slots.map(|slot| messages::key(id, slot)));
        let [session, revoked, found @ ..] = self.records.load_many(keys).await?;
        let Some(loaded) = self.records.read::<SessionRecord>(session_key, session) else {
            return Ok(if revoked.is_some() {
                Visit::RevokedRemotely
            } else {
                Visit::Unknown
            });
        };
        let session = self.sessions.used(id, loaded).await;
        Ok(Visit::SignedIn(session, Waiting::among(slots, &found)))
    }
}
