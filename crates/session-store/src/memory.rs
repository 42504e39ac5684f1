//! Records in the process: for tests.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use clock::Timestamp;

use crate::store::{Id, Key, Lease, NewRecord, Record, RecordKind, Replacement, Store, StoreError};

/// Keeps records in the process; they are gone when it ends.
#[derive(Debug, Default)]
pub struct MemoryStore {
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    rows: HashMap<Key, Row>,
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

impl Table {
    fn alive(&self, key: &Key, now: Timestamp) -> Option<&Record> {
        let record = self.rows.get(key).map(|row| &row.record)?;
        is_alive(record, now).then_some(record)
    }

    fn is_full_for(&self, new: &NewRecord, now: Timestamp) -> bool {
        let is_beside = |(key, row): &(&Key, &Row)| {
            key.kind == new.key.kind && row.owner == new.owner && is_alive(&row.record, now)
        };
        let count = || self.rows.iter().filter(is_beside).count();
        new.at_most.is_some_and(|at_most| count() >= at_most as usize)
    }

    fn write(&mut self, new: &NewRecord, version: u64) {
        self.inserted += 1;
        let record = Record {
            value: new.value.clone(),
            version,
            expires_at: new.expires_at,
        };
        let row = Row {
            owner: new.owner,
            number: self.inserted,
            record,
        };
        self.rows.insert(new.key, row);
    }
}

#[async_trait]
impl Store for MemoryStore {
    async fn insert(&self, records: &[NewRecord], now: Timestamp) -> Result<(), StoreError> {
        let mut table = self.table();
        if records.iter().any(|new| table.alive(&new.key, now).is_some()) {
            return Err(StoreError::Exists);
        }
        if records.iter().any(|new| table.is_full_for(new, now)) {
            return Err(StoreError::Full);
        }
        for new in records {
            table.write(new, 1);
        }
        Ok(())
    }

    async fn upsert(&self, record: &NewRecord, _now: Timestamp) -> Result<(), StoreError> {
        let mut table = self.table();
        let version = table
            .rows
            .get(&record.key)
            .map_or(1, |row| row.record.version + 1);
        table.write(record, version);
        Ok(())
    }

    async fn load_many(&self, keys: &[Key], now: Timestamp) -> Result<Vec<Option<Record>>, StoreError> {
        let table = self.table();
        Ok(keys.iter().map(|key| table.alive(key, now).cloned()).collect())
    }

    async fn list(
        &self,
        kind: RecordKind,
        owner: Id,
        now: Timestamp,
    ) -> Result<Vec<(Id, Record)>, StoreError> {
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

    async fn replace(&self, new: &Replacement, now: Timestamp) -> Result<bool, StoreError> {
        let mut table = self.table();
        let Some(row) = table
            .rows
            .get_mut(&new.key)
            .filter(|row| row.record.version == new.version && is_alive(&row.record, now))
        else {
            return Ok(false);
        };
        row.record = Record {
            value: new.value.clone(),
            version: new.version + 1,
            expires_at: new.expires_at,
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

    async fn acquire_lease(&self, lease: &Lease, now: Timestamp) -> Result<bool, StoreError> {
        let mut table = self.table();
        let holder = table.alive(&lease.key, now).map(|record| &record.value);
        if holder.is_some_and(|holder| holder[..] != lease.holder) {
            return Ok(false);
        }
        let record = NewRecord {
            key: lease.key,
            owner: lease.key.id,
            value: lease.holder.to_vec(),
            expires_at: lease.until,
            at_most: None,
        };
        table.write(&record, 1);
        Ok(true)
    }

    async fn release_lease(&self, lease: &Lease) -> Result<(), StoreError> {
        let mut table = self.table();
        let holder = table.rows.get(&lease.key).map(|row| &row.record.value);
        if holder.is_some_and(|holder| holder[..] == lease.holder) {
            table.rows.remove(&lease.key);
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
