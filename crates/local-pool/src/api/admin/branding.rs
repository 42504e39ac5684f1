//! Styles of managed login: `CreateManagedLoginBranding`, `DescribeManagedLoginBrandingByClient`. The one style there is
//! here is the service's own.

use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::client;
use crate::calendar::epoch_seconds;
use crate::exception::{Exception, ExceptionKind};
use crate::random;
use crate::service::Service;
use crate::state::{Style, Tier};

/// `CreateManagedLoginBranding`
pub(in crate::api) fn create(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    let by_cognito = input.flag("UseCognitoProvidedValues")?.unwrap_or(false);
    input.finish()?;
    let mut state = service.state();
    let mut pool = state.pool(&client.pool)?.clone();
    if pool.tier == Tier::Lite {
        return Err(Exception::invalid(
            "Managed login is not available in the LITE pricing tier.",
        ));
    }
    if !by_cognito {
        return Err(Exception::invalid(
            "local-pool knows the service's own style only: UseCognitoProvidedValues must be true",
        ));
    }
    if pool.styles.contains_key(&client.id) {
        return Err(Exception::new(
            ExceptionKind::ManagedLoginBrandingExists,
            "Managed login branding already exists for this app client.",
        ));
    }
    let style = Style {
        id: random::uuid(),
        created: service.now(),
    };
    let answer = json!({ "ManagedLoginBranding": branding(&pool.id, &style) });
    pool.styles.insert(client.id, style);
    state.put_pool(pool);
    Ok(Some(answer))
}

/// `DescribeManagedLoginBrandingByClient`
pub(in crate::api) fn describe_by_client(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    input.flag("ReturnMergedResources")?;
    input.finish()?;
    let state = service.state();
    let pool = state.pool(&client.pool)?;
    let style = pool.styles.get(&client.id).ok_or_else(|| {
        Exception::new(
            ExceptionKind::ResourceNotFound,
            "Managed login branding does not exist for this app client.",
        )
    })?;
    Ok(Some(json!({ "ManagedLoginBranding": branding(&pool.id, style) })))
}

/// `ManagedLoginBrandingType`
fn branding(pool: &str, style: &Style) -> Value {
    json!({
        "ManagedLoginBrandingId": style.id,
        "UserPoolId": pool,
        "UseCognitoProvidedValues": true,
        "CreationDate": epoch_seconds(style.created),
        "LastModifiedDate": epoch_seconds(style.created),
    })
}
