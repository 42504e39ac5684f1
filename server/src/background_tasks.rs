//! What goes on beside the requests, one line each: the table of contents, as `router.rs` is for addresses.

use std::sync::Arc;

use account::Account;
use tokio::signal::unix::Signal;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::middleware::FormTargets;
use crate::{expiry, form_targets, refresh_recovery, reload};

/// Starts them all. What `signin` and `account` have begun is waited for at the end (`shutdown.rs`).
pub(crate) async fn start(
    account: &Arc<Account>,
    hangups: Signal,
    stopping: &CancellationToken,
) -> watch::Receiver<FormTargets> {
    // On SIGHUP: session keys and client secrets are read again. As long as the process.
    tokio::spawn(reload::reload_on_hangup(hangups, account.clone()));
    // Every minute: expired records go. As long as the process.
    tokio::spawn(expiry::remove_expired_for_ever(account.clone()));
    // Every five seconds: interrupted refreshes are recovered. A process that stops begins nothing new.
    let recovery = refresh_recovery::recover_periodically(account.clone());
    tokio::spawn(stopping.clone().run_until_cancelled_owned(recovery));
    // Until it is known: where the pool's pages are.
    form_targets::watch_form_targets(account).await
}
