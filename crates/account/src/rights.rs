//! Rights on attributes that the app client turns out to lack. Only AWS credentials can look them up, so they are noticed
//! by what the pool answers: an error in the log names each once, and people are no longer asked for what cannot be kept
//! or seen.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use attributes::{Attribute, Values};

/// A right of the app client on an attribute.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Right {
    Read,
    Write,
}

/// The rights that are missing, as far as this process has noticed. Clones share what was noticed.
#[derive(Clone, Default)]
pub(crate) struct MissingRights(Arc<Mutex<BTreeSet<(String, Right)>>>);

impl MissingRights {
    /// Whether an attribute is of no use to ask for.
    pub fn concern(&self, attribute: &Attribute) -> bool {
        let missing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        missing.iter().any(|(name, _)| *name == attribute.name)
    }

    /// Logs a right that is missing, once.
    pub fn note(&self, name: &str, right: Right) {
        let mut missing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if missing.insert((name.to_owned(), right)) {
            tracing::error!(
                event = "right_missing",
                attribute = name,
                ?right,
                "the app client lacks a right on this attribute, so people are not asked for it: grant it, and see \
                 `operator attributes check`"
            );
        }
    }

    /// They were granted meanwhile.
    pub fn forget<'a>(&self, names: impl Iterator<Item = &'a String>, right: Right) {
        let mut missing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !missing.is_empty() {
            for name in names {
                missing.remove(&(name.clone(), right));
            }
        }
    }

    /// What was read can be read.
    pub fn note_read(&self, values: &Values) {
        self.forget(values.keys(), Right::Read);
    }
}
