//! What the page of one's data shows besides its texts.

use serde::{Deserialize, Serialize};

use crate::error::AppError;
use crate::pages::sessions::view::MomentView;
use crate::pages::small_form::input_error::InputErrorKind;

/// The page of one's data.
#[derive(Clone, Debug)]
pub(super) struct DataView {
    /// Proves that the form was rendered for this session.
    pub csrf: String,
    /// What to type before the account is deleted: the email address, or the user name.
    pub name: String,
    /// Whether the person proved lately who they are. Else there is no form yet.
    pub fresh: bool,
    /// What there is to agree to.
    pub consents: ConsentsView,
    /// Whether the page that compares the sources of attributes is there.
    pub shows_sources: bool,
    /// What became of the form when it was last posted.
    pub outcome: Option<DeletionOutcome>,
    /// What was typed before the person confirmed who they are.
    pub typed: Option<String>,
}

/// The consents of the list, with what became of the form that was posted last.
#[derive(Clone, Debug)]
pub(super) struct ConsentsView {
    pub consents: Vec<ConsentView>,
    pub answer: Option<ConsentAnswer>,
}

/// One consent.
#[derive(Clone, Debug)]
pub(super) struct ConsentView {
    /// The attribute that holds it.
    pub name: String,
    /// What one agrees to.
    pub label: String,
    /// Where its text stands, and in which version.
    pub link: String,
    pub version: u32,
    pub state: ConsentState,
    /// What the person can do about it.
    pub offers: Vec<ConsentOffer>,
}

/// What a person made of a consent. Moments are as their language writes them.
#[derive(Clone, Debug)]
pub(super) enum ConsentState {
    /// They never agreed.
    Not,
    /// They agreed to a version, then.
    Given { version: u32, at: MomentView },
    /// They had agreed to a version and withdrew it, then.
    Withdrawn {
        version: u32,
        given_at: MomentView,
        at: MomentView,
    },
}

/// A button.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ConsentOffer {
    Give,
    Withdraw,
}

/// What became of a form about the consent in this attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ConsentAnswer {
    pub attribute: String,
    pub outcome: ConsentOutcome,
}

/// What became of a form about a consent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ConsentOutcome {
    /// It is given.
    Given,
    /// It is withdrawn.
    Withdrawn,
    /// Nothing was changed: the page had shown another version.
    AnotherVersion,
    /// Nothing was changed.
    NotSaved(AppError),
}

/// Why the form that deletes an account did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeletionOutcome {
    /// Nothing was changed: this is wrong with the name.
    WrongName(InputErrorKind),
    /// Nothing was changed for another reason.
    NotSaved(AppError),
}
