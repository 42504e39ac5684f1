//! Credentials: password and authenticator app.

use account::MfaStatus;
use attributes::{PasswordRule, PasswordRules};
use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::pages::small_form::input_error::InputError;

/// The page about security.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityView {
    /// Proves that the forms were rendered for this session.
    pub csrf: String,
    /// What the person knows the account by.
    pub name: String,
    /// Whether the person proved lately who they are. Else there are no forms yet.
    pub fresh: bool,
    /// What the pool wants of a new password.
    pub rules: PasswordRules,
    /// The second factor, if the pool could be asked.
    pub factor: Option<MfaStatus>,
    /// What the app needs that this session has begun to set up.
    pub setup: Option<FactorSetup>,
    /// What became of a form when it was last posted.
    pub outcome: Option<SecurityOutcome>,
    /// What was typed before the person confirmed who they are.
    pub typed: TypedPasswordForm,
}

/// What is kept of the forms of the page about security until the person has confirmed who they are: never a password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedPasswordForm {
    /// Whether other sessions are to end with the old password.
    pub sign_out_others: Option<bool>,
}

/// What an authenticator app needs.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorSetup {
    /// Opens the app on the phone that shows the page.
    pub link: String,
    /// The key, in groups of four.
    pub key: String,
    /// The same as a picture.
    pub qr: QrCode,
}

/// A picture for cameras: the path of its dark squares, each one unit wide.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QrCode {
    /// Width and height with the light border.
    pub size: usize,
    /// The `d` of an SVG path.
    pub path: String,
}

/// What became of a form of the page about security.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecurityOutcome {
    /// Done.
    Done(CredentialChange),
    /// An authenticator app can be set up now.
    Begun(FactorSetup),
    /// Nothing was changed: these inputs are wrong.
    InputErrors(Vec<InputError>),
    /// Nothing was changed: the new password lacks this.
    Weak(Vec<PasswordRule>),
    /// Nothing was changed for another reason; which form it was.
    NotSaved(AppError, SecurityForm),
}

/// The forms of the page about security, by section: each outcome is told in its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SecurityForm {
    /// A new password.
    Password,
    /// The authenticator app.
    Factor,
}

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CredentialChange {
    /// There is a new password.
    PasswordChanged,
    /// There is, but the other sessions, which were to end, could not be ended.
    OnlyPasswordChanged,
    /// A code is asked for at sign-in.
    FactorOn,
    /// It is not any more.
    FactorOff,
    /// It never was: a set-up was begun and is taken back.
    SetUpCancelled,
}

impl std::fmt::Debug for FactorSetup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FactorSetup([redacted])")
    }
}

impl CredentialChange {
    /// The form it was asked for in.
    pub(crate) fn form(self) -> SecurityForm {
        match self {
            Self::PasswordChanged | Self::OnlyPasswordChanged => SecurityForm::Password,
            Self::FactorOn | Self::FactorOff | Self::SetUpCancelled => SecurityForm::Factor,
        }
    }
}
