//! What several actions do with a caller, attributes and deliveries.

use serde_json::{Value, json};

use super::input::RequestInput;
use crate::accounts::codes::Delivery;
use crate::exception::Exception;
use crate::service::Service;
use crate::state::{Client, User, UserStatus};
use crate::tokens::check::ADMIN_SCOPE;
use crate::tokens::{Bearer, check_access_token};

/// The bearer of `AccessToken`, which must have the scope for the user's own data.
pub(super) fn bearer(service: &Service, input: &mut RequestInput) -> Result<Bearer, Exception> {
    let token = input.required("AccessToken")?;
    let bearer = check_access_token(service, &token)?;
    if !bearer.has(ADMIN_SCOPE) {
        return Err(Exception::not_authorized(
            "Access Token does not have required scopes",
        ));
    }
    if bearer.user.status == UserStatus::ResetRequired {
        return Err(Exception::password_reset_required());
    }
    Ok(bearer)
}

/// The client of `ClientId`.
pub(super) fn client(service: &Service, input: &mut RequestInput) -> Result<Client, Exception> {
    let id = input.required("ClientId")?;
    service.state().client(&id).cloned()
}

/// The client of `ClientId` and the user name, once `SecretHash` has authenticated the client.
pub(super) fn client_and_username(
    service: &Service,
    input: &mut RequestInput,
) -> Result<(Client, String), Exception> {
    let client = client(service, input)?;
    let username = input.required("Username")?;
    let hash = input.text("SecretHash")?;
    super::secret_hash::check(&client, &[&username], hash.as_deref())?;
    Ok((client, username))
}

/// `[{"Name": …, "Value": …}]`
pub(super) fn attribute_list(attributes: impl IntoIterator<Item = (String, String)>) -> Value {
    attributes
        .into_iter()
        .map(|(name, value)| json!({ "Name": name, "Value": value }))
        .collect()
}

/// `PreferredMfaSetting` and `UserMFASettingList`, for users who have a second factor.
pub(super) fn mfa_members(user: &User, answer: &mut Value) {
    if user.totp_enabled {
        answer["UserMFASettingList"] = json!(["SOFTWARE_TOKEN_MFA"]);
    }
    if user.totp_enabled && user.totp_preferred {
        answer["PreferredMfaSetting"] = "SOFTWARE_TOKEN_MFA".into();
    }
}

/// `CodeDeliveryDetailsType`
pub(super) fn delivery_details(delivery: &Delivery) -> Value {
    json!({
        "Destination": delivery.destination,
        "DeliveryMedium": delivery.medium,
        "AttributeName": delivery.attribute,
    })
}
