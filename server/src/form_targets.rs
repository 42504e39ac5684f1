//! Where the pool's pages are, as far as the content security policy must name them. The pool says so itself,
//! and may not be reachable when this server starts.

use std::sync::Arc;

use std::time::Duration;

use account::Account;
use backon::{ConstantBuilder, Retryable};
use tokio::sync::watch;
use tokio::time::timeout;

use crate::middleware::FormTargets;
use crate::timeouts::METADATA_TIMEOUT;

const RETRY_AFTER: Duration = Duration::from_secs(10);

/// Asks the pool; if it does not answer, goes on asking in the background.
pub async fn watch_form_targets(account: &Arc<Account>) -> watch::Receiver<FormTargets> {
    let first = timeout(METADATA_TIMEOUT, ask(account)).await.ok().flatten();
    let is_known = first.is_some();
    let (sender, receiver) = watch::channel(first.unwrap_or_default());
    if !is_known {
        tracing::warn!(event = "pool_unreachable", "the user pool cannot be reached yet");
        tokio::spawn(ask_until_known(account.clone(), sender));
    }
    receiver
}

async fn ask_until_known(account: Arc<Account>, sender: watch::Sender<FormTargets>) {
    let rounds = ConstantBuilder::new().with_delay(RETRY_AFTER).without_max_times();
    let known = (|| async { ask(&account).await.ok_or(()) }).retry(rounds).await;
    if let Ok(targets) = known {
        tracing::info!(event = "pool_reachable", "the user pool can be reached");
        sender.send_replace(targets);
    }
}

pub(crate) async fn ask(account: &Account) -> Option<FormTargets> {
    let metadata = account.signin.pool.cognito().metadata().await.ok()?;
    let pages = [&metadata.authorization_endpoint, &metadata.sign_out_endpoint];
    let mut origins = pages.map(|page| page.origin().ascii_serialization()).to_vec();
    origins.dedup();
    Some(FormTargets(origins))
}
