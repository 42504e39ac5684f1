//! `AdminCreateUser`

use serde_json::json;

use super::super::{ActionResult, RequestInput};
use super::{pool, user_type};
use crate::accounts::invite::{self, Invitation};
use crate::exception::Exception;
use crate::service::Service;

pub(in crate::api) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let pool = pool(service, &mut input)?;
    let username = input.required("Username")?;
    let attributes = input.attributes("UserAttributes")?.unwrap_or_default();
    let password = input.text("TemporaryPassword")?;
    let mediums = input.texts("DesiredDeliveryMediums")?;
    let action = input.text("MessageAction")?;
    let take_alias = input.flag("ForceAliasCreation")?.unwrap_or(false);
    input.finish()?;
    let (resend, send) = match action.as_deref() {
        None => (false, true),
        Some("SUPPRESS") => (false, false),
        Some("RESEND") => (true, true),
        Some(other) => {
            return Err(Exception::invalid(format!(
                "MessageAction {other} is not RESEND or SUPPRESS"
            )));
        }
    };
    let invitation = Invitation {
        password,
        mediums,
        send,
        take_alias,
    };
    let user = if resend {
        invite::again(service, &pool, &username, &invitation)?
    } else {
        invite::invite(service, &pool, &username, attributes, &invitation)?
    };
    Ok(Some(json!({ "User": user_type(&user, "Attributes") })))
}
