//! Sessions that were revoked from another browser. The pool still knows the browser they were in, by a cookie of its own,
//! and would sign it in again without a question: whoever sits there has to prove who they are.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use session_store::{Id, Key, Kind, SessionId, StoreError, Versioned};

use crate::Auth;
use crate::reauth::PreviousAuth;
use crate::session::{self, Session, SessionRecord};

/// No session of the pool in a browser lives longer, counted from a sign-in (`SSOSession.MaxValidityMinutes`, 129,600 at
/// most). How long this pool's do cannot be asked for, so it is taken to be this.
pub(crate) const LONGEST_SESSION_OF_A_POOL: Duration = Duration::from_hours(90 * 24);

/// That a session was revoked remotely.
#[derive(Serialize, Deserialize)]
pub(crate) struct RemoteRevocation {
    /// The proof that its person gave then. A new one must be newer, or the pool did not ask.
    #[serde(rename = "earlier")]
    pub previous_auth: Option<PreviousAuth>,
}

impl Auth {
    /// Whether the session of this cookie was revoked remotely.
    pub async fn was_revoked_remotely(&self, id: &SessionId) -> Result<bool, StoreError> {
        self.inner.records.exists(key(id.hash())).await
    }

    /// What is known of a session of this cookie that was revoked remotely.
    pub(crate) async fn remote_revocation(
        &self,
        id: &SessionId,
    ) -> Result<Option<RemoteRevocation>, StoreError> {
        let revocation = self.inner.records.load(key(id.hash())).await?;
        Ok(revocation.map(|found| found.value))
    }

    /// To be noted before the session ends: between the two, its browser must not slip through.
    pub(crate) async fn record_remote_revocation(&self, id: Id, user: Id) -> Result<(), StoreError> {
        let records = &self.inner.records;
        let found: Option<Versioned<SessionRecord>> = records.load(session::key(id)).await?;
        let session = found.map(|found| Session {
            id,
            record: found.value,
        });
        // The pool's session in that browser is no younger than ours.
        let begun = session.as_ref().map(Session::signed_in_at);
        let until = begun.unwrap_or(self.inner.clock.now()) + LONGEST_SESSION_OF_A_POOL;
        let revocation = RemoteRevocation {
            previous_auth: session.as_ref().map(PreviousAuth::of),
        };
        records
            .upsert(records.sealed(key(id), user, &revocation, until))
            .await
    }
}

pub(crate) fn key(id: Id) -> Key {
    Key {
        kind: Kind::RemoteRevocation,
        id,
    }
}
