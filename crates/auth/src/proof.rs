//! Proving the address of an account that another browser confirmed: whoever signs in with its password is sent a code,
//! which the page for confirmation codes takes. Until it has come back there is no session.

use attributes::Values;
use cognito::{ConfirmationCode, TokenSet};
use session_store::{BrowserId, StoreError};
use signin::{Attempt, CallError, Idempotency, QuotaCategory, ReturnTo};

use crate::Auth;
use crate::pending_sign_up::{PendingSignUp, Proof, Stage};
use crate::sign_up_error::CodeError;

impl Auth {
    /// Sends a code to the address, and remembers in this browser what it is about.
    pub(crate) async fn ask_for_proof(
        &self,
        browser: &BrowserId,
        username: &str,
        values: &Values,
        tokens: TokenSet,
        return_to: ReturnTo,
    ) -> Result<(), StoreError> {
        let before = self.pending_sign_up(browser).await?;
        let before = before.filter(|pending| pending.is_about(username));
        let pending = PendingSignUp {
            username: username.to_owned(),
            address: values.get(self.address_attribute()).cloned(),
            made_here: before.as_ref().is_some_and(|pending| pending.made_here),
            left_blank: before.map(|pending| pending.left_blank).unwrap_or_default(),
            stage: Stage::CodeSent,
            return_to,
            proof: Some(Proof {
                access_token: tokens.access_token,
                refresh_token: tokens.refresh_token,
            }),
        };
        self.keep_sign_up(browser, &pending).await?;
        if self
            .signin()
            .limits
            .count_by_name(Attempt::SignUp, username)
            .is_ok()
        {
            self.send_in_background(pending);
        }
        Ok(())
    }

    /// Sends another code to whoever waits for one. In the background: neither what comes of it nor how long it takes
    /// may tell whether there is an account.
    pub(crate) fn send_in_background(&self, pending: PendingSignUp) {
        let auth = self.clone();
        self.signin().background.spawn(async move {
            if let Err(error) = auth.send_code(&pending).await {
                let error: &dyn std::error::Error = &error;
                tracing::warn!(event = "code_not_sent", error, "the pool sent no other code");
            }
        });
    }

    async fn send_code(&self, pending: &PendingSignUp) -> Result<(), CallError> {
        let cognito = self.signin().pool.cognito();
        let category = QuotaCategory::ResourceRead;
        if let Some(proof) = &pending.proof {
            let attribute = self.address_attribute();
            let send = || cognito.send_attribute_code(&proof.access_token, attribute);
            self.signin()
                .pool
                .call(category, Idempotency::NonIdempotent, send)
                .await
                .map(drop)
        } else {
            let send = || cognito.resend_confirmation_code(&pending.username);
            self.signin()
                .pool
                .call(category, Idempotency::NonIdempotent, send)
                .await
                .map(drop)
        }
    }

    /// Checks the code that was sent to an address of a confirmed account.
    pub(crate) async fn check_proof(&self, proof: &Proof, code: &ConfirmationCode) -> Result<(), CodeError> {
        let attribute = self.address_attribute();
        let verify = || {
            self.signin()
                .pool
                .cognito()
                .verify_attribute(&proof.access_token, attribute, code)
        };
        let verified = self
            .signin()
            .pool
            .call(QuotaCategory::Update, Idempotency::NonIdempotent, verify)
            .await;
        verified.map_err(CodeError::from_call)?;
        self.signin().revocations.revoke(proof.refresh_token.clone());
        Ok(())
    }

    fn address_attribute(&self) -> &'static str {
        self.inner.schema.sign_up_rules().username.address_attribute()
    }
}
