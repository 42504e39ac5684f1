//! Serving until told to stop, then letting requests under way finish, and what goes on after them.

use std::io;
use std::time::Duration;

use auth::Auth;
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::connections::{self, most_connections};
use crate::refresh_recovery::recover_periodically;
use crate::router::{find_pages, router};
use crate::state::AppState;

/// Longer than any request may take, and within the half minute that is usual before a process is killed.
const SHUTDOWN_GRACE: Duration = Duration::from_secs(25);

type Told = watch::Receiver<bool>;

/// Whoever may tell us to stop.
pub(crate) struct Stop {
    terminate: Signal,
    interrupt: Signal,
}

impl Stop {
    /// Hears it from now on: until then the process would end at once.
    pub fn listen() -> io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn wait(mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

pub(crate) async fn serve(listener: TcpListener, state: AppState, stop: Stop) {
    let (tell, told) = watch::channel(false);
    tokio::spawn(async move {
        stop.wait().await;
        tracing::info!("stopping");
        tell.send_replace(true);
    });
    let auth = state.auth.clone();
    tokio::spawn(take_up_until(told.clone(), auth.clone()));
    tokio::select! {
        () = serve_until(told.clone(), listener, state) => {}
        () = too_long_after(told) => {
            let under_way = auth.count_background_work();
            tracing::warn!(under_way, "stopped before everything was finished");
        }
    }
}

async fn serve_until(told: Told, listener: TcpListener, state: AppState) {
    let auth = state.auth.clone();
    let routes = router(state, &find_pages());
    connections::serve(listener, routes, most_connections(), wait(told)).await;
    auth.finish_background_work().await;
}

/// Begins nothing new once it is told.
async fn take_up_until(told: Told, auth: Auth) {
    tokio::select! {
        () = wait(told) => {}
        () = recover_periodically(auth) => {}
    }
}

async fn too_long_after(told: Told) {
    wait(told).await;
    tokio::time::sleep(SHUTDOWN_GRACE).await;
}

async fn wait(mut told: Told) {
    // An error means that nobody can tell any more: as good as told.
    let _ = told.wait_for(|told| *told).await;
}
