//! Requests as JSON, sent through the SDK.

use std::time::Duration;

use aws_sdk_cognitoidentityprovider::config::http::HttpRequest;
use backon::{ExponentialBuilder, Retryable as _};
use serde_json::Value;

use super::PoolError;

/// Up to a minute in all.
const PATIENCE: ExponentialBuilder = ExponentialBuilder::new()
    .with_min_delay(Duration::from_millis(500))
    .with_max_delay(Duration::from_secs(10))
    .with_max_times(9)
    .with_jitter();

/// The request as it is given, in place of the one that was built.
pub fn with_body(request: &Value) -> impl Fn(&mut HttpRequest) + Send + Sync + 'static {
    let body = request.to_string();
    move |sent| {
        sent.headers_mut()
            .insert("content-length", body.len().to_string());
        *sent.body_mut() = body.clone().into();
    }
}

/// Sends what was throttled again, which had no effect; nothing else: the next run looks first.
pub async fn patiently<T, C: Future<Output = Result<T, PoolError>>>(
    call: impl FnMut() -> C,
) -> Result<T, PoolError> {
    call.retry(PATIENCE)
        .when(|error| matches!(error, PoolError::Busy(_)))
        .await
}
