//! Contact details: email address and phone number.

use account::ContactInfo;
use serde::{Deserialize, Serialize};

use crate::error::{AppError, ErrorKind};
use crate::pages::small_form::input_error::{InputError, InputName};

/// The section about addresses.
#[derive(Clone, Debug)]
pub struct ContactView {
    /// Proves that the forms were rendered for this session.
    pub csrf: String,
    /// Whether the person proved lately who they are.
    pub fresh: bool,
    /// The addresses.
    pub addresses: Vec<ContactInfo>,
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
