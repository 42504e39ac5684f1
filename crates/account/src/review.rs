//! After a recovery the person looks through what somebody else may have filled in before them.

use std::sync::Arc;
use std::time::Duration;

use attributes::Schema;
use clock::Clock;
use session_store::{Id, Key, RecordKind, Records, StoreError, hash};
use signin::{Session, Sessions};

/// For ever, as far as a record can: it goes when the person has looked.
const UNTIL_REVIEWED: Duration = Duration::from_hours(24 * 3650);

/// Who is still to look. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Reviews {
    pub records: Records,
    pub clock: Clock,
    pub schema: Arc<Schema>,
    pub sessions: Sessions,
}

impl Reviews {
    /// Whether the person is to look through what the account has; noted for their other sessions, too, if so.
    pub async fn is_due(&self, user: Id, is_recovered: bool) -> Result<bool, StoreError> {
        let (records, key) = (&self.records, key(user));
        let mut asked = self.schema.for_sign_up();
        if asked.all(|attribute| !attribute.mutable) {
            return Ok(false);
        }
        if !is_recovered {
            return self.is_open(user).await;
        }
        let until = self.clock.now() + UNTIL_REVIEWED;
        records.upsert(records.sealed(key, user, &(), until)).await?;
        Ok(true)
    }

    /// Whether none of their sessions has looked through it yet.
    pub async fn is_open(&self, user: Id) -> Result<bool, StoreError> {
        self.records.exists(key(user)).await
    }

    /// The person has looked through it: neither this session asks for it again nor a new one.
    pub async fn finish(&self, session: &Session) -> Result<(), StoreError> {
        if !session.is_to_review() {
            return Ok(());
        }
        // The user's mark first: a session that begins between the two must not ask again.
        self.records.remove(&[key(session.user())]).await?;
        self.sessions.finish_review(session).await
    }
}

pub(crate) fn key(user: Id) -> Key {
    Key {
        kind: RecordKind::Trust,
        id: hash("review", &[&user.0]),
    }
}
