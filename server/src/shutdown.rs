//! Graceful shutdown: serves until SIGTERM or SIGINT, then finishes requests and background work within a deadline.

use std::io;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::connections::{self, most_connections};
use crate::router::{find_pages, router};
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

    /// A token that the first of them cancels.
    pub fn into_token(mut self) -> CancellationToken {
        let stopping = CancellationToken::new();
        let token = stopping.clone();
        tokio::spawn(async move {
            tokio::select! {
                _ = self.terminate.recv() => {}
                _ = self.interrupt.recv() => {}
            }
            tracing::info!(event = "stopping", "stopping");
            stopping.cancel();
        });
        token
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
    let routes = router(state, &find_pages());
    connections::serve(listener, routes, most_connections(), stopping.cancelled_owned()).await;
    // Only now: a request under way may begin more of it.
    account.signin.background.finish().await;
}

async fn grace_period_after(stopping: &CancellationToken) {
    stopping.cancelled().await;
    tokio::time::sleep(SHUTDOWN_GRACE).await;
}
