//! Recoveries: whoever has proven both the password and the address of an account has it alone from then on. What was
//! begun before ends, here and at the pool; and the person looks through what another user of the address may have filled in.

use std::sync::Arc;
use std::time::Duration;

use attributes::Schema;
use clock::{Clock, Timestamp};
use session_store::{Id, Key, RecordKind, Records, StoreError, Versioned, hash};
use signin::{
    LONGEST_SESSION_OF_A_POOL, Revocations, RevokedSessions, SecurityEvent, SecurityLog, Session, Sessions,
};

/// For ever, as far as a record can: it goes when the person has looked.
const UNTIL_REVIEWED: Duration = Duration::from_hours(24 * 3650);

/// The last recovery of each user. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Recoveries {
    pub records: Records,
    pub clock: Clock,
    pub sessions: Sessions,
    pub revoked: RevokedSessions,
    pub revocations: Revocations,
    pub security: SecurityLog,
}

impl Recoveries {
    /// Ends all that was begun before a recovery: sessions, and whatever the pool would sign in again without a
    /// question.
    pub async fn end_all_before(&self, user: Id, proven_at: Timestamp) -> Result<(), StoreError> {
        let until = self.clock.now() + LONGEST_SESSION_OF_A_POOL;
        let (records, key) = (&self.records, key(user));
        // First: who signs in between finds either this, or their session ended.
        records
            .upsert(records.sealed(key, user, &proven_at, until))
            .await?;
        for session in records.ids(RecordKind::Session, user).await? {
            // Before the session ends: between the two, its browser must not slip through.
            self.revoked.record(session, user).await?;
            let refresh_token = self.sessions.end_by_id(session, user).await?;
            self.revocations.revoke(refresh_token);
            let line = (self.security)
                .event(SecurityEvent::SessionEnded)
                .of_ids(session, user);
            line.done("the account was recovered");
        }
        Ok(())
    }

    /// Whether this proof is from before the person's last recovery.
    pub async fn is_before_recovery(
        &self,
        user: Id,
        authenticated_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let recovered: Option<Versioned<Timestamp>> = self.records.load(key(user)).await?;
        Ok(recovered.is_some_and(|recovered| authenticated_at < recovered.value))
    }
}

fn key(user: Id) -> Key {
    Key {
        kind: RecordKind::Trust,
        id: hash("recovery", &[&user.0]),
    }
}

/// Reviews of what the sign-up form asked, due after a recovery. Cheap to clone.
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
        let (records, key) = (&self.records, review_key(user));
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
        self.records.exists(review_key(user)).await
    }

    /// The person has looked through it: neither this session asks for it again nor a new one.
    pub async fn finish(&self, session: &Session) -> Result<(), StoreError> {
        if !session.is_to_review() {
            return Ok(());
        }
        // The user's mark first: a session that begins between the two must not ask again.
        self.records.remove(&[review_key(session.user())]).await?;
        self.sessions.finish_review(session).await
    }
}

pub(crate) fn review_key(user: Id) -> Key {
    Key {
        kind: RecordKind::Trust,
        id: hash("review", &[&user.0]),
    }
}
