//! A keyed table that remembers which rows changed (for a data file) and drops rows that are over.

use std::collections::{HashMap, HashSet};

use clock::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Something kept in a [`Table`].
pub(crate) trait Row: Serialize + DeserializeOwned {
    /// Name of its table in a data file.
    const TABLE: &'static str;

    /// When the row expires, if it does.
    fn over_at(&self) -> Option<Timestamp> {
        None
    }
}

/// One row of a data file: table, key, and the row as JSON, or nothing when it is gone.
pub(crate) type Change = (&'static str, String, Option<String>);

/// Rows by key.
pub(crate) struct Table<T> {
    rows: HashMap<String, T>,
    changed: HashSet<String>,
    tracking: bool,
    sweep_at: usize,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: HashMap::new(),
            changed: HashSet::new(),
            tracking: false,
            sweep_at: 1024,
        }
    }
}

impl<T: Row> Table<T> {
    pub fn get(&self, key: &str) -> Option<&T> {
        self.rows.get(key)
    }

    pub fn get_mut(&mut self, key: &str) -> Option<&mut T> {
        let row = self.rows.get_mut(key)?;
        if self.tracking {
            self.changed.insert(key.to_owned());
        }
        Some(row)
    }

    pub fn remove(&mut self, key: &str) -> Option<T> {
        let row = self.rows.remove(key)?;
        self.touch(key);
        Some(row)
    }

    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    /// Adds or replaces a row.
    pub fn put(&mut self, key: String, row: T) {
        self.touch(&key);
        self.rows.insert(key, row);
    }

    /// As [`Table::put`], and now and then drops all rows that are over: the cost per call stays constant.
    pub fn put_and_sweep(&mut self, key: String, row: T, now: Timestamp) {
        self.put(key, row);
        if self.rows.len() < self.sweep_at {
            return;
        }
        let is_over = |row: &T| row.over_at().is_some_and(|at| at < now);
        let over: Vec<_> = self
            .rows
            .iter()
            .filter(|(_, row)| is_over(row))
            .map(|(key, _)| key.clone())
            .collect();
        for key in over {
            self.remove(&key);
        }
        self.sweep_at = (self.rows.len() * 2).max(1024);
    }

    /// From now on changes are remembered. Everything there is counts as changed.
    pub fn track(&mut self) {
        self.tracking = true;
        self.changed = self.rows.keys().cloned().collect();
    }

    /// Moves the changes since the last call to `out`.
    pub fn take_changes(&mut self, out: &mut Vec<Change>) {
        for key in self.changed.drain() {
            let row = self.rows.get(&key);
            let json = row.map(|row| serde_json::to_string(row).expect("rows have string keys only"));
            out.push((T::TABLE, key, json));
        }
    }

    fn touch(&mut self, key: &str) {
        if self.tracking {
            self.changed.insert(key.to_owned());
        }
    }
}
