//! Hours that pass at once: the app processes and the pool are moved ahead together.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use clock::{Clock, Timestamp};

use crate::Fallible;

/// How far ahead of the real time the programs live that were started with [`Future::apply`].
pub struct Future {
    library: PathBuf,
    file: PathBuf,
    open: File,
    seconds: AtomicI64,
}

impl Future {
    /// Compiles the small library that moves the time of day; needs a C compiler, which Rust needs too.
    pub fn new(folder: &Path) -> Fallible<Self> {
        let (library, file) = (folder.join("ahead.so"), folder.join("ahead"));
        let source = concat!(env!("CARGO_MANIFEST_DIR"), "/clock/ahead.c");
        let compiled = Command::new("cc")
            .args(["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o"])
            .args([&library, Path::new(source)])
            .status()?;
        if !compiled.success() {
            return Err(format!("{source} cannot be compiled").into());
        }
        let open = OpenOptions::new()
            .create(true)
            .truncate(true)
            .write(true)
            .open(&file)?;
        let future = Self {
            library,
            file,
            open,
            seconds: AtomicI64::new(0),
        };
        future.advance(0)?;
        Ok(future)
    }

    /// Makes a program that is about to start live there.
    pub fn apply(&self, command: &mut Command) {
        command
            .env("LD_PRELOAD", &self.library)
            .env("AHEAD_FILE", &self.file);
    }

    /// The time there.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        Clock::system().now() + Duration::from_secs(self.seconds.load(Ordering::Relaxed).unsigned_abs())
    }

    /// Moves all of them ahead.
    pub fn advance(&self, seconds: i64) -> Fallible<()> {
        let ahead = self.seconds.fetch_add(seconds, Ordering::Relaxed) + seconds;
        Ok(self.open.write_all_at(&ahead.to_ne_bytes(), 0)?)
    }
}
