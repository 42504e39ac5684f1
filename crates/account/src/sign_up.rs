//! Making an account: sign up, confirm with the code that was sent, ask for another one. Nothing that anybody gets to see
//! before they typed the right code says whether an account exists, or who made it (ASVS 6.3.8): an existing name takes
//! the same way as a new one, at the same pace, within the same limits, whatever becomes of the mail.

use std::sync::Arc;
use std::time::Duration;

use attributes::{Account, NameRule, Schema, SignUpForm, Username};
use cognito::{ConfirmationCode, Password, ServiceErrorCode};
use session_store::BrowserId;
use signin::{
    Attempt, Background, CallError, Idempotency, PoolCalls, QuotaCategory, RateLimits, ReturnTo,
    SecurityEvent, SecurityLine, SecurityLog, TooOften, constant_time_response, within_deadline,
};

use crate::pending_sign_up::{PendingSignUp, PendingSignUps, Stage};
use crate::proof::AddressProof;
use crate::sign_up_error::{CodeError, SignUpError, is_unconfirmed};
use crate::trust::Trust;

/// What the pool made of a sign-up that it did not refuse.
enum Made {
    /// It waits for its code.
    New,
    /// A trigger of the pool has confirmed it.
    Confirmed,
    /// There was an account of this name before.
    Existed,
}

/// Makes accounts and confirms them. Cheap to clone.
#[derive(Clone)]
pub struct SignUp {
    pub(crate) schema: Arc<Schema>,
    pub(crate) pool: PoolCalls,
    pub(crate) pending: PendingSignUps,
    pub(crate) trust: Trust,
    pub(crate) proof: AddressProof,
    pub(crate) limits: RateLimits,
    pub(crate) security: SecurityLog,
    pub(crate) background: Background,
    /// All answers about accounts come after whole multiples of this.
    pub(crate) answer_after: Duration,
}

impl SignUp {
    /// Makes an account, and remembers in this browser whom the code will be about. An account of that name which
    /// exists already is no error; if it was never confirmed, another code is sent.
    ///
    /// # Errors
    /// [`SignUpError`]: what is wrong with the form, or why nothing was made.
    pub async fn sign_up(
        &self,
        browser: &BrowserId,
        form: &SignUpForm,
        return_to: ReturnTo,
    ) -> Result<(), SignUpError> {
        let now = self.pending.clock.now().unix_seconds();
        let account = self.schema.check_account(form, now);
        let account = account.map_err(SignUpError::Invalid)?;
        // Strangers who spend it prevent no sign-up: only another code is not sent.
        let may_send = self
            .limits
            .count_by_name(Attempt::SignUp, &account.username)
            .is_ok();
        let password = Password::new(form.password.0.as_str());
        let asked = self.schema.for_sign_up();
        let is_outdated = |name: &str| {
            let typed = form.values.get(name);
            typed.is_some_and(|typed| self.schema.is_outdated_tick(name, typed))
        };
        let left_blank =
            asked.filter(|asked| !account.attributes.contains_key(&asked.name) && !is_outdated(&asked.name));
        let left_blank = left_blank.map(|asked| asked.name.clone()).collect();
        let made = self
            .constant_time_response(within_deadline(self.make(&account, &password)))
            .await?;
        let pending = PendingSignUp {
            stage: match made {
                Made::Confirmed => Stage::Confirmed,
                Made::New | Made::Existed => Stage::CodeSent,
            },
            made_here: !matches!(made, Made::Existed),
            address: Some(account.address),
            username: account.username,
            return_to,
            left_blank,
            proof: None,
        };
        self.pending.store(browser, &pending).await?;
        if !pending.made_here && may_send {
            // A way out for users who never got the code.
            self.proof.send_in_background(pending);
        }
        Ok(())
    }

    async fn make(&self, account: &Account, password: &Password) -> Result<Made, SignUpError> {
        let cognito = self.pool.cognito();
        let sign_up = || cognito.sign_up(&account.username, password, &account.attributes);
        let made = self
            .pool
            .call(QuotaCategory::Creation, Idempotency::NonIdempotent, sign_up)
            .await;
        let refused = match made {
            Ok(made) => {
                let line = self
                    .security
                    .event(SecurityEvent::SignUp)
                    .about(&account.username);
                line.done(if made.confirmed {
                    "made and confirmed"
                } else {
                    "made"
                });
                return Ok(if made.confirmed {
                    Made::Confirmed
                } else {
                    Made::New
                });
            }
            Err(CallError::Pool(refused)) => refused,
            Err(error) => return Err(SignUpError::Unavailable(error.into())),
        };
        match refused.service_code() {
            Some(ServiceErrorCode::UsernameExists) => {
                let line = self
                    .security
                    .event(SecurityEvent::SignUp)
                    .about(&account.username);
                line.refused("the account exists");
                Ok(Made::Existed)
            }
            Some(ServiceErrorCode::CodeDeliveryFailure) => {
                // The account is there. It looks like any other: who has one already must not learn it from this.
                tracing::error!(
                    event = "confirmation_code_not_sent",
                    error = %refused,
                    "the pool could not send a confirmation code"
                );
                Ok(Made::New)
            }
            _ => Err(SignUpError::from_pool(refused, account, &self.schema)),
        }
    }

