//! What goes wrong: processes die, the store stands still, the pool misbehaves.

use std::time::Duration;

use fastrand::Rng;
use tokio::time::{Instant, sleep};

use super::report::Blows;
use crate::Fallible;
use crate::machines::Machines;

/// What a pool may do wrong without ending a session.
const MISBEHAVIOURS: [&str; 6] = [
    "429",
    "500",
    "slow-token",
    "drop-connection",
    "lost-refresh-answer",
    "malformed-json",
];

pub(super) struct Chaos {
    random: Rng,
    pub counts: Blows,
}

impl Chaos {
    pub fn new(random: Rng) -> Self {
        Self {
            random,
            counts: Blows::default(),
        }
    }

    pub async fn rage_until(&mut self, machines: &Machines, until: Instant) -> Fallible<()> {
        while Instant::now() < until {
            match self.random.u8(..11) {
                ..4 => self.kill(machines).await?,
                4 => self.restart(machines).await?,
                5 | 6 => self.stop_the_store(machines).await?,
                7 => self.stop_the_pool(machines).await?,
                8 => self.replace_secrets(machines).await?,
                _ => self.misbehave(machines).await?,
            }
            self.wait(50..400).await;
        }
        Ok(())
    }

    /// Puts everything in order again.
    pub async fn heal(&mut self, machines: &Machines) -> Fallible<()> {
        machines.pool.behave().await?;
        for number in 0..machines.apps.len() {
            machines.start_app(number).await?;
        }
        Ok(())
    }

    async fn kill(&mut self, machines: &Machines) -> Fallible<()> {
        let number = self.random.usize(..machines.apps.len());
        machines.kill_app(number).await?;
        self.counts.kills += 1;
        self.wait(50..700).await;
        machines.start_app(number).await
    }

    async fn restart(&mut self, machines: &Machines) -> Fallible<()> {
        let number = self.random.usize(..machines.apps.len());
        machines.app(number)?.lock().await.end().await?;
        self.counts.restarts += 1;
        machines.start_app(number).await
    }

    async fn replace_secrets(&mut self, machines: &Machines) -> Fallible<()> {
        self.counts.reloads += 1;
        if self.random.bool() {
            machines.replace_key().await
        } else {
            machines.turn_client_secrets().await
        }
    }

    async fn stop_the_store(&mut self, machines: &Machines) -> Fallible<()> {
        let Some(redis) = &machines.redis else {
            return Ok(());
        };
        let mut redis = redis.lock().await;
        self.counts.store_pauses += 1;
        if self.random.u8(..4) == 0 {
            redis.kill()?;
            self.wait(100..600).await;
            redis.start_again().await
        } else {
            redis.pause()?;
            self.wait(200..1500).await;
            redis.go_on()
        }
    }

    async fn stop_the_pool(&mut self, machines: &Machines) -> Fallible<()> {
        self.counts.misbehaviours += 1;
        machines.pool.pause()?;
        self.wait(100..800).await;
        machines.pool.go_on()
    }

    async fn misbehave(&mut self, machines: &Machines) -> Fallible<()> {
        let name = self.random.choice(MISBEHAVIOURS).unwrap_or_default();
        let times = if name == "slow-token" {
            1
        } else {
            self.random.u32(1..6)
        };
        self.counts.misbehaviours += 1;
        machines.pool.misbehave(name, times).await
    }

    async fn wait(&mut self, milliseconds: std::ops::Range<u64>) {
        sleep(Duration::from_millis(self.random.u64(milliseconds))).await;
    }
}
