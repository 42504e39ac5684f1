//! Amazon SES, as far as the pool's mail needs it: one identity, and what the account may send. Read only.

use aws_sdk_sesv2::Client;
use aws_sdk_sesv2::error::ProvideErrorMetadata;
use aws_sdk_sesv2::operation::get_account::GetAccountOutput;
use aws_sdk_sesv2::operation::get_email_identity::GetEmailIdentityOutput;
use url::Url;

use crate::pool::{PoolError, config_in, patiently};

/// The address or domain that mail is sent as, by its ARN: `arn:aws:ses:REGION:ACCOUNT:identity/NAME`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IdentityArn {
    pub region: String,
    pub name: String,
}

impl IdentityArn {
    pub fn parse(arn: &str) -> Option<Self> {
        let mut parts = arn.splitn(6, ':');
        let [_, _, service, region, _, resource] = std::array::from_fn(|_| parts.next().unwrap_or_default());
        let name = resource
            .strip_prefix("identity/")
            .filter(|name| !name.is_empty())?;
        (service == "ses" && !region.is_empty()).then(|| Self {
            region: region.to_owned(),
            name: name.to_owned(),
        })
    }

    /// The domain whose DNS has the records.
    pub fn domain(&self) -> &str {
        self.name.rsplit('@').next().unwrap_or_default()
    }
}

/// SES in a region.
pub struct Ses(Client);

impl Ses {
    pub async fn connect(region: &str, endpoint: Option<&Url>) -> Result<Self, String> {
        let (config, _) = config_in(region, endpoint).await?;
        Ok(Self(Client::new(&config)))
    }

    /// `GetEmailIdentity`, or none.
    pub async fn identity(&self, name: &str) -> Result<Option<GetEmailIdentityOutput>, PoolError> {
        let call = || async {
            match self.0.get_email_identity().email_identity(name).send().await {
                Ok(found) => Ok(Some(found)),
                Err(error) if error.code() == Some("NotFoundException") => Ok(None),
                Err(error) => Err(error.into()),
            }
        };
        patiently(call).await
    }

    /// `GetAccount`
    pub async fn account(&self) -> Result<GetAccountOutput, PoolError> {
        patiently(|| async { Ok(self.0.get_account().send().await?) }).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identities_are_addresses_or_domains() {
        let parse = |name| IdentityArn::parse(&format!("arn:aws:ses:eu-west-1:111122223333:identity/{name}"));
        let found = parse("example.com").unwrap();
        assert_eq!(
            (found.region.as_str(), found.domain()),
            ("eu-west-1", "example.com")
        );
        assert_eq!(parse("help@example.com").unwrap().domain(), "example.com");
        for wrong in [
            "",
            "example.com",
            "arn:aws:sns:eu-west-1:1:identity/x",
            "arn:aws:ses:eu-west-1:1:identity/",
        ] {
            assert_eq!(IdentityArn::parse(wrong), None, "{wrong}");
        }
    }
}