    /// Confirms an account with the code that was sent: that of `username`, or if it is blank, the one this browser
    /// signed up for. Doing it twice is no error, nor is doing it in another browser with the same code.
    ///
    /// # Errors
    /// [`CodeError`]: the same whether or not there is such an account.
    pub async fn confirm(
        &self,
        browser: &BrowserId,
        username: &str,
        code: &ConfirmationCode,
    ) -> Result<(), CodeError> {
        let (pending, is_kept) = self.sign_up_in_question(browser, username).await?;
        if pending.stage == Stage::Confirmed {
            return Ok(());
        }
        self.count_about(Attempt::Confirm, &pending, is_kept.then_some(browser))?;
        let (flow, about, code) = (self.clone(), pending.clone(), code.clone());
        // To its end, so that a browser that goes away leaves no account confirmed and unmarked.
        let confirming = self
            .background
            .run_detached(async move { flow.confirm_pending(&about, &code).await });
        self.constant_time_response(confirming).await?;
        let confirmed = PendingSignUp {
            stage: Stage::Confirmed,
            proof: None,
            ..pending
        };
        Ok(self.pending.store(browser, &confirmed).await?)
    }

    async fn confirm_pending(
        &self,
        pending: &PendingSignUp,
        code: &ConfirmationCode,
    ) -> Result<(), CodeError> {
        let refused = match &pending.proof {
            Some(proof) => self.proof.check(proof, code).await.err(),
            None => self.confirm_at_pool(pending, code).await?,
        };
        let Some(refused) = refused else {
            self.log_confirmation(pending).done(if pending.made_here {
                "confirmed"
            } else {
                "confirmed, begun before"
            });
            return Ok(self.trust.remember_code(&pending.username, code).await?);
        };
        if self.trust.is_used_code(&pending.username, code).await? {
            self.log_confirmation(pending)
                .done("confirmed by the code of before");
            return Ok(());
        }
        if matches!(refused, CodeError::Code) {
            self.log_confirmation(pending).refused("wrong code");
        }
        Err(refused)
    }

    fn log_confirmation(&self, pending: &PendingSignUp) -> SecurityLine<'_> {
        self.security
            .event(SecurityEvent::SignUpConfirmation)
            .about(&pending.username)
    }

    /// Answers why the pool refused, if it did.
    async fn confirm_at_pool(
        &self,
        pending: &PendingSignUp,
        code: &ConfirmationCode,
    ) -> Result<Option<CodeError>, CodeError> {
        let username = pending.username.as_str();
        let mark = if pending.made_here {
            None
        } else {
            Some(self.trust.mark_unproven(username).await?)
        };
        let confirm = || self.pool.cognito().confirm_sign_up(username, code);
        let confirmed = self
            .pool
            .call(QuotaCategory::Creation, Idempotency::NonIdempotent, confirm)
            .await;
        match (mark, &confirmed) {
            (Some(mark), Err(error)) if is_unconfirmed(error) => self.trust.withdraw_mark(mark).await?,
            (Some(_), _) => self.trust.keep_mark(username).await?,
            // A mark of this name is of an account that was deleted since.
            (None, Ok(())) => self.trust.forget_mark(username).await?,
            (None, Err(_)) => {}
        }
        Ok(confirmed.map_err(CodeError::from_call).err())
    }

    /// Sends another code, if one is pending; the answer is the same if not.
    ///
    /// # Errors
    /// [`CodeError`]: when too many were asked for, or the store fails.
    pub async fn resend_code(&self, browser: &BrowserId, username: &str) -> Result<(), CodeError> {
        let (pending, is_kept) = self.sign_up_in_question(browser, username).await?;
        if pending.stage == Stage::Confirmed {
            return Ok(());
        }
        self.count_about(Attempt::ResendCode, &pending, is_kept.then_some(browser))?;
        self.constant_time_response(self.pending.store(browser, &pending))
            .await?;
        self.proof.send_in_background(pending);
        Ok(())
    }

    /// Whoever has filled in the form for this name, in this browser, has a budget of their own: strangers who guess
    /// cannot use it up. Together they have one, too, for a browser is made in no time. None of this may depend on who
    /// made the account.
    fn count_about(
        &self,
        attempt: Attempt,
        pending: &PendingSignUp,
        browser: Option<&BrowserId>,
    ) -> Result<(), TooOften> {
        match browser {
            Some(browser) => self.limits.count_by_browser(attempt, &pending.username, browser),
            None => self.limits.count_by_name(attempt, &pending.username),
        }
    }

    /// The sign-up that a form is about, and whether this browser has begun it. Of a name that was typed nothing is known
    /// but what this browser did.
    async fn sign_up_in_question(
        &self,
        browser: &BrowserId,
        username: &str,
    ) -> Result<(PendingSignUp, bool), CodeError> {
        let pending = self.pending.find(browser).await?;
        if username.trim().is_empty() {
            let pending = pending.ok_or(CodeError::Name(NameRule::Required))?;
            return Ok((pending, true));
        }
        let kind = self.schema.sign_up_rules().username;
        let username = kind.check(username).map_err(CodeError::Name)?;
        Ok(match pending {
            Some(pending) if pending.is_about(&username) => (pending, true),
            other => {
                let typed = PendingSignUp {
                    stage: Stage::CodeSent,
                    made_here: false,
                    // Of an account with a name of its own only the pool knows it.
                    address: (kind != Username::Name).then(|| username.clone()),
                    username,
                    return_to: other.map(|other| other.return_to).unwrap_or_default(),
                    left_blank: Vec::new(),
                    proof: None,
                };
                (typed, false)
            }
        })
    }

    async fn constant_time_response<T>(&self, work: impl Future<Output = T>) -> T {
        constant_time_response(self.answer_after, work).await
    }
}
