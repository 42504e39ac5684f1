//! Sessions that were revoked from another browser. The pool still knows the browser they were in, by a cookie of its
//! own, and would sign it in again without a question: its user must re-authenticate.

use std::time::Duration;

use clock::Clock;
use serde::{Deserialize, Serialize};
use session_store::{Id, Key, RecordKind, Records, SessionId, StoreError};

use crate::reauth::PreviousAuth;
use crate::session::Session;
use crate::sessions::Sessions;

/// No session of the pool in a browser lives longer, counted from a sign-in (`SSOSession.MaxValidityMinutes`, 129,600 at
/// most). How long this pool's do cannot be asked for, so it is taken to be this.
pub const LONGEST_SESSION_OF_A_POOL: Duration = Duration::from_hours(90 * 24);

/// That a session was revoked remotely.
#[derive(Serialize, Deserialize)]
pub(crate) struct RemoteRevocation {
    /// The proof that its person gave then. A new one must be newer, or the pool did not ask.
    #[serde(rename = "earlier")]
    pub previous_auth: Option<PreviousAuth>,
}

/// Remembers which sessions were revoked remotely. Cheap to clone.
#[derive(Clone)]
pub struct RevokedSessions {
    pub(crate) records: Records,
    pub(crate) clock: Clock,
    pub(crate) sessions: Sessions,
}

impl RevokedSessions {
    /// Whether the session of this cookie was revoked remotely.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn was_revoked_remotely(&self, id: &SessionId) -> Result<bool, StoreError> {
        self.records.exists(key(id.hash())).await
    }

    /// What is known of a session of this cookie that was revoked remotely.
    pub(crate) async fn find(&self, id: &SessionId) -> Result<Option<RemoteRevocation>, StoreError> {
        let revocation = self.records.load(key(id.hash())).await?;
        Ok(revocation.map(|found| found.value))
    }

    /// To be recorded before the session ends: between the two, its browser must not slip through.
    ///
    /// # Errors
    /// When the store fails; then the session must not be ended.
    pub async fn record(&self, id: Id, user: Id) -> Result<(), StoreError> {
        let session = self.sessions.load(id).await?;
        // The pool's session in that browser is no younger than ours.
        let begun = session.as_ref().map(Session::signed_in_at);
        let until = begun.unwrap_or(self.clock.now()) + LONGEST_SESSION_OF_A_POOL;
        let revocation = RemoteRevocation {
            previous_auth: session.as_ref().map(PreviousAuth::of),
        };
        let record = self.records.sealed(key(id), user, &revocation, until);
        self.records.upsert(record).await
    }
}

pub(crate) fn key(id: Id) -> Key {
    Key {
        kind: RecordKind::RemoteRevocation,
        id,
    }
}
