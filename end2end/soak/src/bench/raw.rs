//! The store's own read, without anything of ours around it: what a check cannot beat.

use std::sync::{Arc, Mutex, PoisonError};

use clock::Clock;
use redis::aio::MultiplexedConnection;
use rusqlite::{Connection, OptionalExtension as _, params};
use session_store::{Key, RecordKind, Store};

use super::filled::{Filled, id};
use crate::Fallible;

/// A client of the store's kind.
pub(super) enum Raw {
    Memory(Arc<dyn Store>, u32),
    Sqlite(Mutex<Connection>, u32),
    Redis(MultiplexedConnection, u32),
}

impl Raw {
    pub async fn open(filled: &Filled) -> Fallible<Self> {
        let sessions = filled.sessions;
        let Some(url) = filled.url() else {
            return Ok(Self::Memory(Arc::clone(&filled.store), sessions));
        };
        if let Some(file) = url.strip_prefix("sqlite://") {
            return Ok(Self::Sqlite(Mutex::new(Connection::open(file)?), sessions));
        }
        let client = redis::Client::open(url)?;
        Ok(Self::Redis(
            client.get_multiplexed_async_connection().await?,
            sessions,
        ))
    }

    /// Reads a session at random.
    pub async fn read(&self) -> Fallible<()> {
        let kind = RecordKind::Session.name();
        let found: Option<Vec<u8>> = match self {
            Self::Memory(store, sessions) => {
                let key = Key {
                    kind: RecordKind::Session,
                    id: id(fastrand::u32(..*sessions)),
                };
                let found = store.load(key, Clock::system().now()).await?;
                found.map(|record| record.value)
            }
            Self::Sqlite(connection, sessions) => {
                let id = id(fastrand::u32(..*sessions));
                let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                let mut statement =
                    connection.prepare_cached("SELECT value FROM records WHERE kind = ? AND id = ?")?;
                statement
                    .query_row(params![kind, id.0], |row| row.get(0))
                    .optional()?
            }
            Self::Redis(connection, sessions) => {
                let id = id(fastrand::u32(..*sessions));
                let key = [b"lc:", kind.as_bytes(), b":", &id.0].concat();
                redis::cmd("GET")
                    .arg(key)
                    .query_async(&mut connection.clone())
                    .await?
            }
        };
        found.map(drop).ok_or_else(|| "a session is not there".into())
    }
}
