//! Recoveries: whoever has proven both the password and the address of an account has it alone from then on. What was
//! begun before ends, here and at the pool.

use clock::{Clock, Timestamp};
use session_store::{Id, Key, RecordKind, Records, StoreError, Versioned, hash};
use signin::{LONGEST_SESSION_OF_A_POOL, Revocations, RevokedSessions, SecurityEvent, SecurityLog, Sessions};

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
