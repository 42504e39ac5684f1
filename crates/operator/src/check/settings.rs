//! The pool's own settings.

use aws_sdk_cognitoidentityprovider::types::DomainDescriptionType;

use super::{Finding, Sides};

const ABOUT: &str = "user pool";

/// The version of a domain's pages that is called managed login
/// (<https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_DomainDescriptionType.html>).
const MANAGED_LOGIN: i32 = 2;

/// What is known of the pool's sign-in pages.
pub enum Domain {
    /// The pool has none.
    None,
    Described(Box<DomainDescriptionType>),
    /// The credentials may not look at it; why.
    Unknown(String),
}

/// A stand-in may have its pages at its own address.
pub fn compare(sides: &Sides<'_>) -> Option<Finding> {
    of_domain(&sides.domain, sides.ids.endpoint.is_some())
}

fn of_domain(domain: &Domain, is_stand_in: bool) -> Option<Finding> {
    match domain {
        Domain::None => (!is_stand_in).then(|| {
            Finding::error(
                "no-domain",
                ABOUT,
                "it has no domain, so there are no sign-in pages".to_owned(),
                "in the console: Branding, Domain".to_owned(),
            )
        }),
        Domain::Described(domain) => (domain.managed_login_version().unwrap_or(1) < MANAGED_LOGIN).then(|| {
            Finding::error(
                "classic-pages",
                ABOUT,
                "its domain has the classic hosted UI, which does not heed prompt=login: nobody can confirm who they \
                 are, so password, addresses and second factor cannot be changed"
                    .to_owned(),
                "in the console: Branding, Domain, Branding version: Managed login; then Branding, Managed login, \
                 Create a style for the app client"
                    .to_owned(),
            )
        }),
        Domain::Unknown(reason) => Some(Finding::warning(
            "domain-not-seen",
            ABOUT,
            format!("whether its domain has managed login cannot be seen: {reason}"),
            "allow cognito-idp:DescribeUserPoolDomain, or look in the console: Branding, Domain".to_owned(),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pool_without_domain_is_found_on_aws() {
        let found = |is_stand_in| of_domain(&Domain::None, is_stand_in).map(|finding| finding.code);
        assert_eq!(found(false), Some("no-domain"));
        assert_eq!(found(true), None);
        let domain = DomainDescriptionType::builder()
            .domain("my-app")
            .managed_login_version(2);
        assert!(of_domain(&Domain::Described(Box::new(domain.build())), false).is_none());
    }
}
