//! SIGHUP: session keys and client secrets are read again, and nobody notices. Everything else needs a restart.

use std::io;

use auth::{Auth, SecurityEvent};
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::config::{Config, Pool, SessionKey};

/// Hears SIGHUP from now on: without this it would end the process.
pub(crate) fn listen() -> io::Result<Signal> {
    signal(SignalKind::hangup())
}

/// Runs as long as the process.
pub(crate) async fn reload_when_told(mut hangups: Signal, auth: Auth) {
    while hangups.recv().await.is_some() {
        match Config::load() {
            Ok(config) => take_over(&auth, config),
            Err(problems) => {
                tracing::error!(
                    event = "reload_refused",
                    %problems,
                    "told to read the settings again; they stay as they were"
                );
            }
        }
    }
}

fn take_over(auth: &Auth, config: Config) {
    if let SessionKey::Given(keys) = config.sessions.key {
        auth.replace_keys(keys);
    }
    if let Pool::Real(pool) = config.pool {
        let secrets = std::iter::once(pool.client_secret).chain(pool.other_secret);
        auth.cognito().replace_secrets(secrets.collect());
    }
    auth.security(SecurityEvent::SecretsReload)
        .done("session keys and client secrets were read again");
}
