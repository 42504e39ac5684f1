//! Writing attributes at the pool: all or nothing, unless the app client lacks a right on one of them.

use std::sync::Arc;

use attributes::{Ask, Changes, FieldError, Rule, Schema, Values};
use cognito::ServiceErrorCode;
use signin::{
    Idempotency, PoolCalls, QuotaCategory, SecurityEvent, SecurityLog, Session, SessionCallError, Tokens,
};

use crate::profile::Profile;
use crate::profiles::Profiles;
use crate::rights::{MissingRights, Right};
use crate::save_error::SaveError;

/// Writes attributes. Cheap to clone.
#[derive(Clone)]
pub(crate) struct AttributeWriter {
    pub profiles: Profiles,
    pub tokens: Tokens,
    pub pool: PoolCalls,
    pub security: SecurityLog,
    pub rights: MissingRights,
    pub schema: Arc<Schema>,
}

/// What came of a write.
#[derive(Default)]
pub(crate) struct Written {
    pub changes: Changes,
    /// What was not written.
    pub errors: Vec<FieldError>,
}

impl AttributeWriter {
    /// Writes all of it or nothing, unless a right is missing: then whatever can be written is.
    pub async fn write_what_may_be(&self, session: &Session, changes: Changes) -> Result<Written, SaveError> {
        match self.write(session, &changes).await {
            Ok(()) => {
                let names = changes.set.keys().chain(&changes.remove);
                self.rights.forget(names, Right::Write);
                Ok(Written {
                    changes,
                    errors: Vec::new(),
                })
            }
            Err(error) if is_right_missing(&error) => self.write_one_by_one(session, changes).await,
            Err(error) => Err(SaveError::from_write(error, &changes)),
        }
    }

    /// One call for all: Cognito unsets an attribute that is sent blank (`UpdateUserAttributes`).
    async fn write(&self, session: &Session, changes: &Changes) -> Result<(), SessionCallError> {
        let blanks = changes.remove.iter().map(|name| (name.clone(), String::new()));
        let values: Values = changes.set.clone().into_iter().chain(blanks).collect();
        let (cognito, values) = (self.pool.cognito(), &values);
        let write = |token| async move { cognito.update_user_attributes(&token, values).await };
        self.tokens
            .of(session)
            .with_access_token(QuotaCategory::Update, Idempotency::Idempotent, write)
            .await?;
        let names: Vec<&str> = values.keys().map(String::as_str).collect();
        let line = self.security.event(SecurityEvent::Attributes).of(session);
        line.done(&names.join(" "));
        Ok(())
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
                    self.rights.note(&name, Right::Write);
                    written.errors.push(FieldError::new(&name, Rule::NotWritable));
                }
            }
        }
        Ok(written)
    }

    /// After a first answer: whether it can be seen. Otherwise the person would be asked for it again and again.
    pub async fn check_readable(&self, session: &Session, before: &Values, written: &Changes) {
        let is_first = |name: &&String| !before.contains_key(*name) && self.is_asked(name);
        let first: Vec<&String> = written.set.keys().filter(is_first).collect();
        if first.is_empty() {
            return;
        }
        // If the pool cannot be reached, the next view asks anyway.
        let Ok(Profile { values, .. }) = self.profiles.read(session).await else {
            return;
        };
        for name in first.into_iter().filter(|name| !values.contains_key(*name)) {
            self.rights.note(name, Right::Read);
        }
    }

    fn is_asked(&self, name: &str) -> bool {
        let attribute = self.schema.get(name);
        attribute.is_some_and(|attribute| attribute.ask != Ask::No)
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
