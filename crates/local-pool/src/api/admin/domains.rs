//! Domains: `CreateUserPoolDomain`, `DescribeUserPoolDomain`, `UpdateUserPoolDomain`, `DeleteUserPoolDomain`. A pool keeps
//! the name it is given and shows it; its pages are where everything else is.

use serde_json::json;

use super::super::{ActionResult, RequestInput};
use super::pool;
use crate::exception::{Exception, ExceptionKind};
use crate::service::Service;
use crate::state::{Domain, Tier, UserPool};

/// What a domain of the operator's own would point to.
const DISTRIBUTION: &str = "d0000000000000.cloudfront.net";

/// `CreateUserPoolDomain`
pub(in crate::api) fn create(service: &Service, mut input: RequestInput) -> ActionResult {
    let mut pool = pool(service, &mut input)?;
    let prefix = input.required("Domain")?;
    let version = read_version(&mut input, &pool)?;
    let certificate = read_certificate(&mut input)?;
    input.finish()?;
    match certificate {
        None => check_prefix(&prefix)?,
        Some(_) => check_name(&prefix)?,
    }
    let mut state = service.state();
    if state.pools.values().any(|other| other.has_domain(&prefix)) {
        return Err(Exception::invalid(
            "Domain already associated with another user pool.",
        ));
    }
    if pool.domain.is_some() {
        return Err(Exception::invalid("User pool already has a domain configured."));
    }
    let mut answer = json!({ "ManagedLoginVersion": version });
    if certificate.is_some() {
        answer["CloudFrontDomain"] = DISTRIBUTION.into();
    }
    pool.domain = Some(Domain {
        prefix,
        version,
        certificate,
    });
    state.put_pool(pool);
    Ok(Some(answer))
}

/// `UpdateUserPoolDomain`: another certificate, or another version of the pages.
pub(in crate::api) fn update(service: &Service, mut input: RequestInput) -> ActionResult {
    let mut pool = pool(service, &mut input)?;
    let name = input.required("Domain")?;
    let version = read_version(&mut input, &pool)?;
    let certificate = read_certificate(&mut input)?;
    input.finish()?;
    let domain = pool.domain.as_mut().filter(|domain| domain.prefix == name);
    let domain =
        domain.ok_or_else(|| Exception::new(ExceptionKind::ResourceNotFound, "Domain not found."))?;
    domain.version = version;
    if certificate.is_some() {
        domain.certificate = certificate;
    }
    service.state().put_pool(pool);
    Ok(Some(json!({ "ManagedLoginVersion": version })))
}

fn read_version(input: &mut RequestInput, pool: &UserPool) -> Result<i64, Exception> {
    let version = input.integer("ManagedLoginVersion")?.unwrap_or(1);
    if !(1..=2).contains(&version) {
        return Err(Exception::invalid("ManagedLoginVersion must be 1 or 2"));
    }
    if version == 2 && pool.tier == Tier::Lite {
        return Err(Exception::new(
            ExceptionKind::FeatureUnavailableInTier,
            "Managed login is not available in the LITE pricing tier.",
        ));
    }
    Ok(version)
}

/// The certificate of a domain of the operator's own, which is always in one region (developer guide, "Using your own
/// domain for managed login").
fn read_certificate(input: &mut RequestInput) -> Result<Option<String>, Exception> {
    let Some(mut config) = input.object("CustomDomainConfig")? else {
        return Ok(None);
    };
    let arn = config.required("CertificateArn")?;
    config.finish()?;
    let parts: Vec<&str> = arn.split(':').collect();
    if parts.get(2) == Some(&"acm") && parts.get(3) == Some(&"us-east-1") {
        Ok(Some(arn))
    } else {
        Err(Exception::invalid(
            "Invalid request provided: The certificate of a custom domain must be in us-east-1.",
        ))
    }
}

fn check_name(name: &str) -> Result<(), Exception> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
    if name.contains('.') && name.chars().all(letters) {
        Ok(())
    } else {
        Err(Exception::invalid(format!(
            "{name} is not the name of a custom domain"
        )))
    }
}

/// `DescribeUserPoolDomain`: the description of an unknown domain is empty.
pub(in crate::api) fn describe(service: &Service, mut input: RequestInput) -> ActionResult {
    let prefix = input.required("Domain")?;
    input.finish()?;
    let state = service.state();
    let owner = state.pools.values().find(|pool| pool.has_domain(&prefix));
    let description = owner.and_then(|pool| {
        let domain = pool.domain.as_ref()?;
        Some(json!({
            "UserPoolId": pool.id,
            "AWSAccountId": "000000000000",
            "Domain": domain.prefix,
            "Status": "ACTIVE",
            "ManagedLoginVersion": domain.version,
            // Empty for a domain of Amazon's, but there.
            "CustomDomainConfig": {},
        }))
        .map(|mut described| {
            if let Some(arn) = &domain.certificate {
                described["CustomDomainConfig"] = json!({ "CertificateArn": arn });
                described["CloudFrontDistribution"] = DISTRIBUTION.into();
            }
            described
        })
    });
    Ok(Some(
        json!({ "DomainDescription": description.unwrap_or(json!({})) }),
    ))
}

/// `DeleteUserPoolDomain`
pub(in crate::api) fn delete(service: &Service, mut input: RequestInput) -> ActionResult {
    let mut pool = pool(service, &mut input)?;
    let prefix = input.required("Domain")?;
    input.finish()?;
    if !pool.has_domain(&prefix) {
        return Err(Exception::invalid("No such domain or user pool exists."));
    }
    pool.domain = None;
    service.state().put_pool(pool);
    Ok(Some(json!({})))
}

/// What a prefix domain may be called (developer guide, "Using the Amazon Cognito domain").
fn check_prefix(prefix: &str) -> Result<(), Exception> {
    let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let edges = [prefix.chars().next(), prefix.chars().next_back()];
    if prefix.chars().count() > 63 || !prefix.chars().all(letters) || edges.contains(&Some('-')) {
        let message = "1 validation error detected: Value at 'domain' failed to satisfy constraint: Member must satisfy \
                       regular expression pattern: ^[a-z0-9](?:[a-z0-9\\-]{0,61}[a-z0-9])?$";
        return Err(Exception::invalid(message));
    }
    let reserved = ["aws", "amazon", "cognito"];
    match reserved.into_iter().find(|word| prefix.contains(word)) {
        None => Ok(()),
        Some(word) => Err(Exception::invalid(format!(
            "Domain cannot contain reserved word: {word}"
        ))),
    }
}
