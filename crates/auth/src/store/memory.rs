//! Records in the process: for tests.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use cognito::Timestamp;

use super::{Id, Key, Kind, NewRecord, Record, Store, StoreError};

/// Keeps records in the process; they are gone when it ends.
#[derive(Debug, Default)]
pub struct MemoryStore {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    rows: BTreeMap<Key, Row>,
    inserted: u64,
}

#[derive(Debug)]
struct Row {
    owner: Id,
    /// The order of insertion.
    number: u64,
    record: Record,
}

impl MemoryStore {
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn is_alive(record: &Record, now: Timestamp) -> bool {
    record.expires_at > now
}

#[async_trait]
impl Store for MemoryStore {
    async fn insert(&self, records: &[NewRecord]) -> Result<(), StoreError> {
        let mut table = self.table();
        if records.iter().any(|new| table.rows.contains_key(&new.key)) {
            return Err(StoreError::Exists);
        }
        for new in records {
            table.inserted += 1;
            let record = Record {
                value: new.value.clone(),
                version: 1,
                expires_at: new.expires_at,
            };
            let row = Row {
                owner: new.owner,
                number: table.inserted,
                record,
            };
            table.rows.insert(new.key, row);
        }
        Ok(())
    }

    async fn load(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        let table = self.table();
        Ok(table
            .rows
            .get(&key)
            .map(|row| &row.record)
            .filter(|record| is_alive(record, now))
            .cloned())
    }

    async fn list(&self, kind: Kind, owner: Id, now: Timestamp) -> Result<Vec<(Id, Record)>, StoreError> {
        let table = self.table();
        let wanted =
            |(key, row): &(&Key, &Row)| key.kind == kind && row.owner == owner && is_alive(&row.record, now);
        let mut found: Vec<_> = table.rows.iter().filter(wanted).collect();
        found.sort_by_key(|(_, row)| row.number);
        Ok(found
            .into_iter()
            .map(|(key, row)| (key.id, row.record.clone()))
            .collect())
    }

    async fn replace(
        &self,
        key: Key,
        version: u64,
        value: &[u8],
        expires_at: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut table = self.table();
        let Some(row) = table
            .rows
            .get_mut(&key)
            .filter(|row| row.record.version == version)
        else {
            return Ok(false);
        };
        row.record = Record {
            value: value.to_vec(),
            version: version + 1,
            expires_at,
        };
        Ok(true)
    }

    async fn take(&self, key: Key, now: Timestamp) -> Result<Option<Record>, StoreError> {
        let removed = self.table().rows.remove(&key);
        Ok(removed
            .map(|row| row.record)
            .filter(|record| is_alive(record, now)))
    }

    async fn remove(&self, keys: &[Key]) -> Result<(), StoreError> {
        let mut table = self.table();
        for key in keys {
            table.rows.remove(key);
        }
        Ok(())
    }

    async fn remove_expired(&self, now: Timestamp, at_most: u32) -> Result<u32, StoreError> {
        let mut table = self.table();
        let expired: Vec<Key> = (table.rows.iter())
            .filter(|(_, row)| !is_alive(&row.record, now))
            .map(|(key, _)| *key)
            .take(at_most as usize)
            .collect();
        let mut removed = 0;
        for key in expired {
            table.rows.remove(&key);
            removed += 1;
        }
        Ok(removed)
    }
}
