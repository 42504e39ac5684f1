//! A million rows in a SQLite file within a minute: in one transaction, in the order of their index, nothing forced onto
//! the disk, the other indexes made at the end. Table, rows and indexes are the store's own; only the way there is
//! another.

use session_store::NewRecord;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Connection as _, QueryBuilder, Sqlite};

use super::filled::{copy, id};
use super::sample::Sample;
use crate::Fallible;

/// Rows per statement.
const AT_ONCE: usize = 250;
/// In KiB.
const CACHE: u32 = 512 * 1024;

/// Fills the file of a store that has just been opened.
pub(super) async fn fill(url: &str, sample: &Sample, sessions: u32) -> Fallible<()> {
    let options: SqliteConnectOptions = url.parse()?;
    let mut connection = options
        .synchronous(SqliteSynchronous::Off)
        .pragma("cache_size", format!("-{CACHE}"))
        .connect()
        .await?;
    let mut transaction = connection.begin().await?;
    let indexes: Vec<(String, String)> =
        sqlx::query_as("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
            .fetch_all(&mut *transaction)
            .await?;
    for (name, _) in &indexes {
        run(&mut transaction, format!("DROP INDEX {name}")).await?;
    }
    let mut numbers: Vec<u32> = (0..sessions).collect();
    numbers.sort_by_cached_key(|number| id(*number));
    for record in &sample.records {
        for some in numbers.chunks(AT_ONCE) {
            insert(&mut transaction, record, some).await?;
        }
    }
    for (_, definition) in indexes {
        run(&mut transaction, definition).await?;
    }
    transaction.commit().await?;
    run(&mut connection, "PRAGMA wal_checkpoint(TRUNCATE)".to_owned()).await?;
    connection.close().await?;
    Ok(())
}

/// A statement of SQLite's own, or one of the constants here.
async fn run(connection: &mut SqliteConnection, statement: String) -> Fallible<()> {
    sqlx::raw_sql(AssertSqlSafe(statement))
        .execute(connection)
        .await?;
    Ok(())
}

async fn insert(connection: &mut SqliteConnection, record: &NewRecord, numbers: &[u32]) -> Fallible<()> {
    let mut statement: QueryBuilder<Sqlite> =
        QueryBuilder::new("INSERT INTO records (kind, id, owner, version, expires_at, value) ");
    statement.push_values(numbers, |mut row, number| {
        let copy = copy(record, *number, true);
        row.push_bind(copy.key.kind.name())
            .push_bind(copy.key.id.0.to_vec())
            .push_bind(copy.owner.0.to_vec())
            .push("1")
            .push_bind(copy.expires_at.unix_millis())
            .push_bind(copy.value);
    });
    statement.build().execute(connection).await?;
    Ok(())
}
