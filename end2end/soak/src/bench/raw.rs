//! The store's own read, without anything of ours around it: what a check cannot beat.

use std::sync::Arc;

use clock::Clock;
use redis::aio::MultiplexedConnection;
use session_store::{Key, RecordKind, Store};
use sqlx::SqlitePool;
use sqlx::sqlite::SqlitePoolOptions;

use super::filled::{Filled, id};
use crate::Fallible;

/// As many connections as the store itself has.
const CONNECTIONS: u32 = 4;

/// A client of the store's kind.
pub(super) enum Raw {
    Memory(Arc<dyn Store>, u32),
    Sqlite(SqlitePool, u32),
    Redis(MultiplexedConnection, u32),
}

impl Raw {
    pub async fn open(filled: &Filled) -> Fallible<Self> {
        let sessions = filled.sessions;
        let Some(url) = filled.url() else {
            return Ok(Self::Memory(Arc::clone(&filled.store), sessions));
        };
        if url.starts_with("sqlite:") {
            let options = SqlitePoolOptions::new().max_connections(CONNECTIONS);
            return Ok(Self::Sqlite(options.connect(url).await?, sessions));
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
            Self::Sqlite(pool, sessions) => {
                let id = id(fastrand::u32(..*sessions));
                sqlx::query_scalar("SELECT value FROM records WHERE kind = ? AND id = ?")
                    .bind(kind)
                    .bind(id.0.as_slice())
                    .fetch_optional(pool)
                    .await?
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
