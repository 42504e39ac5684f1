//! Contact details: email address and phone number.

use serde::{Deserialize, Serialize};

use crate::error::{AppError, ErrorKind};
use crate::pages::small_form::input_error::{InputError, InputName};

/// A way to reach somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Address {
    /// By e-mail.
    Email,
    /// By telephone.
    Phone,
}

/// Whether a person may change an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Offer {
    /// They may; the old one stays until the new one is confirmed.
    Change,
    /// They may; the new one counts at once.
    ChangeAtOnce,
    /// The pool might lock them out.
    Refused,
}

/// An address, and what is under way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressView {
    /// Which.
    pub address: Address,
    /// What it is now.
    pub value: Option<String>,
    /// Whether it is confirmed.
    pub verified: bool,
    /// What it is to become.
    pub pending: Option<String>,
    /// Whether it may be changed.
    pub offer: Offer,
}

/// The section about addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactView {
    /// Proves that the forms were rendered for this session.
    pub csrf: String,
    /// Whether the person proved lately who they are.
    pub fresh: bool,
    /// The addresses.
    pub addresses: Vec<AddressView>,
    /// What became of a form when it was last posted.
    pub outcome: Option<ContactOutcome>,
    /// What was typed before the person confirmed who they are, and where.
    pub typed: Option<(InputName, String)>,
}

impl ContactView {
    /// Whether what is said of the form comes with the way to prove again who one is.
    pub(crate) fn asks_to_confirm(&self) -> bool {
        let outcome = self.outcome.as_ref();
        outcome.is_some_and(|outcome| matches!(outcome, ContactOutcome::NotSaved(error, ..) if error.kind == ErrorKind::NotFresh))
    }
}

/// What became of a form about an address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactOutcome {
    /// Done.
    Done(ContactStep),
    /// Nothing was changed: this is wrong with what was typed.
    InputError(InputError, String),
    /// Nothing was changed for another reason; where what was typed.
    NotSaved(AppError, InputName, String),
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactStep {
    /// A code is on its way.
    CodeSent,
    /// The new address counts.
    Confirmed,
    /// The change was taken back.
    Cancelled,
}
