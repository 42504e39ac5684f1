//! Rights on attributes that the app client turns out to lack. Only AWS credentials can look them up, so they are noticed
//! by what the pool answers: an error in the log names each once, and people are no longer asked for what cannot be kept
//! or seen.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use attributes::{Attribute, Changes, FieldError, Rule, Values};
use cognito::ServiceErrorCode;

use signin::{Session, SessionCallError};

use crate::Auth;
use crate::error::SaveError;
use crate::profile::Profile;

/// A right of the app client on an attribute.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Right {
    Read,
    Write,
}

/// The rights that are missing, as far as this process has noticed.
#[derive(Default)]
pub(crate) struct MissingRights(Mutex<BTreeSet<(String, Right)>>);

impl MissingRights {
    /// Whether an attribute is of no use to ask for.
    pub fn concern(&self, attribute: &Attribute) -> bool {
        let missing = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        missing.iter().any(|(name, _)| *name == attribute.name)
    }

    fn note(&self, name: &str, right: Right) {
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
    fn forget<'a>(&self, names: impl Iterator<Item = &'a String>, right: Right) {
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

/// What came of a write.
#[derive(Default)]
pub(crate) struct Written {
    pub changes: Changes,
    /// What was not written.
    pub errors: Vec<FieldError>,
}

impl Auth {
    /// Writes all of it or nothing, unless a right is missing: then whatever can be written is.
    pub(crate) async fn write_what_may_be(
        &self,
        session: &Session,
        changes: Changes,
    ) -> Result<Written, SaveError> {
        match self.write(session, &changes).await {
            Ok(()) => {
                let names = changes.set.keys().chain(&changes.remove);
                self.inner.missing_rights.forget(names, Right::Write);
                Ok(Written {
                    changes,
                    errors: Vec::new(),
                })
            }
            Err(error) if is_right_missing(&error) => self.write_one_by_one(session, changes).await,
            Err(error) => Err(SaveError::from_write(error, &changes)),
        }
    }

    /// The pool does not say which attribute it means.
    async fn write_one_by_one(&self, session: &Session, changes: Changes) -> Result<Written, SaveError> {
        let singles = singles(changes);
        let is_known = singles.len() == 1;
        let mut written = Written::default();
        for (name, single) in singles {
            let outcome = if is_known {
                None
            } else {
                Some(self.write(session, &single).await)
            };
            match outcome {
                Some(Ok(())) => {
                    written.changes.set.extend(single.set);
                    written.changes.remove.extend(single.remove);
                }
                Some(Err(error)) if !is_right_missing(&error) => {
                    match SaveError::from_write(error, &single) {
                        SaveError::Fields(errors) => written.errors.extend(errors),
                        error => return Err(error),
                    }
                }
                _ => {
                    self.inner.missing_rights.note(&name, Right::Write);
                    written.errors.push(FieldError::new(&name, Rule::NotWritable));
                }
            }
        }
        Ok(written)
    }

    /// After a first answer: whether it can be seen. Otherwise the person would be asked for it again and again.
    pub(crate) async fn check_readable(&self, session: &Session, before: &Values, written: &Changes) {
        let is_first = |name: &&String| !before.contains_key(*name) && self.is_asked(name);
        let first: Vec<&String> = written.set.keys().filter(is_first).collect();
        if first.is_empty() {
            return;
        }
        // Whoever cannot be reached is asked at the next view anyway.
        let Ok(Profile { values, .. }) = self.read_profile(session).await else {
            return;
        };
        for name in first.into_iter().filter(|name| !values.contains_key(*name)) {
            self.inner.missing_rights.note(name, Right::Read);
        }
    }

    fn is_asked(&self, name: &str) -> bool {
        let attribute = self.inner.schema.get(name);
        attribute.is_some_and(|attribute| attribute.ask != attributes::Ask::No)
    }
}

/// Of the token the pool has just said that it is good.
fn is_right_missing(error: &SessionCallError) -> bool {
    matches!(error, SessionCallError::Refused(refusal) if refusal.service_code() == Some(&ServiceErrorCode::NotAuthorized))
}

/// One change for each attribute.
fn singles(changes: Changes) -> Vec<(String, Changes)> {
    let set = changes.set.into_iter().map(|(name, value)| {
        let single = Changes {
            set: [(name.clone(), value)].into(),
            ..Changes::default()
        };
        (name, single)
    });
    let removed = changes.remove.into_iter().map(|name| {
        let single = Changes {
            remove: vec![name.clone()],
            ..Changes::default()
        };
        (name, single)
    });
    set.chain(removed).collect()
}
