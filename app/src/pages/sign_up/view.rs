//! Making an account on our own pages, and confirming one, made there or on the pool's.

use attributes::{Attribute, NameRule, SignUpErrors, SignUpForm, SignUpRules, Username, Values};
use serde::{Deserialize, Serialize};

use crate::error::AppError;

/// The form of a new account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SignUpView {
    /// Proves that the form was rendered for this browser.
    pub csrf: String,
    /// Where the person was going.
    pub return_to: String,
    /// What they sign in with, and what the pool wants of a password.
    pub rules: SignUpRules,
    /// The attributes that are asked for, in order.
    pub fields: Vec<Attribute>,
    /// What was typed and not sent to the pool, the password left out.
    pub typed: TypedSignUp,
    /// What became of the form when it was last posted.
    pub answer: Option<SignUpAnswer>,
}

/// What was typed into the form of a new account, the password left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedSignUp {
    /// What they want to sign in with.
    pub username: String,
    /// Their e-mail address, where the user name is none.
    pub email: String,
    /// Attributes by wire name.
    pub values: Values,
}

impl From<SignUpForm> for TypedSignUp {
    fn from(form: SignUpForm) -> Self {
        Self {
            username: form.username,
            email: form.email,
            values: form.values,
        }
    }
}

/// Why no account was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignUpAnswer {
    /// No account was made: these fields break a rule.
    Invalid(SignUpErrors),
    /// No account was made for another reason.
    Failed(AppError),
}

/// The page for a confirmation code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConfirmPage {
    /// Asks for the code.
    Ask(ConfirmView),
    /// The account of this browser is confirmed.
    Confirmed(Confirmed),
}

/// The form for a confirmation code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfirmView {
    /// Proves that the form was rendered for this browser.
    pub csrf: String,
    /// What people sign in with.
    pub username: Username,
    /// Where the code of this browser's sign-up went; none if it is not known whom the form is about.
    pub pending: Option<PendingView>,
    /// The name that was typed and has no account yet.
    pub typed: String,
    /// What became of the form when it was last posted.
    pub answer: Option<ConfirmAnswer>,
}

/// A sign-up that waits for its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PendingView {
    /// Where the code went, as it was typed; none if only the pool knows.
    pub address: Option<String>,
    /// Whether it is to prove the address of an account that is confirmed.
    pub is_proof: bool,
}

/// An account that is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmed {
    /// Whether its password is the one that was typed in this browser.
    pub made_here: bool,
    /// Where the person was going.
    pub return_to: String,
}

/// What became of a code, if the account is not confirmed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConfirmAnswer {
    /// Another code was asked for.
    Sent(PendingView),
    /// It is not clear whose account is meant.
    BadName(NameRule),
    /// No code was typed.
    NoCode,
    /// The code is wrong, too old or used.
    BadCode,
    /// The address belongs to another account.
    AddressTaken,
    /// Nothing came of it for another reason.
    Failed(AppError),
}
