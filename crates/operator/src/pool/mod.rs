//! The user pool, through the AWS SDK: signed calls, one attempt each.

mod connect;
mod error;
mod paced;
mod requests;

use attributes::{Changes, Values};
use aws_sdk_cognitoidentityprovider::Client;
use aws_sdk_cognitoidentityprovider::error::ProvideErrorMetadata;
use aws_sdk_cognitoidentityprovider::operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput;
use aws_sdk_cognitoidentityprovider::primitives::DateTime;
use aws_sdk_cognitoidentityprovider::types::{
    AttributeType, DomainDescriptionType, UserPoolClientType, UserPoolType,
};

pub use connect::{Connection, Endpoint, Target, client_in, config_in, is_loopback, parse_endpoint};
pub use error::{PoolError, chain};
pub use paced::{PacedPool, Rates};
pub use requests::{patiently, with_body};

/// The greatest number of users that `ListUsers` gives at once.
const PAGE: i32 = 60;

/// One user as the pool has them.
#[derive(Clone, Debug)]
pub struct User {
    /// What the pool calls them; in pools where people sign in by e-mail it is a UUID.
    pub username: String,
    /// All attributes, on the wire's names.
    pub values: Values,
}

impl User {
    /// The pool's own name for the person, which says nothing about them: fit for a log.
    pub fn sub(&self) -> &str {
        self.values.get("sub").map_or("", String::as_str)
    }
}

/// Some users, and where the next ones are.
pub struct Page {
    pub users: Vec<User>,
    pub next: Option<String>,
}

/// A pool that can be asked.
#[derive(Clone, Debug)]
pub struct Pool {
    client: Client,
    id: String,
}

impl Pool {
    pub fn new(client: Client, id: String) -> Self {
        Self { client, id }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// For calls that are not here.
    pub fn sdk(&self) -> &Client {
        &self.client
    }

    /// `DescribeUserPool`
    pub async fn describe(&self) -> Result<UserPoolType, PoolError> {
        let answer = self
            .client
            .describe_user_pool()
            .user_pool_id(&self.id)
            .send()
            .await?;
        answer
            .user_pool
            .ok_or_else(|| PoolError::OutcomeUnknown("DescribeUserPool without a pool".to_owned()))
    }

    /// `DescribeUserPoolClient`
    pub async fn describe_client(&self, client_id: &str) -> Result<UserPoolClientType, PoolError> {
        let call = self.client.describe_user_pool_client();
        let answer = call.user_pool_id(&self.id).client_id(client_id).send().await?;
        answer
            .user_pool_client
            .ok_or_else(|| PoolError::OutcomeUnknown("DescribeUserPoolClient without a client".to_owned()))
    }

    /// `DescribeUserPoolDomain`
    pub async fn describe_domain(&self, domain: &str) -> Result<DomainDescriptionType, PoolError> {
        let answer = self
            .client
            .describe_user_pool_domain()
            .domain(domain)
            .send()
            .await?;
        let described = answer.domain_description.filter(|found| found.domain.is_some());
        described
            .ok_or_else(|| PoolError::OutcomeUnknown("DescribeUserPoolDomain without a domain".to_owned()))
    }

    /// `DescribeManagedLoginBrandingByClient`: whether managed login has a style for a client.
    pub async fn has_style(&self, client_id: &str) -> Result<bool, PoolError> {
        let call = self.client.describe_managed_login_branding_by_client();
        match call.user_pool_id(&self.id).client_id(client_id).send().await {
            Ok(answer) => Ok(answer.managed_login_branding.is_some()),
            Err(error) if error.code() == Some("ResourceNotFoundException") => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// `ListUserPoolClientSecrets`: when each secret of a client was made, in seconds since the epoch.
    pub async fn secret_times(&self, client_id: &str) -> Result<Vec<i64>, PoolError> {
        let call = self.client.list_user_pool_client_secrets();
        let answer = call.user_pool_id(&self.id).client_id(client_id).send().await?;
        let made = answer.client_secrets().iter();
        let made = made.map(|secret| secret.client_secret_create_date().map_or(0, DateTime::secs));
        Ok(made.collect())
    }

    /// `GetUserPoolMfaConfig`
    pub async fn factors(&self) -> Result<GetUserPoolMfaConfigOutput, PoolError> {
        let call = self.client.get_user_pool_mfa_config();
        Ok(call.user_pool_id(&self.id).send().await?)
    }

    /// `AdminGetUser`
    pub async fn user(&self, username: &str) -> Result<User, PoolError> {
        let call = self.client.admin_get_user();
        let answer = call.user_pool_id(&self.id).username(username).send().await?;
        Ok(User {
            values: values(answer.user_attributes.unwrap_or_default()),
            username: answer.username,
        })
    }

    /// `AdminUpdateUserAttributes`: all of it or nothing. A blank value unsets the attribute, as Cognito documents,
    /// so that no second call for the removed ones can fail by itself.
    pub async fn update(&self, username: &str, changes: &Changes) -> Result<(), PoolError> {
        let set = changes
            .set
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()));
        let removed = changes.remove.iter().map(|name| (name.as_str(), ""));
        let written = set.chain(removed).map(|(name, value)| {
            let attribute = AttributeType::builder().name(name).value(value);
            attribute.build().expect("a name is given")
        });
        let call = self.client.admin_update_user_attributes();
        let call = call.user_pool_id(&self.id).username(username);
        call.set_user_attributes(Some(written.collect())).send().await?;
        Ok(())
    }

    /// `ListUsers`, whole users: `AttributesToGet` fails when a user lacks one of them.
    pub async fn page(&self, after: Option<String>) -> Result<Page, PoolError> {
        let call = self.client.list_users().user_pool_id(&self.id).limit(PAGE);
        let answer = call.set_pagination_token(after).send().await?;
        let users = answer.users.unwrap_or_default().into_iter().map(|user| User {
            username: user.username.unwrap_or_default(),
            values: values(user.attributes.unwrap_or_default()),
        });
        Ok(Page {
            users: users.collect(),
            next: answer.pagination_token,
        })
    }
}

fn values(attributes: Vec<AttributeType>) -> Values {
    attributes
        .into_iter()
        .map(|attribute| (attribute.name, attribute.value.unwrap_or_default()))
        .collect()
}
