//! The calls that make a pool. Requests are those of the plan, whole; throttled ones are sent again after a pause.

use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use aws_sdk_cognitoidentityprovider::types::UserPoolType;
use serde_json::{Value, json};
use url::Url;

use crate::check::whole;
use crate::pool::{Pool, PoolError, client_in, patiently, with_body};

/// By this tag a run knows the pool of a run before, which may have been cut off before it was told the id.
const TAG: (&str, &str) = ("made-by", "operator pool create");

/// The user pools of a region.
pub struct Api {
    client: Client,
}

/// The tags of a new pool.
pub fn tags() -> Value {
    json!({ TAG.0: TAG.1 })
}

/// Whether this command has made a pool.
pub fn is_ours(pool: &UserPoolType) -> bool {
    let tags = pool.user_pool_tags();
    tags.and_then(|tags| tags.get(TAG.0)).map(String::as_str) == Some(TAG.1)
}

fn lacking(what: &str) -> PoolError {
    PoolError::OutcomeUnknown(format!("an answer without {what}"))
}

impl Api {
    pub async fn connect(region: &str, endpoint: Option<&Url>) -> Result<Self, String> {
        let (client, _) = client_in(region, endpoint).await?;
        Ok(Self { client })
    }

    fn pool(&self, id: &str) -> Pool {
        Pool::new(self.client.clone(), id.to_owned())
    }

    /// `ListUserPools`, all pages: the ids of those with a name.
    pub async fn pools_named(&self, name: &str) -> Result<Vec<String>, PoolError> {
        let (mut ids, mut after) = (Vec::new(), None::<String>);
        loop {
            let call = || async {
                let call = self.client.list_user_pools().max_results(60);
                Ok(call.set_next_token(after.clone()).send().await?)
            };
            let page = patiently(call).await?;
            let named = page.user_pools().iter().filter(|pool| pool.name() == Some(name));
            ids.extend(named.filter_map(|pool| pool.id().map(ToOwned::to_owned)));
            after = page.next_token;
            if after.is_none() {
                return Ok(ids);
            }
        }
    }

    /// `DescribeUserPool`
    pub async fn describe(&self, id: &str) -> Result<UserPoolType, PoolError> {
        let pool = self.pool(id);
        patiently(|| pool.describe()).await
    }

    /// `CreateUserPool`: its id.
    pub async fn create_pool(&self, request: &Value) -> Result<String, PoolError> {
        let call = || async {
            let call = self.client.create_user_pool().pool_name("of the plan");
            let answer = call.customize().mutate_request(with_body(request)).send().await?;
            answer
                .user_pool
                .and_then(|pool| pool.id)
                .ok_or_else(|| lacking("a pool"))
        };
        patiently(call).await
    }

    /// `GetUserPoolMfaConfig`, then `SetUserPoolMfaConfig` with authenticator apps, or passkeys where there are none, beside what is
    /// set already: all of it is in one request, and what is left out is reset.
    pub async fn set_factors(
        &self,
        pool_id: &str,
        mfa: Option<&str>,
        passkeys: Option<Value>,
    ) -> Result<(), PoolError> {
        let pool = self.pool(pool_id);
        let found = patiently(|| pool.factors()).await?;
        let before = whole::factors(&found);
        let mut request = match mfa {
            Some(mfa) => whole::with_apps(before.clone(), mfa),
            None => before.clone(),
        };
        if let Some(passkeys) = passkeys {
            request.entry("WebAuthnConfiguration").or_insert(passkeys);
        }
        if request == before {
            return Ok(());
        }
        request.insert("UserPoolId".to_owned(), pool_id.into());
        let request = Value::Object(request);
        let call = || async {
            let call = self.client.set_user_pool_mfa_config().user_pool_id(pool_id);
            call.customize()
                .mutate_request(with_body(&request))
                .send()
                .await?;
            Ok(())
        };
        patiently(call).await
    }

    /// `ListUserPoolClients`: the client of a name, in a pool that nobody else fills.
    pub async fn client_named(&self, pool_id: &str, name: &str) -> Result<Option<String>, PoolError> {
        let call = || async {
            let call = self.client.list_user_pool_clients().user_pool_id(pool_id);
            Ok(call.max_results(60).send().await?)
        };
        let page = patiently(call).await?;
        let found = page
            .user_pool_clients()
            .iter()
            .find(|client| client.client_name() == Some(name));
        Ok(found.and_then(|client| client.client_id().map(ToOwned::to_owned)))
    }

    /// `CreateUserPoolClient`: its id.
    pub async fn create_client(&self, pool_id: &str, request: &Value) -> Result<String, PoolError> {
        let call = || async {
            let call = self.client.create_user_pool_client().user_pool_id(pool_id);
            let call = call.client_name("of the plan").customize();
            let answer = call.mutate_request(with_body(request)).send().await?;
            let client = answer.user_pool_client.and_then(|client| client.client_id);
            client.ok_or_else(|| lacking("a client"))
        };
        patiently(call).await
    }

    /// The client's secret.
    pub async fn secret(&self, pool_id: &str, client_id: &str) -> Result<String, PoolError> {
        let pool = self.pool(pool_id);
        let client = patiently(|| pool.describe_client(client_id)).await?;
        client.client_secret.ok_or_else(|| lacking("a client secret"))
    }

    /// `CreateUserPoolDomain`
    pub async fn create_domain(&self, pool_id: &str, request: &Value) -> Result<(), PoolError> {
        let call = || async {
            let call = self.client.create_user_pool_domain().user_pool_id(pool_id);
            let call = call.domain("of-the-plan").customize();
            call.mutate_request(with_body(request)).send().await?;
            Ok(())
        };
        patiently(call).await
    }

    /// Whether managed login has a style for a client.
    pub async fn has_style(&self, pool_id: &str, client_id: &str) -> Result<bool, PoolError> {
        let pool = self.pool(pool_id);
        patiently(|| pool.has_style(client_id)).await
    }

    /// `CreateManagedLoginBranding`
    pub async fn create_style(&self, pool_id: &str, request: &Value) -> Result<(), PoolError> {
        let call = || async {
            let call = self.client.create_managed_login_branding().user_pool_id(pool_id);
            let call = call.client_id("of the plan").customize();
            call.mutate_request(with_body(request)).send().await?;
            Ok(())
        };
        patiently(call).await
    }

    /// `CreateGroup`: whether it is new.
    pub async fn create_group(&self, pool_id: &str, name: &str) -> Result<bool, PoolError> {
        let call = || async {
            let call = self.client.create_group().user_pool_id(pool_id).group_name(name);
            match call.send().await {
                Ok(_) => Ok(true),
                Err(error) if error.code() == Some("GroupExistsException") => Ok(false),
                Err(error) => Err(error.into()),
            }
        };
        patiently(call).await
    }
}
