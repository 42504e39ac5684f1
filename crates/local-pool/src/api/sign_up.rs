//! `SignUp`

use serde_json::json;

use super::attributes::{client_and_username, delivery_details};
use super::{ActionResult, RequestInput};
use crate::accounts::sign_up::sign_up;
use crate::service::Service;

pub(super) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let (client, username) = client_and_username(service, &mut input)?;
    let password = input.required("Password")?;
    let attributes = input.attributes("UserAttributes")?.unwrap_or_default();
    input.finish()?;
    let account = sign_up(service, &client, &username, &password, attributes)?;
    let mut answer = json!({ "UserConfirmed": account.confirmed, "UserSub": account.sub });
    if let Some(delivery) = &account.delivery {
        answer["CodeDeliveryDetails"] = delivery_details(delivery);
    }
    Ok(Some(answer))
}
