//! Making an account: sign up, confirm with the code that was sent, ask for another one. Nothing that a stranger gets to
//! see says whether an account exists (ASVS 6.3.8): an existing name takes the same way as a new one, at the same pace.

use attributes::{Account, NameRule, SignUpForm, Username};
use cognito::{ConfirmationCode, Password, ServiceErrorCode};

use crate::Auth;
use crate::calls::{CallError, Category, Repeat};
use crate::deadline::within_deadline;
use crate::ids::BrowserId;
use crate::limits::Attempt;
use crate::pending_sign_up::{PendingSignUp, Stage};
use crate::return_to::ReturnTo;
use crate::sign_up_error::{CodeError, SignUpError};

/// What the pool made of a sign-up that it did not refuse.
enum Made {
    /// A code is on its way.
    CodeSent,
    /// The account is there, but the code could not be sent.
    CodeNotSent,
    /// A trigger of the pool has confirmed it.
    Confirmed,
    /// There was an account of this name before.
    Existed,
}

impl Auth {
    /// Makes an account, and remembers in this browser whom the code will be about. An account of that name which
    /// exists already is no error; if it was never confirmed, another code is sent.
    pub async fn sign_up(
        &self,
        browser: &BrowserId,
        form: &SignUpForm,
        return_to: ReturnTo,
    ) -> Result<(), SignUpError> {
        let account = self
            .inner
            .schema
            .check_account(form)
            .map_err(SignUpError::Invalid)?;
        self.count_by_name(Attempt::SignUp, &account.username)?;
        let password = Password::new(form.password.0.as_str());
        let asked = self.inner.schema.for_sign_up();
        let left_blank = asked.filter(|asked| !account.attributes.contains_key(&asked.name));
        let left_blank = left_blank.map(|asked| asked.name.clone()).collect();
        let made = self
            .at_one_pace(within_deadline(self.make(&account, &password)))
            .await?;
        let pending = PendingSignUp {
            stage: match made {
                Made::Confirmed => Stage::Confirmed,
                Made::CodeNotSent => Stage::CodeNotSent,
                Made::CodeSent | Made::Existed => Stage::CodeSent,
            },
            made_here: !matches!(made, Made::Existed),
            address: Some(account.address),
            username: account.username,
            return_to,
            left_blank,
        };
        Ok(self.keep_sign_up(browser, &pending).await?)
    }

    async fn make(&self, account: &Account, password: &Password) -> Result<Made, SignUpError> {
        let cognito = &self.inner.cognito;
        let sign_up = || cognito.sign_up(&account.username, password, &account.attributes);
        let made = self.call(Category::Creation, Repeat::Never, sign_up).await;
        let refused = match made {
            Ok(made) => {
                tracing::info!(target: "security", confirmed = made.confirmed, "an account was made");
                return Ok(if made.confirmed {
                    Made::Confirmed
                } else {
                    Made::CodeSent
                });
            }
            Err(CallError::Pool(refused)) => refused,
            Err(error) => return Err(SignUpError::Unavailable(error.into())),
        };
        match refused.service_code() {
            Some(ServiceErrorCode::UsernameExists) => {
                tracing::info!(target: "security", "signed up for an account that exists");
                self.resend_if_unconfirmed(&account.username).await;
                Ok(Made::Existed)
            }
            Some(ServiceErrorCode::CodeDeliveryFailure) => {
                tracing::error!(error = %refused, "the pool could not send a confirmation code");
                Ok(Made::CodeNotSent)
            }
            _ => Err(SignUpError::from_pool(refused, account, &self.inner.schema)),
        }
    }

    /// Signing up again is a way out for who never got the code. Whatever comes of it stays here.
    async fn resend_if_unconfirmed(&self, username: &str) {
        if let Err(error) = self.ask_for_code(username).await {
            tracing::debug!(%error, "no other code for an account that exists");
        }
    }

