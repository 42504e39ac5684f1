//! What a process that died has begun is finished by the others, or by itself when it is back.

use std::sync::Arc;

use account::Account;
use tokio::time::{MissedTickBehavior, interval};

use crate::timeouts::RECOVERY_INTERVAL;

/// Runs until it is dropped; what it has begun by then goes on in the background.
pub(crate) async fn recover_periodically(account: Arc<Account>) {
    let mut rounds = interval(RECOVERY_INTERVAL);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        rounds.tick().await;
        if let Err(error) = account
            .signin
            .refresh_recovery
            .recover_interrupted_refreshes()
            .await
        {
            let error: &dyn std::error::Error = &error;
            tracing::warn!(
                event = "refresh_recovery_failed",
                error,
                "interrupted refreshes were not recovered; trying again"
            );
        }
    }
}
