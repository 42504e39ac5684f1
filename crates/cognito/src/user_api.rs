//! The part of the JSON API that a person's own access token opens. It needs the scope
//! `aws.cognito.signin.user.admin`.

use std::collections::BTreeMap;
use std::fmt;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, RequestBuilder};
use serde::{Deserialize, Serialize};

use crate::attributes::Names;
use crate::http::Dialect;
use crate::{AccessToken, Cognito, Error};

/// A person as the user API sees them. `Debug` leaves out what is personal.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// The username.
    pub username: String,
    /// All attributes that the app client may read, `sub` among them, as they are now.
    pub attributes: BTreeMap<String, String>,
    /// The second factors that are on: `SOFTWARE_TOKEN_MFA`, `SMS_MFA`, `EMAIL_OTP`.
    pub factors: Vec<String>,
}

impl User {
    /// Whether a code of an authenticator app is asked for at sign-in, as far as the pool says.
    #[must_use]
    pub fn uses_totp(&self) -> bool {
        self.factors.iter().any(|factor| factor == "SOFTWARE_TOKEN_MFA")
    }
}

/// Where a confirmation code went (Cognito API reference, `CodeDeliveryDetailsType`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct CodeDelivery {
    /// The attribute to confirm.
    #[serde(rename = "AttributeName")]
    pub attribute: String,
    /// `EMAIL` or `SMS`.
    #[serde(rename = "DeliveryMedium")]
    pub medium: String,
    /// The address, masked by the pool: `a***@e***`.
    pub destination: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct GetUser<'a> {
    access_token: &'a AccessToken,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct GetUserAnswer {
    username: String,
    #[serde(default)]
    user_attributes: Vec<Attribute>,
    #[serde(default, rename = "UserMFASettingList")]
    factors: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute {
    name: String,
    #[serde(default)]
    value: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateUserAttributes<'a> {
    access_token: &'a AccessToken,
    user_attributes: Vec<AttributeRef<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct AttributeRef<'a> {
    name: &'a str,
    value: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct UpdateUserAttributesAnswer {
    #[serde(default)]
    code_delivery_details_list: Vec<CodeDelivery>,
}

impl Cognito {
    /// Reads the person's attributes (Cognito API reference, `GetUser`).
    pub async fn get_user(&self, token: &AccessToken) -> Result<User, Error> {
        let request = self.action("GetUser", &GetUser { access_token: token });
        let answer: GetUserAnswer = self.shared.http.json("GetUser", Dialect::Api, request).await?;
        let attributes = answer
            .user_attributes
            .into_iter()
            .map(|attribute| (attribute.name, attribute.value));
        Ok(User {
            username: answer.username,
            attributes: attributes.collect(),
            factors: answer.factors,
        })
    }

    /// Writes attributes, all or none (Cognito API reference, `UpdateUserAttributes`). Values are strings whatever the
    /// attribute's type. Answers where confirmation codes went.
    pub async fn update_user_attributes(
        &self,
        token: &AccessToken,
        attributes: &BTreeMap<String, String>,
    ) -> Result<Vec<CodeDelivery>, Error> {
        let body = UpdateUserAttributes {
            access_token: token,
            user_attributes: attribute_refs(attributes),
        };
        let request = self.action("UpdateUserAttributes", &body);
        let answer: UpdateUserAttributesAnswer = self
            .shared
            .http
            .json("UpdateUserAttributes", Dialect::Api, request)
            .await?;
        Ok(answer.code_delivery_details_list)
    }

    /// A call of the JSON API: the action in a header, AWS JSON 1.1 in the body.
    pub(crate) fn action(&self, name: &'static str, body: &impl Serialize) -> RequestBuilder {
        self.request(Method::POST, self.config().endpoint.clone())
            .header(
                "x-amz-target",
                format!("AWSCognitoIdentityProviderService.{name}"),
            )
            .header(
                CONTENT_TYPE,
                HeaderValue::from_static("application/x-amz-json-1.1"),
            )
            .json(body)
    }
}

/// Attributes as the API takes them: a list of names and values.
pub(crate) fn attribute_refs(attributes: &BTreeMap<String, String>) -> Vec<AttributeRef<'_>> {
    attributes
        .iter()
        .map(|(name, value)| AttributeRef { name, value })
        .collect()
}

impl fmt::Debug for User {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("User")
            .field("attributes", &Names(&self.attributes))
            .finish_non_exhaustive()
    }
}
