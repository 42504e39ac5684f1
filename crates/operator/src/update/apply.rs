//! A fix of doctor's, sent instead of printed.

use crate::check::{Action, Ids, Request};
use crate::pool::{Pool, PoolError, patiently, with_body};

/// Sends it, again while the pool is busy.
pub async fn apply(pool: &Pool, ids: &Ids, request: &Request) -> Result<(), PoolError> {
    patiently(|| send(pool, ids, request)).await
}

/// The body is the one of the request; what the builders are given is only what they insist on.
async fn send(pool: &Pool, ids: &Ids, request: &Request) -> Result<(), PoolError> {
    let (sdk, body) = (pool.sdk(), with_body(&request.body));
    let (pool_id, client_id) = (ids.pool.as_str(), ids.client.as_str());
    match request.action {
        Action::UpdateClient => {
            let call = sdk
                .update_user_pool_client()
                .user_pool_id(pool_id)
                .client_id(client_id);
            call.customize().mutate_request(body).send().await?;
        }
        Action::UpdatePool => {
            let call = sdk.update_user_pool().user_pool_id(pool_id);
            call.customize().mutate_request(body).send().await?;
        }
        Action::UpdateDomain => {
            let domain = request.body["Domain"].as_str().unwrap_or_default();
            let call = sdk.update_user_pool_domain().user_pool_id(pool_id).domain(domain);
            call.customize().mutate_request(body).send().await?;
        }
        Action::CreateStyle => {
            let call = sdk.create_managed_login_branding().user_pool_id(pool_id);
            call.client_id(client_id)
                .customize()
                .mutate_request(body)
                .send()
                .await?;
        }
        Action::SetFactors => {
            let call = sdk.set_user_pool_mfa_config().user_pool_id(pool_id);
            call.customize().mutate_request(body).send().await?;
        }
        Action::AddAttributes => {
            let call = sdk.add_custom_attributes().user_pool_id(pool_id);
            let call = call.set_custom_attributes(Some(Vec::new()));
            call.customize().mutate_request(body).send().await?;
        }
    }
    Ok(())
}
