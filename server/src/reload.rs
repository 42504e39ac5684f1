//! SIGHUP: session keys and client secrets are read again without interruption. Everything else needs a restart.

use std::sync::Arc;

use std::io;

use account::Account;
use signin::SecurityEvent;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::config::{Config, Pool, SessionKey};
use crate::service_manager;

/// Installs the handler. Without it SIGHUP would end the process.
pub(crate) fn listen() -> io::Result<Signal> {
    signal(SignalKind::hangup())
}

/// Runs as long as the process.
pub(crate) async fn reload_on_hangup(mut hangups: Signal, account: Arc<Account>) {
    while hangups.recv().await.is_some() {
        service_manager::reloading();
        match Config::load() {
            // All settings are parsed before any is used: half a reload would leave keys and secrets of two files.
            Ok(config) => replace_secrets(&account, config),
            Err(problems) => {
                tracing::error!(
                    event = "reload_refused",
                    %problems,
                    "told to read the settings again; they stay as they were"
                );
            }
        }
        service_manager::reloaded();
    }
}

fn replace_secrets(account: &Account, config: Config) {
    if let SessionKey::Given(keys) = config.sessions.key {
        account.signin.records.replace_keys(keys);
    }
    if let Pool::Real(pool) = config.pool {
        let secrets = std::iter::once(pool.client_secret).chain(pool.other_secret);
        account.signin.pool.cognito().replace_secrets(secrets.collect());
    }
    account
        .signin
        .security
        .event(SecurityEvent::SecretsReload)
        .done("session keys and client secrets were read again");
}
