//! Sessions that were ended from another browser. The pool still knows the browser they were in, by a cookie of its own,
//! and would sign it in again without a question: whoever sits there has to prove who they are.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::Auth;
use crate::error::Failure;
use crate::fresh::Earlier;
use crate::ids::SessionId;
use crate::records::Loaded;
use crate::session::{self, Session, SessionRecord};
use crate::store::{Id, Key, Kind};

/// No session of the pool in a browser lives longer, counted from a sign-in (`SSOSession.MaxValidityMinutes`, 129,600 at
/// most). How long this pool's do cannot be asked for, so it is taken to be this.
pub(crate) const LONGEST_SESSION_OF_A_POOL: Duration = Duration::from_hours(90 * 24);

/// That a session was ended from elsewhere.
#[derive(Serialize, Deserialize)]
pub(crate) struct EndedElsewhere {
    /// The proof that its person gave then. A new one must be newer, or the pool did not ask.
    pub earlier: Option<Earlier>,
}

impl Auth {
    /// Whether the session of this cookie was ended from elsewhere.
    pub async fn was_ended_elsewhere(&self, id: &SessionId) -> Result<bool, Failure> {
        self.inner.records.exists(key(id.hash())).await
    }

    /// What is known of a session of this cookie that was ended from elsewhere.
    pub(crate) async fn ended_elsewhere(&self, id: &SessionId) -> Result<Option<EndedElsewhere>, Failure> {
        let mark = self.inner.records.load(key(id.hash())).await?;
        Ok(mark.map(|mark| mark.value))
    }

    /// To be noted before the session ends: between the two, its browser must not slip through.
    pub(crate) async fn note_ended_elsewhere(&self, id: Id, user: Id) -> Result<(), Failure> {
        let records = &self.inner.records;
        let found: Option<Loaded<SessionRecord>> = records.load(session::key(id)).await?;
        let session = found.map(|found| Session {
            id,
            record: found.value,
        });
        // The pool's session in that browser is no younger than ours.
        let begun = session.as_ref().map(Session::signed_in_at);
        let until = begun.unwrap_or(self.inner.clock.now()) + LONGEST_SESSION_OF_A_POOL;
        let mark = EndedElsewhere {
            earlier: session.as_ref().map(Earlier::of),
        };
        records.put(records.draft(key(id), user, &mark, until)).await
    }
}

fn key(id: Id) -> Key {
    Key {
        kind: Kind::Ended,
        id,
    }
}
