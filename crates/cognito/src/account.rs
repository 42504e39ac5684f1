//! Changes that people make to their own account: password, authenticator app, addresses, deletion.
//! Opened by the person's access token, like the rest of the user API.

use serde::{Deserialize, Serialize};

use crate::http::Dialect;
use crate::{AccessToken, CodeDelivery, Cognito, ConfirmationCode, Error, Password, TotpSecret};

/// What calls about the person as a whole send.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Bearer<'a> {
    access_token: &'a AccessToken,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct ChangePassword<'a> {
    access_token: &'a AccessToken,
    previous_password: &'a Password,
    proposed_password: &'a Password,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct OneAttribute<'a> {
    access_token: &'a AccessToken,
    attribute_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a ConfirmationCode>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct CodeSent {
    code_delivery_details: CodeDelivery,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Associated {
    secret_code: TotpSecret,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct VerifySoftwareToken<'a> {
    access_token: &'a AccessToken,
    user_code: &'a ConfirmationCode,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Verified {
    status: String,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct SetUserMfaPreference<'a> {
    access_token: &'a AccessToken,
    software_token_mfa_settings: MfaSettings,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct MfaSettings {
    enabled: bool,
    preferred_mfa: bool,
}

impl Cognito {
    /// Replaces the password (Cognito API reference, `ChangePassword`). `NotAuthorized` is a wrong present password or
    /// a refused token: prove the token first to tell the two apart.
    pub async fn change_password(
        &self,
        token: &AccessToken,
        present: &Password,
        next: &Password,
    ) -> Result<(), Error> {
        let body = ChangePassword {
            access_token: token,
            previous_password: present,
            proposed_password: next,
        };
        self.call_without_answer("ChangePassword", &body).await
    }

    /// Deletes the person (Cognito API reference, `DeleteUser`). Nothing brings them back.
    pub async fn delete_user(&self, token: &AccessToken) -> Result<(), Error> {
        self.call_without_answer("DeleteUser", &Bearer { access_token: token })
            .await
    }

    /// Ends every session of the person at this pool (Cognito API reference, `GlobalSignOut`): refresh tokens end at
    /// once, and so do access tokens for the user API. The cookie of the Hosted UI stays.
    pub async fn global_sign_out(&self, token: &AccessToken) -> Result<(), Error> {
        self.call_without_answer("GlobalSignOut", &Bearer { access_token: token })
            .await
    }

    /// Sends a code to an address the person has or waits for, `email` or `phone_number` (Cognito API reference,
    /// `GetUserAttributeVerificationCode`).
    pub async fn send_attribute_code(
        &self,
        token: &AccessToken,
        attribute: &str,
    ) -> Result<CodeDelivery, Error> {
        const NAME: &str = "GetUserAttributeVerificationCode";
        let body = OneAttribute {
            access_token: token,
            attribute_name: attribute,
            code: None,
        };
        let request = self.action(NAME, &body);
        let sent: CodeSent = self.shared.http.json(NAME, Dialect::Api, request).await?;
        Ok(sent.code_delivery_details)
    }

    /// Proves an address by the code sent to it (Cognito API reference, `VerifyUserAttribute`).
    pub async fn verify_attribute(
        &self,
        token: &AccessToken,
        attribute: &str,
        code: &ConfirmationCode,
    ) -> Result<(), Error> {
        let body = OneAttribute {
            access_token: token,
            attribute_name: attribute,
            code: Some(code),
        };
        self.call_without_answer("VerifyUserAttribute", &body).await
    }

    /// Begins to set up an authenticator app (Cognito API reference, `AssociateSoftwareToken`). An app that was set up
    /// before may work no longer from here on, whatever `GetUser` says.
    pub async fn associate_totp(&self, token: &AccessToken) -> Result<TotpSecret, Error> {
        const NAME: &str = "AssociateSoftwareToken";
        let request = self.action(NAME, &Bearer { access_token: token });
        let answer: Associated = self.shared.http.json(NAME, Dialect::Api, request).await?;
        Ok(answer.secret_code)
    }

    /// Proves that the app has the secret (Cognito API reference, `VerifySoftwareToken`); answers whether the pool took
    /// it. The code is not asked for at sign-in before [`Self::set_totp`].
    pub async fn verify_totp(&self, token: &AccessToken, code: &ConfirmationCode) -> Result<bool, Error> {
        const NAME: &str = "VerifySoftwareToken";
        let body = VerifySoftwareToken {
            access_token: token,
            user_code: code,
        };
        let request = self.action(NAME, &body);
        let answer: Verified = self.shared.http.json(NAME, Dialect::Api, request).await?;
        Ok(answer.status == "SUCCESS")
    }

    /// Has the app's code asked for at sign-in, or no longer (Cognito API reference, `SetUserMFAPreference`).
    pub async fn set_totp(&self, token: &AccessToken, on: bool) -> Result<(), Error> {
        let body = SetUserMfaPreference {
            access_token: token,
            software_token_mfa_settings: MfaSettings {
                enabled: on,
                preferred_mfa: on,
            },
        };
        self.call_without_answer("SetUserMFAPreference", &body).await
    }

    async fn call_without_answer(&self, name: &'static str, body: &impl Serialize) -> Result<(), Error> {
        let request = self.action(name, body);
        self.shared.http.empty(name, Dialect::Api, request).await
    }
}
