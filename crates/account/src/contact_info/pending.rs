//! Changes that wait for their codes: written down, so that they survive reloads, other tabs and new sign-ins.

use std::time::Duration;

use clock::Clock;
use serde::{Deserialize, Serialize};
use session_store::{Key, RecordKind, Records, StoreError, hash};
use signin::Session;

use super::Address;

/// Codes for addresses are good for a day (Cognito developer guide, "Verifying updates to email addresses and phone
/// numbers").
const WAITING: Duration = Duration::from_hours(24);

/// A change that waits for its code.
#[derive(Serialize, Deserialize)]
pub(crate) struct PendingChange {
    pub value: String,
    pub before: Option<String>,
}

/// The changes of all people. Cheap to clone.
#[derive(Clone)]
pub(crate) struct PendingChanges {
    pub records: Records,
    pub clock: Clock,
}

impl PendingChanges {
    pub async fn find(
        &self,
        session: &Session,
        address: Address,
    ) -> Result<Option<PendingChange>, StoreError> {
        let found = self.records.load(key(session, address)).await?;
        Ok(found.map(|loaded| loaded.value))
    }

    pub async fn store(
        &self,
        session: &Session,
        address: Address,
        pending: &PendingChange,
    ) -> Result<(), StoreError> {
        let (records, until) = (&self.records, self.clock.now() + WAITING);
        let record = records.sealed(key(session, address), session.user(), pending, until);
        records.upsert(record).await
    }

    pub async fn remove(&self, session: &Session, address: Address) -> Result<(), StoreError> {
        self.records.remove(&[key(session, address)]).await
    }
}

/// One per person and address, whatever the session.
pub(crate) fn key(session: &Session, address: Address) -> Key {
    Key {
        kind: RecordKind::Change,
        id: hash("change", &[&session.user().0, address.name().as_bytes()]),
    }
}
