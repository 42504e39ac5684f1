//! The file, and the connections to it.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

/// How long a write waits for those before it, of this process and then of others.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What was written stands in the journal until it is moved into the file, which takes as long as the disk takes for all of it. That
/// is done beside the writes after so many commits, and by a commit itself only if the journal has so many pages all the same.
const COMMITS_A_CHECKPOINT: u32 = 100;
const LARGEST_JOURNAL: u32 = 10_000;

const SCHEMA: &str = "
    CREATE TABLE IF NOT EXISTS records (
        number     INTEGER PRIMARY KEY AUTOINCREMENT,
        kind       TEXT    NOT NULL,
        id         BLOB    NOT NULL,
        owner      BLOB    NOT NULL,
        version    INTEGER NOT NULL,
        expires_at INTEGER NOT NULL, -- milliseconds since 1970
        value      BLOB    NOT NULL,
        UNIQUE (kind, id)
    ) STRICT;
    CREATE INDEX IF NOT EXISTS records_by_owner ON records (kind, owner, number);
    CREATE INDEX IF NOT EXISTS records_by_expiry ON records (expires_at);";

/// The connection that writes.
#[derive(Debug)]
pub(super) struct Writer {
    pub connection: Connection,
    /// Whether its commits wait until the disk has them.
    waits_for_disk: bool,
    /// Commits since the last checkpoint was due.
    commits: u32,
}

impl Writer {
    pub fn open(file: &Path) -> Result<Self, rusqlite::Error> {
        Ok(Self {
            connection: open_writer(file)?,
            waits_for_disk: true,
            commits: 0,
        })
    }

    /// Counts a commit. Says whether a checkpoint is due.
    pub fn count_commit(&mut self) -> bool {
        self.commits = (self.commits + 1) % COMMITS_A_CHECKPOINT;
        self.commits == 0
    }

    /// Whether commits do from now on. What one waits for includes all that came before.
    pub fn wait_for_disk(&mut self, waits: bool) -> Result<(), rusqlite::Error> {
        if self.waits_for_disk != waits {
            // With WAL, NORMAL could lose the last commits when the power goes; an acknowledged save stays.
            let level = if waits { "full" } else { "normal" };
            self.connection.pragma_update(None, "synchronous", level)?;
            self.waits_for_disk = waits;
        }
        Ok(())
    }
}

fn open_writer(file: &Path) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    // First: another process that opens the file, too, may have it locked.
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "journal_mode", "wal")?;
    connection.pragma_update(None, "synchronous", "full")?;
    connection.pragma_update(None, "wal_autocheckpoint", LARGEST_JOURNAL)?;
    connection.execute_batch(SCHEMA)?;
    Ok(connection)
}

/// It cannot write, but must be able to: a reader may find the journal of a process that was killed, and play it back; and checkpoints
/// are made through it.
pub(super) fn open_reader(file: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection)
}

/// The database, and what SQLite keeps beside it. New files beside it get the permissions of the database.
pub(super) fn make_private(file: &Path) -> std::io::Result<()> {
    let mut was_open =
        private_file::open(file, OpenOptions::new().append(true).create(true))?.was_open_to_others;
    for ending in ["-wal", "-shm"] {
        let mut beside = file.as_os_str().to_owned();
        beside.push(ending);
        match private_file::open(Path::new(&beside), OpenOptions::new().append(true)) {
            Ok(opened) => was_open |= opened.was_open_to_others,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    if was_open {
        let file = file.display();
        tracing::warn!(
            event = "store_was_readable",
            %file,
            "others could read the session store: it is private now"
        );
    }
    Ok(())
}
