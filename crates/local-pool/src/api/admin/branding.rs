//! Styles of managed login: `CreateManagedLoginBranding`, `DescribeManagedLoginBrandingByClient`. They are the service's own, or say
//! how the pages are to look, which is checked, kept and shown. The pages heed some of it (`pages/client_style.rs`).

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::client;
use crate::calendar::epoch_seconds;
use crate::exception::{Exception, ExceptionKind};
use crate::random;
use crate::service::Service;
use crate::state::{Look, Style, Tier};

/// Values of `AssetType`, and the members that have them.
const KNOWN: [(&str, &[&str]); 3] = [
    (
        "Category",
        &[
            "FAVICON_ICO",
            "FAVICON_SVG",
            "EMAIL_GRAPHIC",
            "SMS_GRAPHIC",
            "AUTH_APP_GRAPHIC",
            "PASSWORD_GRAPHIC",
            "PASSKEY_GRAPHIC",
            "PAGE_HEADER_LOGO",
            "PAGE_HEADER_BACKGROUND",
            "PAGE_FOOTER_LOGO",
            "PAGE_FOOTER_BACKGROUND",
            "PAGE_BACKGROUND",
            "FORM_BACKGROUND",
            "FORM_LOGO",
            "IDP_BUTTON_ICON",
        ],
    ),
    ("ColorMode", &["LIGHT", "DARK", "DYNAMIC"]),
    ("Extension", &["ICO", "JPEG", "PNG", "SVG", "WEBP"]),
];

/// `CreateManagedLoginBranding`
pub(in crate::api) fn create(service: &Service, mut input: RequestInput) -> ActionResult {
    let client = client(service, &mut input)?;
    let by_cognito = input.flag("UseCognitoProvidedValues")?.unwrap_or(false);
    let settings = input.document("Settings")?;
    let assets = input.objects("Assets")?.unwrap_or_default();
    let assets: Vec<_> = assets.into_iter().map(asset).collect::<Result<_, _>>()?;
    input.finish()?;
    let mut state = service.state();
    let mut pool = state.pool(&client.pool)?.clone();
    if pool.tier == Tier::Lite {
        return Err(Exception::invalid(
            "Managed login is not available in the LITE pricing tier.",
        ));
    }
    let look = match (by_cognito, settings) {
        (true, None) if assets.is_empty() => None,
        (false, Some(settings)) => Some(Look { settings, assets }),
        (true, _) => {
            return Err(Exception::invalid(
                "Settings and Assets must be empty when UseCognitoProvidedValues is true.",
            ));
        }
        (false, None) => {
            return Err(Exception::invalid(
                "Settings must be given when UseCognitoProvidedValues is false.",
            ));
        }
    };
    if pool.styles.contains_key(&client.id) {
        return Err(Exception::new(
            ExceptionKind::ManagedLoginBrandingExists,
            "Managed login branding already exists for this app client.",
        ));
    }
    let style = Style {
        id: random::uuid(),
        created: service.now(),
        look,
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

/// `AssetType`
fn asset(mut input: RequestInput) -> Result<BTreeMap<String, String>, Exception> {
    let mut members = BTreeMap::new();
    for (name, known) in KNOWN {
        let value = input.required(name)?;
        if !known.contains(&value.as_str()) {
            let message = format!("{name} {value} is not one of {}", known.join(", "));
            return Err(Exception::invalid(message));
        }
        members.insert(name.to_owned(), value);
    }
    if let Some(bytes) = input.text("Bytes")? {
        STANDARD
            .decode(&bytes)
            .map_err(|_| Exception::invalid("Bytes is not base64."))?;
        members.insert("Bytes".to_owned(), bytes);
    }
    input.finish()?;
    Ok(members)
}

/// `ManagedLoginBrandingType`
fn branding(pool: &str, style: &Style) -> Value {
    let mut value = json!({
        "ManagedLoginBrandingId": style.id,
        "UserPoolId": pool,
        "UseCognitoProvidedValues": style.look.is_none(),
        "CreationDate": epoch_seconds(style.created),
        "LastModifiedDate": epoch_seconds(style.created),
    });
    if let Some(look) = &style.look {
        value["Settings"] = look.settings.clone();
        value["Assets"] = json!(look.assets);
    }
    value
}
