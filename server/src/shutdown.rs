//! Serving until told to stop, then letting requests under way finish, and what goes on after them.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::watch;

use crate::router::{find_pages, router};
use crate::state::AppState;

/// Longer than any request may take.
const LONGEST_GOODBYE: Duration = Duration::from_secs(20);

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

pub(crate) async fn serve(listener: TcpListener, state: AppState, stop: Stop) -> io::Result<()> {
    let (tell, mut told) = watch::channel(false);
    let mut told_too = told.clone();
    tokio::spawn(async move {
        stop.wait().await;
        tracing::info!("stopping");
        tell.send_replace(true);
    });
    // Who is at the other end counts for how often something may be tried.
    let auth = state.auth.clone();
    let routes = router(state, find_pages()).into_make_service_with_connect_info::<SocketAddr>();
    let served = async {
        axum::serve(listener, routes)
            .with_graceful_shutdown(async move { wait(&mut told).await })
            .await?;
        auth.finish_background_work().await;
        Ok(())
    };
    let too_long = async {
        wait(&mut told_too).await;
        tokio::time::sleep(LONGEST_GOODBYE).await;
    };
    tokio::select! {
        served = served => served,
        () = too_long => Ok(()),
    }
}

async fn wait(told: &mut watch::Receiver<bool>) {
    // An error means that nobody can tell any more: as good as told.
    let _ = told.wait_for(|told| *told).await;
}
