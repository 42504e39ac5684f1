//! Graceful shutdown: serves until SIGTERM or SIGINT, then finishes requests and background work within a deadline.

use std::io;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

use crate::connections::{self, most_connections};
use crate::router::router;
use crate::service_manager;
use crate::state::AppState;
use crate::timeouts::SHUTDOWN_GRACE;

/// The signals that tell the process to stop.
pub(crate) struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Installs the handlers. Before that a signal would end the process at once.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Two tokens: the first is cancelled by a signal, the second when `drain` is over or another signal comes.
    pub fn into_tokens(mut self, drain: Duration) -> (CancellationToken, CancellationToken) {
        let (draining, stopping) = (CancellationToken::new(), CancellationToken::new());
        let tokens = (draining.clone(), stopping.clone());
        tokio::spawn(async move {
            self.next().await;
            service_manager::stopping();
            draining.cancel();
            if !drain.is_zero() {
                // Load balancers see that the process is not ready and send their requests elsewhere, before it closes its door.
                tracing::info!(
                    event = "draining",
                    seconds = drain.as_secs(),
                    "answering on while others take over"
                );
                let _ = timeout(drain, self.next()).await;
            }
            tracing::info!(event = "stopping", "stopping");
            stopping.cancel();
        });
        tokens
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

pub(crate) async fn serve(listener: TcpListener, state: AppState, stopping: CancellationToken) {
    let account = state.account.clone();
    tokio::select! {
        () = serve_until(stopping.clone(), listener, state) => {}
        () = grace_period_after(&stopping) => {
            let under_way = account.signin.background.count();
            tracing::warn!(event = "stopped_early", under_way, "stopped before everything was finished");
        }
    }
}

async fn serve_until(stopping: CancellationToken, listener: TcpListener, state: AppState) {
    let account = state.account.clone();
    let routes = router(state);
    connections::serve(listener, routes, most_connections(), stopping.cancelled_owned()).await;
    // Only now: a request under way may begin more of it.
    account.signin.background.finish().await;
}

async fn grace_period_after(stopping: &CancellationToken) {
    stopping.cancelled().await;
    tokio::time::sleep(SHUTDOWN_GRACE).await;
}
