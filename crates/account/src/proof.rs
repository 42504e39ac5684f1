//! Proving the address of an account that another browser confirmed: whoever signs in with its password is sent a code,
//! which the page for confirmation codes takes. Until it has come back there is no session.

use std::sync::Arc;

use attributes::{Schema, Values};
use cognito::{ConfirmationCode, TokenSet};
use session_store::{BrowserId, StoreError};
use signin::{
    Attempt, Background, CallError, Idempotency, PoolCalls, QuotaCategory, RateLimits, ReturnTo, Revocations,
};

use crate::pending_sign_up::{PendingSignUp, PendingSignUps, Proof, Stage};
use crate::sign_up_error::CodeError;

/// Asks for proof of addresses, and checks it. Cheap to clone.
#[derive(Clone)]
pub(crate) struct AddressProof {
    pub schema: Arc<Schema>,
    pub pool: PoolCalls,
    pub pending: PendingSignUps,
    pub limits: RateLimits,
    pub background: Background,
    pub revocations: Revocations,
}

impl AddressProof {
    /// Sends a code to the address, and remembers in this browser what it is about.
    pub async fn ask(
        &self,
        browser: &BrowserId,
        username: &str,
        values: &Values,
        tokens: TokenSet,
        return_to: ReturnTo,
    ) -> Result<(), StoreError> {
        let before = self.pending.find(browser).await?;
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
        self.pending.store(browser, &pending).await?;
        if self.limits.count_by_name(Attempt::SignUp, username).is_ok() {
            self.send_in_background(pending);
        }
        Ok(())
    }

    /// Sends another code to whoever waits for one. In the background: neither what comes of it nor how long it takes
    /// may tell whether there is an account.
    pub fn send_in_background(&self, pending: PendingSignUp) {
        let flow = self.clone();
        self.background.spawn(async move {
            if let Err(error) = flow.send_code(&pending).await {
                tracing::warn!(
                    event = "code_not_sent",
                    error = &error as &dyn std::error::Error,
                    "the pool sent no other code"
                );
            }
        });
    }

    async fn send_code(&self, pending: &PendingSignUp) -> Result<(), CallError> {
        let cognito = self.pool.cognito();
        let category = QuotaCategory::ResourceRead;
        if let Some(proof) = &pending.proof {
            let attribute = self.address_attribute();
            let send = || cognito.send_attribute_code(&proof.access_token, attribute);
            self.pool
                .call(category, Idempotency::NonIdempotent, send)
                .await
                .map(drop)
        } else {
            let send = || cognito.resend_confirmation_code(&pending.username);
            self.pool
                .call(category, Idempotency::NonIdempotent, send)
                .await
                .map(drop)
        }
    }

    /// Checks the code that was sent to an address of a confirmed account.
    pub async fn check(&self, proof: &Proof, code: &ConfirmationCode) -> Result<(), CodeError> {
        let attribute = self.address_attribute();
        let verify = || {
            self.pool
                .cognito()
                .verify_attribute(&proof.access_token, attribute, code)
        };
        let verified = self
            .pool
            .call(QuotaCategory::Update, Idempotency::NonIdempotent, verify)
            .await;
        verified.map_err(CodeError::from_call)?;
        self.revocations.revoke(proof.refresh_token.clone());
        Ok(())
    }

    fn address_attribute(&self) -> &'static str {
        self.schema.sign_up_rules().username.address_attribute()
    }
}
