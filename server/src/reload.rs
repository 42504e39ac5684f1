//! SIGHUP: session keys and client secrets are read again, and nobody notices. Everything else needs a restart.

use auth::Auth;
use tokio::signal::unix::{SignalKind, signal};

use crate::config::{Config, Pool, SessionKey};

/// Runs as long as the process.
pub(crate) async fn reload_when_told(auth: Auth) {
    let Ok(mut hangups) = signal(SignalKind::hangup()) else {
        return;
    };
    while hangups.recv().await.is_some() {
        match Config::load() {
            Ok(config) => take_over(&auth, config),
            Err(problems) => {
                tracing::error!(%problems, "told to read the settings again; they stay as they were");
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
    tracing::info!(target: "security", "session keys and client secrets were read again");
}
