//! What the page of one's data shows besides its texts.

use serde::{Deserialize, Serialize};

use crate::error::AppError;
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
    /// Whether the page that compares the sources of attributes is there.
    pub shows_sources: bool,
    /// What became of the form when it was last posted.
    pub outcome: Option<DeletionOutcome>,
    /// What was typed before the person confirmed who they are.
    pub typed: Option<String>,
}

/// Why the form that deletes an account did not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeletionOutcome {
    /// Nothing was changed: this is wrong with the name.
    WrongName(InputErrorKind),
    /// Nothing was changed for another reason.
    NotSaved(AppError),
}
