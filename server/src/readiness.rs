//! Whether this process should be sent requests: for load balancers and orchestrators, at `/readyz`.

use std::sync::Arc;
use std::time::Duration;

use account::Account;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use tokio::sync::Mutex;
use tokio::time::{Instant, timeout};
use tokio_util::sync::CancellationToken;

use crate::timeouts::READINESS_TIMEOUT;

/// For so long an answer about store and pool is used again, so that probes cost the store one write in so many seconds,
/// from any client and however often.
const FRESH: Duration = Duration::from_secs(2);

/// What this process needs to be of use, and whether it has it.
#[derive(Clone)]
pub struct Readiness {
    account: Arc<Account>,
    draining: CancellationToken,
    last: Arc<Mutex<Option<LastLook>>>,
}

#[derive(Clone)]
struct LastLook {
    at: Instant,
    missing: Vec<&'static str>,
}

impl Readiness {
    /// Ready until `draining` is cancelled, as long as store and pool are there.
    #[must_use]
    pub fn new(account: Arc<Account>, draining: CancellationToken) -> Self {
        Self {
            account,
            draining,
            last: Arc::default(),
        }
    }

    /// What is not as it must be: `stopping`, or `store` (cannot be written) and `pool` (its keys were never read).
    pub async fn missing(&self) -> Vec<&'static str> {
        if self.draining.is_cancelled() {
            return vec!["stopping"];
        }
        // Locked while it looks: of many probes at once one does.
        let mut last = self.last.lock().await;
        if let Some(look) = last.as_ref().filter(|look| look.at.elapsed() < FRESH) {
            return look.missing.clone();
        }
        let missing = self.look().await;
        let before = last.as_ref().map(|look| &look.missing);
        if before.is_some_and(|before| *before != missing) || (before.is_none() && !missing.is_empty()) {
            tracing::warn!(event = "readiness_changed", ?missing, "readiness has changed");
        }
        *last = Some(LastLook {
            at: Instant::now(),
            missing: missing.clone(),
        });
        missing
    }

    async fn look(&self) -> Vec<&'static str> {
        let signin = &self.account.signin;
        let (store, pool) = tokio::join!(
            timeout(READINESS_TIMEOUT, signin.leases.check_store()),
            timeout(READINESS_TIMEOUT, signin.pool.cognito().load_keys()),
        );
        let is_there = [
            ("store", matches!(store, Ok(Ok(())))),
            ("pool", matches!(pool, Ok(Ok(())))),
        ];
        let missing = is_there.into_iter().filter(|(_, is_there)| !is_there);
        missing.map(|(name, _)| name).collect()
    }
}

/// 200 if requests should be sent here, else 503 and what is missing.
pub(crate) async fn show(State(readiness): State<Readiness>) -> Response {
    let missing = readiness.missing().await;
    if missing.is_empty() {
        return "ready".into_response();
    }
    let reason = format!("not ready: {}", missing.join(", "));
    (StatusCode::SERVICE_UNAVAILABLE, reason).into_response()
}
