//! What goes on beside the requests: first the table of contents, one line each, as `router.rs` is for addresses; then the rounds.

use std::sync::Arc;
use std::time::Duration;

use account::Account;
use tokio::signal::unix::Signal;
use tokio::sync::watch;
use tokio::time::{Interval, MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::middleware::FormTargets;
use crate::timeouts::RECOVERY_INTERVAL;
use crate::{form_targets, reload};

const EXPIRY_INTERVAL: Duration = Duration::from_mins(1);
/// One transaction each, so that writers do not wait long for the store.
const EXPIRY_BATCH: u32 = 500;

/// Starts them all. What `signin` and `account` have begun is waited for at the end (`shutdown.rs`).
pub(crate) async fn start(
    account: &Arc<Account>,
    hangups: Signal,
    stopping: &CancellationToken,
) -> watch::Receiver<FormTargets> {
    // On SIGHUP: session keys and client secrets are read again. As long as the process.
    tokio::spawn(reload::reload_on_hangup(hangups, account.clone()));
    // Every minute: expired records go. As long as the process.
    tokio::spawn(remove_expired_for_ever(account.clone()));
    // Every five seconds: interrupted refreshes are recovered. A process that stops begins nothing new.
    let recovery = recover_periodically(account.clone());
    tokio::spawn(stopping.clone().run_until_cancelled_owned(recovery));
    // Until it is known: where the pool's pages are.
    form_targets::watch_form_targets(account).await
}

/// What a process that died has begun is finished by the others, or by itself when it is back. Runs until it is dropped; what it has begun by then goes on in the background.
async fn recover_periodically(account: Arc<Account>) {
    let mut rounds = rounds(RECOVERY_INTERVAL);
    loop {
        rounds.tick().await;
        if let Err(error) = account
            .signin
            .refresh_recovery
            .recover_interrupted_refreshes()
            .await
        {
            tracing::warn!(
                event = "refresh_recovery_failed",
                error = &error as &dyn std::error::Error,
                "interrupted refreshes were not recovered; trying again"
            );
        }
    }
}

/// What has expired goes, in small steps, so that the store stays bounded. Runs as long as the process.
pub async fn remove_expired_for_ever(account: Arc<Account>) {
    let mut rounds = rounds(EXPIRY_INTERVAL);
    loop {
        rounds.tick().await;
        remove_expired(&account).await;
    }
}

async fn remove_expired(account: &Account) {
    let mut removed = 0;
    // Until nothing is left: a limit per round could be outrun by a client that makes records.
    loop {
        match account.signin.records.remove_expired(EXPIRY_BATCH).await {
            Ok(count) => {
                removed += count;
                if count < EXPIRY_BATCH {
                    break;
                }
            }
            Err(error) => {
                tracing::error!(
                    event = "expiry_failed",
                    error = &error as &dyn std::error::Error,
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

/// Rounds that are never made up for: one that took long is followed by a whole pause.
fn rounds(every: Duration) -> Interval {
    let mut rounds = interval(every);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    rounds
}
