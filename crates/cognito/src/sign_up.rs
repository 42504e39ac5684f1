//! The part of the JSON API for people who have no account yet, or have not confirmed it. It needs no token; the app
//! client proves itself by a hash made with its secret.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::http::Dialect;
use crate::secret_hash::{SecretHash, secret_hash};
use crate::user_api::{AttributeRef, attribute_refs};
use crate::{ClientSecret, CodeDelivery, Cognito, ConfirmationCode, Error, Password, Subject};

/// An account that was just made (Cognito API reference, `SignUp`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct SignedUp {
    /// Whether it is confirmed already, by a trigger of the pool.
    #[serde(rename = "UserConfirmed")]
    pub confirmed: bool,
    /// The user's `sub`.
    #[serde(rename = "UserSub")]
    pub subject: Subject,
    /// Where the code went, if the pool sent one.
    #[serde(default, rename = "CodeDeliveryDetails")]
    pub delivery: Option<CodeDelivery>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SignUp<'a> {
    client_id: &'a str,
    secret_hash: SecretHash,
    username: &'a str,
    password: &'a Password,
    user_attributes: Vec<AttributeRef<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ConfirmSignUp<'a> {
    client_id: &'a str,
    secret_hash: SecretHash,
    username: &'a str,
    confirmation_code: &'a ConfirmationCode,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ResendConfirmationCode<'a> {
    client_id: &'a str,
    secret_hash: SecretHash,
    username: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct ResendConfirmationCodeAnswer {
    #[serde(default)]
    code_delivery_details: Option<CodeDelivery>,
}

impl Cognito {
    /// Makes an account that waits for its confirmation (Cognito API reference, `SignUp`). `username` is the e-mail
    /// address or the telephone number where people sign in by these. Attribute values are strings whatever their type.
    ///
    /// Not even a pool that hides who exists hides it here: a name that is taken is
    /// [`UsernameExists`](crate::ServiceErrorCode::UsernameExists).
    pub async fn sign_up(
        &self,
        username: &str,
        password: &Password,
        attributes: &BTreeMap<String, String>,
    ) -> Result<SignedUp, Error> {
        let sign_up = |secret| {
            let body = SignUp {
                client_id: self.config().client_id.as_str(),
                secret_hash: self.secret_hash(&secret, username),
                username,
                password,
                user_attributes: attribute_refs(attributes),
            };
            let request = self.action("SignUp", &body);
            self.shared.http.json("SignUp", Dialect::Api, request)
        };
        self.with_secret(sign_up).await
    }

    /// Confirms an account with the code that was sent (Cognito API reference, `ConfirmSignUp`). Confirming twice is
    /// [`NotAuthorized`](crate::ServiceErrorCode::NotAuthorized).
    pub async fn confirm_sign_up(&self, username: &str, code: &ConfirmationCode) -> Result<(), Error> {
        let confirm = |secret| {
            let body = ConfirmSignUp {
                client_id: self.config().client_id.as_str(),
                secret_hash: self.secret_hash(&secret, username),
                username,
                confirmation_code: code,
            };
            let request = self.action("ConfirmSignUp", &body);
            self.shared.http.empty("ConfirmSignUp", Dialect::Api, request)
        };
        self.with_secret(confirm).await
    }

    /// Sends another code for an account that is not confirmed (Cognito API reference, `ResendConfirmationCode`).
    /// A pool that hides who exists answers for unknown names as if it had sent one.
    pub async fn resend_confirmation_code(&self, username: &str) -> Result<Option<CodeDelivery>, Error> {
        let resend = |secret| {
            let body = ResendConfirmationCode {
                client_id: self.config().client_id.as_str(),
                secret_hash: self.secret_hash(&secret, username),
                username,
            };
            let request = self.action("ResendConfirmationCode", &body);
            self.shared
                .http
                .json("ResendConfirmationCode", Dialect::Api, request)
        };
        let answer: ResendConfirmationCodeAnswer = self.with_secret(resend).await?;
        Ok(answer.code_delivery_details)
    }

    fn secret_hash(&self, secret: &ClientSecret, username: &str) -> SecretHash {
        secret_hash(secret, username, &self.config().client_id)
    }
}
