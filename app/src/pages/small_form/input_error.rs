//! Errors of the inputs of small forms: a closed list, like all errors.

use serde::{Deserialize, Serialize};

/// An input of the small forms: credentials and contact details.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InputName {
    /// The present password.
    CurrentPassword,
    /// The next one.
    NewPassword,
    /// A code of the authenticator app.
    FactorCode,
    /// The account's name, typed to confirm that it is to be deleted.
    AccountName,
    /// A new e-mail address.
    Email,
    /// The code that was sent to it.
    EmailCode,
    /// A new telephone number.
    Phone,
    /// The code that was sent to it.
    PhoneCode,
}

/// What is wrong with an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum InputErrorKind {
    /// Nothing was entered.
    Missing,
    /// Not the present password, or too many wrong ones before.
    WrongPassword,
    /// The pool's policy wants another.
    AgainstPolicy,
    /// Blanks around it.
    BlankEnds,
    /// An earlier password.
    UsedBefore,
    /// The present password once more.
    SameAsNow,
    /// Not the code.
    WrongCode,
    /// The code was used already.
    UsedCode,
    /// There is nothing that a code could finish.
    NotBegun,
    /// The pool takes no more tries for a while.
    TooOften,
    /// Not what was to be typed.
    AnotherName,
    /// The pool might lock the person out, or the app may not write it.
    NotOffered,
    /// No e-mail address.
    NotAnAddress,
    /// No telephone number.
    NotANumber,
    /// The person has it already.
    SameAddress,
    /// The pool does not take this address.
    NotUsable,
    /// The pool could not send the code.
    NotSent,
    /// Not the code that was sent.
    NotTheCodeSent,
    /// The code is too old, or there is a newer one.
    ExpiredCode,
}

/// An input and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputError {
    /// Where.
    pub input: InputName,
    /// What.
    pub reason: InputErrorKind,
}
