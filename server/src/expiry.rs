//! What has expired goes, in the background and in small steps, so that the store stays bounded.

use std::sync::Arc;

use std::time::Duration;

use account::Account;
use tokio::time::{MissedTickBehavior, interval};

const EVERY: Duration = Duration::from_mins(1);
/// One transaction each, so that nobody who writes waits long for the store.
const BATCH: u32 = 500;

/// Runs as long as the process.
pub async fn remove_expired_for_ever(account: Arc<Account>) {
    let mut rounds = interval(EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        remove_expired(&account).await;
    }
}

async fn remove_expired(account: &Account) {
    let mut removed = 0;
    // Until nothing is left: a limit per round could be outrun by whoever makes records.
    loop {
        match account.signin.records.remove_expired(BATCH).await {
            Ok(count) => {
                removed += count;
                if count < BATCH {
                    break;
                }
            }
            Err(error) => {
                let error: &dyn std::error::Error = &error;
                tracing::error!(
                    event = "expiry_failed",
                    error,
                    "expired records could not be removed"
                );
                break;
            }
        }
        // Those who wait for the store come in between.
        tokio::task::yield_now().await;
    }
    if removed > 0 {
        tracing::debug!(event = "expiry_done", removed, "expired records are gone");
    }
}
