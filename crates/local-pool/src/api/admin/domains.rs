//! Domains: `CreateUserPoolDomain`, `DescribeUserPoolDomain`, `DeleteUserPoolDomain`. A pool keeps the prefix it is
//! given and shows it; its pages are where everything else is.

use serde_json::json;

use super::super::{ActionResult, RequestInput};
use super::pool;
use crate::exception::Exception;
use crate::service::Service;
use crate::state::Domain;

/// `CreateUserPoolDomain`, for prefix domains.
pub(in crate::api) fn create(service: &Service, mut input: RequestInput) -> ActionResult {
    let mut pool = pool(service, &mut input)?;
    let prefix = input.required("Domain")?;
    let version = input.integer("ManagedLoginVersion")?.unwrap_or(1);
    input.finish()?;
    check_prefix(&prefix)?;
    if !(1..=2).contains(&version) {
        return Err(Exception::invalid("ManagedLoginVersion must be 1 or 2"));
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
    pool.domain = Some(Domain { prefix, version });
    state.put_pool(pool);
    Ok(Some(json!({ "ManagedLoginVersion": version })))
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
        }))
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
