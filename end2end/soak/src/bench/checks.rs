//! Session checks per second, and how long the slow ones take.

use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use tokio::time::Instant;

use super::filled::{AtRandom, Filled};
use super::raw::Raw;
use super::sample::Sample;
use crate::Fallible;

/// Checks at a time.
const AT_A_TIME: usize = 4;
/// Rounds take turns between the stores, so that what else the machine does hits all of them alike.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(1);

/// What one store can do.
pub(super) struct Measured {
    /// Checks per second.
    pub rate: f64,
    /// In microseconds.
    pub p50: f64,
    pub p99: f64,
    /// The same of the store's own read.
    pub raw_rate: f64,
    pub raw_p99: f64,
}

/// Measures both in turn, and takes the median of the rounds.
pub(super) async fn measure(sample: &Sample, stores: [&Filled; 2]) -> Fallible<[Measured; 2]> {
    let mut rounds: [Vec<[Round; 2]>; 2] = [Vec::new(), Vec::new()];
    let mut prepared = Vec::new();
    for filled in stores {
        let account = sample.account_on(Arc::new(AtRandom::new(filled, sample)?))?;
        prepared.push((account, Raw::open(filled).await?));
    }
    for _ in 0..ROUNDS {
        for ((account, raw), rounds) in prepared.iter().zip(&mut rounds) {
            let check = async || match account.signin.sessions.find(&sample.session).await {
                Ok(Some(_)) => Ok(()),
                Ok(None) => Err("the session is not there".into()),
                Err(error) => Err(error.into()),
            };
            rounds.push([
                Round::run(&check).await?,
                Round::run(&async || raw.read().await).await?,
            ]);
        }
    }
    Ok(rounds.map(|rounds| {
        let [checks, reads] = [0, 1].map(|at| rounds.iter().filter_map(move |round| round.get(at)));
        Measured {
            rate: median(checks.clone().map(|round| round.rate)),
            p50: median(checks.clone().map(|round| round.p50)),
            p99: median(checks.map(|round| round.p99)),
            raw_rate: median(reads.clone().map(|round| round.rate)),
            raw_p99: median(reads.map(|round| round.p99)),
        }
    }))
}

struct Round {
    rate: f64,
    p50: f64,
    p99: f64,
}

impl Round {
    async fn run(work: &impl AsyncFn() -> Fallible<()>) -> Fallible<Self> {
        let started = Instant::now();
        let one_after_the_other = async || {
            let mut took = Vec::new();
            while started.elapsed() < ROUND {
                let begun = Instant::now();
                work().await?;
                took.push(begun.elapsed());
            }
            Fallible::Ok(took)
        };
        let all = join_all((0..AT_A_TIME).map(|_| one_after_the_other())).await;
        let elapsed = started.elapsed().as_secs_f64();
        let mut took: Vec<Duration> = all.into_iter().collect::<Fallible<Vec<_>>>()?.concat();
        took.sort_unstable();
        let slower_than = |percent: usize| {
            let one = took.get(took.len() * percent / 100);
            one.map(|took| took.as_secs_f64() * 1e6).ok_or("nothing was done")
        };
        Ok(Self {
            rate: f64::from(u32::try_from(took.len())?) / elapsed,
            p50: slower_than(50)?,
            p99: slower_than(99)?,
        })
    }
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}
