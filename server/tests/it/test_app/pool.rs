//! The pool of a test's application.

use std::time::Duration;

use clock::ManualClock;
use cognito::{ClientSecret, Cognito, PoolId, Timeouts};
use local_pool::{Builder, LocalPool, Seed, SigningKeys, Template};
use server::config::AppOrigin;
use url::Url;

/// Long enough for the pool on a busy machine: no test waits for it.
const STEP_TIMEOUT: Duration = Duration::from_mins(1);

/// A pool that is ready once it has started.
pub fn builder() -> Builder {
    LocalPool::builder().signing_keys(SigningKeys::shared())
}

/// A pool for an application with this address.
pub async fn start(mut seed: Seed, origin: &AppOrigin) -> LocalPool {
    let client = &mut seed.pools[0].clients[0];
    client.callback_urls = vec![origin.page("/logged_in").into()];
    client.logout_urls = vec![origin.page("/logged_out").into()];
    builder().seed(seed).start().await.unwrap()
}

/// One that a template describes.
pub async fn start_of(template: Template, origin: &AppOrigin) -> LocalPool {
    let template = template.with_app_origin(&origin.page("/"));
    builder().template(template).start().await.unwrap()
}

/// The client to it.
pub fn client(pool: &LocalPool, endpoint: Url, origin: &AppOrigin, clock: &ManualClock) -> Cognito {
    let config = cognito::Config {
        endpoint,
        timeouts: Timeouts {
            connect: STEP_TIMEOUT,
            total: STEP_TIMEOUT,
        },
        ..cognito::Config::new(
            PoolId::parse(pool.pool_id()).unwrap(),
            pool.client_id().into(),
            ClientSecret::new(pool.client_secret()),
            origin.page("/logged_in"),
            origin.page("/logged_out"),
        )
    };
    Cognito::new(config, clock.clock()).unwrap()
}
