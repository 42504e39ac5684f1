//! The soak: people use the application while its processes are killed, its store stands still and its pool
//! misbehaves; at the end the pool's truth is compared with what people were told.

mod actor;
mod chaos;
mod report;
mod verdict;

use std::time::Duration;

use fastrand::Rng;
use futures::future::join_all;
use tokio::time::Instant;

pub use report::{Figures, Report};

use actor::Actor;
use chaos::Chaos;

use crate::Fallible;
use crate::machines::{Machines, Plan};

/// How long people and chaos go on before time jumps.
const ROUND: Duration = Duration::from_secs(6);
/// Longer than an access token lives.
const JUMP: i64 = 3600 + 60;

/// What a soak is to be like.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Of all that is random.
    pub seed: u64,
    /// How long; the last round is brought to its end.
    pub length: Duration,
    /// How many people.
    pub people: usize,
    /// What they use.
    pub plan: Plan,
}

/// Runs a soak.
pub async fn run(options: Options) -> Fallible<Report> {
    let mut random = Rng::with_seed(options.seed);
    let machines = Machines::start(options.plan).await?;
    let mut actors = Vec::new();
    for number in 0..options.people {
        actors.push(Actor::new(&machines, number, random.fork()).await?);
    }
    let mut chaos = Chaos::new(random.fork());
    let mut report = Report::new(options);
    let end = Instant::now() + options.length;
    while Instant::now() < end {
        let until = (Instant::now() + ROUND).min(end);
        let people = join_all(actors.iter_mut().map(|actor| actor.act_until(&machines, until)));
        let (_, raged) = futures::join!(people, chaos.rage_until(&machines, until));
        raged?;
        chaos.heal(&machines).await?;
        settle(&machines, &mut actors, &mut report).await?;
        machines.pool.issued_tokens().await?;
        machines.advance(JUMP).await?;
    }
    report.chaos = chaos.counts;
    verdict::judge(&machines, &mut actors, &mut report).await?;
    Ok(report)
}

/// Every person who is signed in saves once more, and every interrupted refresh is recovered. With rotation that
/// matters: if a process died between the pool's answer and the store, the old refresh token works for a minute only,
/// and an hour is about to pass.
async fn settle(machines: &Machines, actors: &mut [Actor], report: &mut Report) -> Fallible<()> {
    let settled = join_all(actors.iter_mut().map(Actor::settle)).await;
    settled.into_iter().collect::<Fallible<()>>()?;
    machines.until_refreshed().await?;
    report.refreshes += machines.pool.new_refreshes().await?;
    Ok(())
}
