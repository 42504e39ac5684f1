//! Threads and listeners.

use std::io;
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use axum::Router;
use tokio::runtime::{Builder as RuntimeBuilder, Runtime};
use tokio::task::JoinHandle;

use crate::builder::StartError;
use crate::hangup::{CuttableListener, Hangup};

/// The runtime the pool runs on, with its listeners. It may be dropped anywhere.
pub(crate) struct Threads {
    runtime: Option<Runtime>,
    listening: Vec<JoinHandle<()>>,
}

impl Threads {
    pub fn start(count: usize) -> Result<Self, StartError> {
        let runtime = RuntimeBuilder::new_multi_thread()
            .worker_threads(count)
            .thread_name("local-pool")
            .enable_all()
            .build()
            .map_err(StartError::Runtime)?;
        Ok(Self {
            runtime: Some(runtime),
            listening: Vec::new(),
        })
    }

    pub fn runtime(&self) -> &Runtime {
        self.runtime
            .as_ref()
            .expect("the runtime is taken by `drop` only")
    }

    /// Serves the connections of `listener`.
    pub fn serve(&mut self, listener: TcpListener, app: Router) -> io::Result<()> {
        let inside = self.runtime().enter();
        let listener = CuttableListener(tokio::net::TcpListener::from_std(listener)?);
        let app = app.into_make_service_with_connect_info::<Hangup>();
        let serving = tokio::spawn(async move {
            if let Err(error) = axum::serve(listener, app).await {
                tracing::error!(%error, "the local pool stopped listening");
            }
        });
        drop(inside);
        self.listening.push(serving);
        Ok(())
    }

    /// Stops listening: when this returns the port is free.
    pub async fn stop_listening(&mut self) {
        for serving in self.listening.drain(..) {
            serving.abort();
            // Aborted is just what was asked for.
            let _ = serving.await;
        }
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// Binds 127.0.0.1, and `[::1]` with the same port where the system has it: `localhost` may be either.
pub(crate) fn listen(port: u16) -> io::Result<(u16, Vec<TcpListener>)> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = listener.local_addr()?.port();
    let mut listeners = vec![listener];
    listeners.extend(TcpListener::bind(SocketAddr::from((Ipv6Addr::LOCALHOST, port))).ok());
    for listener in &listeners {
        listener.set_nonblocking(true)?;
    }
    Ok((port, listeners))
}
