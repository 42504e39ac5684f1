//! Sessions that were ended from another browser. The pool still knows the browser they were in, by a cookie of its own,
//! and would sign it in again without a question: whoever sits there has to prove who they are.

use std::time::Duration;

use crate::Auth;
use crate::error::Failure;
use crate::ids::SessionId;
use crate::store::{Id, Key, Kind};

/// As long lives the pool's own session, counted from a sign-in (Cognito developer guide, "Managed login").
const POOLS_SESSION: Duration = Duration::from_hours(1);

impl Auth {
    /// Whether the session of this cookie was ended from elsewhere lately.
    pub async fn was_ended_elsewhere(&self, id: &SessionId) -> Result<bool, Failure> {
        let mark = self.inner.records.load::<()>(key(id.hash())).await?;
        Ok(mark.is_some())
    }

    /// To be noted before the session ends: between the two, its browser must not slip through.
    pub(crate) async fn note_ended_elsewhere(&self, session: Id, user: Id) -> Result<(), Failure> {
        let records = &self.inner.records;
        let until = self.inner.clock.now() + POOLS_SESSION;
        records.put(records.draft(key(session), user, &(), until)).await
    }
}

fn key(id: Id) -> Key {
    Key {
        kind: Kind::Ended,
        id,
    }
}
