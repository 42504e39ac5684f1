//! The state as rows of a data file, both ways.

use serde::{Deserialize, Serialize};

use super::table::{Change, Row, Table};
use super::{ServiceState, User};

/// The signing keys of a pool (PKCS#8 in base64), kept so that tokens outlive a restart.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct SavedKeys {
    pub id: String,
    pub access: String,
}

impl Row for SavedKeys {
    const TABLE: &'static str = "keys";
}

/// A row that does not fit the program: written by another version, or by hand.
#[derive(Debug, thiserror::Error)]
#[error("row {key} of {kind} cannot be read")]
pub struct UnreadableRow {
    kind: String,
    key: String,
    #[source]
    source: Option<serde_json::Error>,
}

impl ServiceState {
    /// From now on changes are remembered for [`ServiceState::take_changes`].
    pub fn track(&mut self) {
        self.pools.track();
        self.clients.track();
        self.users.table.track();
        self.codes.track();
        self.grants.track();
        self.refresh_tokens.track();
        self.browser_sessions.track();
        self.page_sessions.track();
        self.challenges.track();
        self.keys.track();
    }

    /// What changed since the last call.
    pub fn take_changes(&mut self) -> Vec<Change> {
        let mut out = Vec::new();
        self.pools.take_changes(&mut out);
        self.clients.take_changes(&mut out);
        self.users.table.take_changes(&mut out);
        self.codes.take_changes(&mut out);
        self.grants.take_changes(&mut out);
        self.refresh_tokens.take_changes(&mut out);
        self.browser_sessions.take_changes(&mut out);
        self.page_sessions.take_changes(&mut out);
        self.challenges.take_changes(&mut out);
        self.keys.take_changes(&mut out);
        out
    }

    /// The state a data file holds. Pools come first: they say how their users are named.
    pub fn restore(saved: &[(String, String, String)]) -> Result<Self, UnreadableRow> {
        let mut state = Self::default();
        for (kind, key, value) in saved.iter().filter(|(kind, ..)| kind == "pools") {
            state.put_pool(read(kind, key, value)?);
        }
        for (kind, key, value) in saved.iter().filter(|(kind, ..)| kind != "pools") {
            match kind.as_str() {
                "users" => state.users.put(read::<User>(kind, key, value)?),
                "clients" => state.clients.restore(kind, key, value)?,
                "codes" => state.codes.restore(kind, key, value)?,
                "grants" => state.grants.restore(kind, key, value)?,
                "refresh_tokens" => state.refresh_tokens.restore(kind, key, value)?,
                "browser_sessions" => state.browser_sessions.restore(kind, key, value)?,
                "page_sessions" => state.page_sessions.restore(kind, key, value)?,
                "challenges" => state.challenges.restore(kind, key, value)?,
                "keys" => state.keys.restore(kind, key, value)?,
                _ => {
                    return Err(UnreadableRow {
                        kind: kind.clone(),
                        key: key.clone(),
                        source: None,
                    });
                }
            }
        }
        Ok(state)
    }
}

impl<T: Row> Table<T> {
    fn restore(&mut self, kind: &str, key: &str, value: &str) -> Result<(), UnreadableRow> {
        let row = read(kind, key, value)?;
        self.put(key.to_owned(), row);
        Ok(())
    }
}

fn read<T: Row>(kind: &str, key: &str, value: &str) -> Result<T, UnreadableRow> {
    serde_json::from_str(value).map_err(|source| UnreadableRow {
        kind: kind.to_owned(),
        key: key.to_owned(),
        source: Some(source),
    })
}
