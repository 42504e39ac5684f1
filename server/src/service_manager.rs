//! What systemd is told, if it asked (`Type=notify`, `WatchdogSec=`): that the server is ready, that it stops, that it lives.

use std::io;
use std::time::Duration;

use sd_notify::NotifyState;
use tokio::time::interval;

/// Requests are answered from now on. From here on the watchdog is told that the process lives, too, if there is one.
pub(crate) fn ready() {
    tell(&[NotifyState::Ready]);
    if let Some(limit) = sd_notify::watchdog_enabled() {
        tokio::spawn(keep_watchdog_quiet(limit));
    }
}

/// The process was told to stop.
pub(crate) fn stopping() {
    tell(&[NotifyState::Stopping]);
}

/// The settings are read again. Followed by [`reloaded`] in any case: systemd waits for it.
pub(crate) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => tell(&[NotifyState::Reloading, now]),
        Err(error) => note(&error),
    }
}

/// The settings have been read, whether they are used or not.
pub(crate) fn reloaded() {
    tell(&[NotifyState::Ready]);
}

/// Twice in the time after which the process counts as hung. A runtime whose threads are all stuck does not come to it.
async fn keep_watchdog_quiet(limit: Duration) {
    let mut rounds = interval(limit / 2);
    loop {
        rounds.tick().await;
        tell(&[NotifyState::Watchdog]);
    }
}

fn tell(states: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(states) {
        note(&error);
    }
}

/// Nothing is lost for the people who are served: only the service manager waits in vain, and says so itself.
fn note(error: &io::Error) {
    tracing::warn!(event = "service_manager_unreachable", %error, "the service manager could not be told");
}
