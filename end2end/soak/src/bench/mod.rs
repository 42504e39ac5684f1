//! What a session costs: checks per second among a thousand and among a million, page views per second and core,
//! memory per session. The raw cost of the store's own read stands beside each figure, measured in the same run:
//! on a busy machine only ratios mean something.

mod checks;
mod filled;
mod many_rows;
mod pages;
mod raw;
mod sample;

use std::fmt;
use std::path::Path;

use tempfile::TempDir;

use crate::machines::StoreKind;
use crate::ports::Port;
use crate::redis::{Fsync, Redis};
use crate::{Fallible, root};

use checks::Measured;
use filled::Filled;
use sample::Sample;

const FEW: u32 = 1_000;
/// Enough for a mean that does not change with more.
const WEIGHED: u32 = 20_000;
/// How much slower a check may be among many sessions than among few.
const WANTED_RATIO: f64 = 1.5;

/// Prints the tables; `many` is a million unless one is in a hurry. Answers whether checks among many sessions are as
/// fast as wanted, in the stores that several processes can share.
pub async fn run(many: u32) -> Fallible<bool> {
    let sample = Sample::take().await?;
    println!(
        "| store | sessions | checks/s | p50 | p99 | the store's own read/s | p99 | a check costs |\n|---|---|---|---|---|---|---|---|"
    );
    let mut is_fast = true;
    for kind in [
        Kept::InMemory,
        Kept::By(StoreKind::Sqlite),
        Kept::By(StoreKind::Redis),
    ] {
        let (few, most) = (Place::new(kind).await?, Place::new(kind).await?);
        let few = few.fill(&sample, FEW, false).await?;
        let most = most.fill(&sample, many, true).await?;
        let [few, most] = checks::measure(&sample, [&few, &most]).await?;
        print(kind, FEW, &few);
        print(kind, many, &most);
        let (rate, p50, p99) = (few.rate / most.rate, most.p50 / few.p50, most.p99 / few.p99);
        let wanted = kind.wanted_ratio();
        let limit = wanted.map_or_else(String::new, |wanted| format!(", at most {wanted}"));
        println!("| | ratio{limit} | {rate:.2} | {p50:.2} | ({p99:.2}) | | | |");
        is_fast &= wanted.is_none_or(|wanted| rate <= wanted && p50 <= wanted);
    }
    println!("\n| store | bytes per session | of which values |\n|---|---|---|");
    for kind in [StoreKind::Sqlite, StoreKind::Redis] {
        let place = Place::new(Kept::By(kind)).await?;
        let before = place.size().await?;
        let filled = place.fill(&sample, WEIGHED, false).await?;
        let bytes = (filled.place.size().await? - before) / u64::from(WEIGHED);
        println!("| {kind:?} | {bytes} | {} |", sample.size());
    }
    println!("\n| store | signed-in page views per second and core | calls to the pool |\n|---|---|---|");
    for kind in [StoreKind::Sqlite, StoreKind::Redis] {
        let pages::Views { per_core, calls } = pages::measure(kind).await?;
        println!("| {kind:?} | {per_core:.0} | {calls} |");
    }
    if !is_fast {
        println!(
            "\nAmong {many} sessions a check is more than {WANTED_RATIO} times slower than among {FEW}."
        );
    }
    Ok(is_fast)
}

fn print(kind: Kept, sessions: u32, measured: &Measured) {
    let Measured {
        rate,
        p50,
        p99,
        raw_rate,
        raw_p99,
    } = measured;
    let costs = raw_rate / rate;
    println!(
        "| {kind} | {sessions} | {rate:.0} | {p50:.0} µs | {p99:.0} µs | {raw_rate:.0} | {raw_p99:.0} µs | {costs:.2} reads |"
    );
}

/// Where sessions are kept while they are checked.
#[derive(Clone, Copy)]
enum Kept {
    /// In the process, as in tests.
    InMemory,
    /// As in production.
    By(StoreKind),
}

impl Kept {
    /// In memory a check takes a microsecond or two: among a thousand sessions it finds all in the processor's caches,
    /// among a million nothing. That is no property of the store.
    fn wanted_ratio(self) -> Option<f64> {
        match self {
            Self::InMemory => None,
            Self::By(_) => Some(WANTED_RATIO),
        }
    }
}

impl fmt::Display for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::InMemory => f.write_str("Memory"),
            Self::By(kind) => write!(f, "{kind:?}"),
        }
    }
}

/// A store of its own, in a folder of its own.
pub(crate) struct Place {
    folder: TempDir,
    redis: Option<Redis>,
    /// As `SESSION_STORE` names it; there is none for a store in memory.
    url: Option<String>,
}

impl Place {
    async fn new(kind: Kept) -> Fallible<Self> {
        let folder = tempfile::Builder::new()
            .prefix("soak-bench-")
            .tempdir_in(root().join("target"))?;
        let redis = match kind {
            Kept::InMemory | Kept::By(StoreKind::Sqlite) => None,
            Kept::By(StoreKind::Redis) => {
                // What writing costs is not measured here.
                Some(Redis::start(folder.path(), Port::claim()?, Fsync::Never).await?)
            }
        };
        let file = folder.path().join("sessions.db");
        let url = match kind {
            Kept::InMemory => None,
            Kept::By(_) => Some(
                redis
                    .as_ref()
                    .map_or_else(|| format!("sqlite://{}", file.display()), Redis::url),
            ),
        };
        Ok(Self { folder, redis, url })
    }

    async fn fill(self, sample: &Sample, sessions: u32, in_short: bool) -> Fallible<Filled> {
        Filled::new(self, sample, sessions, in_short).await
    }

    /// In bytes: of the file, or of memory.
    async fn size(&self) -> Fallible<u64> {
        match &self.redis {
            Some(redis) => redis.info("used_memory").await,
            None => Ok(size_of(&self.folder.path().join("sessions.db"))),
        }
    }
}

fn size_of(file: &Path) -> u64 {
    std::fs::metadata(file).map_or(0, |metadata| metadata.len())
}