    async fn ask_for_code(&self, username: &str) -> Result<(), CallError> {
        let resend = || self.inner.cognito.resend_confirmation_code(username);
        self.call(Category::ResourceRead, Repeat::Never, resend).await?;
        Ok(())
    }

    /// Confirms an account with the code that was sent: that of `username`, or if it is blank, the one this browser
    /// signed up for. Doing it twice is no error.
    pub async fn confirm_sign_up(
        &self,
        browser: &BrowserId,
        username: &str,
        code: &ConfirmationCode,
    ) -> Result<(), CodeError> {
        let pending = self.sign_up_in_question(browser, username).await?;
        if pending.stage == Stage::Confirmed {
            return Ok(());
        }
        self.count_by_name(Attempt::Confirm, &pending.username)?;
        let confirming = async {
            let confirm = || self.inner.cognito.confirm_sign_up(&pending.username, code);
            let confirmed = self.call(Category::Creation, Repeat::Never, confirm).await;
            confirmed.map_err(|error| match error {
                CallError::Pool(error) => CodeError::from_confirmation(error, pending.made_here),
                error @ CallError::OverBudget(_) => CodeError::Unavailable(error.into()),
            })
        };
        self.at_one_pace(within_deadline(confirming)).await?;
        tracing::info!(target: "security", "an account was confirmed");
        let confirmed = PendingSignUp {
            stage: Stage::Confirmed,
            ..pending
        };
        Ok(self.keep_sign_up(browser, &confirmed).await?)
    }

    /// Sends another code, if somebody waits for one; the answer is the same if not.
    pub async fn resend_code(&self, browser: &BrowserId, username: &str) -> Result<(), CodeError> {
        let pending = self.sign_up_in_question(browser, username).await?;
        if pending.stage == Stage::Confirmed {
            return Ok(());
        }
        self.count_by_name(Attempt::ResendCode, &pending.username)?;
        let stage = self.at_one_pace(within_deadline(self.resend(&pending))).await?;
        Ok(self
            .keep_sign_up(browser, &PendingSignUp { stage, ..pending })
            .await?)
    }

    async fn resend(&self, pending: &PendingSignUp) -> Result<Stage, CodeError> {
        let error = match self.ask_for_code(&pending.username).await {
            Ok(()) => return Ok(Stage::CodeSent),
            Err(CallError::Pool(error)) => error,
            Err(error) => return Err(CodeError::Unavailable(error.into())),
        };
        if error.service_code() == Some(&ServiceErrorCode::CodeDeliveryFailure) {
            tracing::error!(%error, "the pool could not send a confirmation code");
            return Ok(if pending.made_here {
                Stage::CodeNotSent
            } else {
                Stage::CodeSent
            });
        }
        CodeError::from_resending(error, pending.made_here).map_or(Ok(Stage::CodeSent), Err)
    }

    /// The sign-up that a form is about. Of a name that was typed nothing is known but what this browser did.
    async fn sign_up_in_question(
        &self,
        browser: &BrowserId,
        username: &str,
    ) -> Result<PendingSignUp, CodeError> {
        let pending = self.pending_sign_up(browser).await?;
        if username.trim().is_empty() {
            return pending.ok_or(CodeError::Name(NameRule::Required));
        }
        let kind = self.inner.schema.sign_up_rules().username;
        let username = kind.check(username).map_err(CodeError::Name)?;
        Ok(match pending {
            Some(pending) if pending.username == username => pending,
            other => PendingSignUp {
                stage: Stage::CodeSent,
                made_here: false,
                // Of an account with a name of its own only the pool knows it.
                address: (kind != Username::Name).then(|| username.clone()),
                username,
                return_to: other.map(|other| other.return_to).unwrap_or_default(),
                left_blank: Vec::new(),
            },
        })
    }

    /// How long an answer takes must not tell whether an account exists: none comes before its time.
    async fn at_one_pace<T>(&self, work: impl Future<Output = T>) -> T {
        let pause = tokio::time::sleep(self.inner.config.open_forms.answer_after);
        tokio::join!(work, pause).0
    }
}
