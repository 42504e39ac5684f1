//! What happened, for people and tests that look in from outside: mails, requests, issued tokens.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

use clock::Timestamp;
use serde::Serialize;

/// How many entries of each kind are kept unless told otherwise; the oldest go first.
pub(crate) const KEPT: usize = 10_000;

/// An e-mail or text message that the pool would have sent.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct Message {
    /// Milliseconds since the epoch, by the pool's clock.
    pub at: Timestamp,
    /// The pool it comes from.
    pub pool_id: String,
    /// `sub` of the user.
    pub sub: String,
    /// `EMAIL` or `SMS`.
    pub medium: &'static str,
    /// Address or number.
    pub to: String,
    /// One line.
    pub subject: String,
    /// The text.
    pub body: String,
    /// What it is for: `sign-up`, `reset-password`, `verify-email`, `verify-phone_number`, `invitation`.
    pub purpose: String,
    /// The code, or the temporary password.
    pub code: String,
}

/// A request that was answered.
#[derive(Clone, Debug, Serialize, PartialEq)]
pub struct RecordedRequest {
    /// Milliseconds since the epoch, by the pool's clock.
    pub at: Timestamp,
    /// `GET`, `POST`, …
    pub method: String,
    /// Path without the query.
    pub path: String,
    /// The JSON API's operation, such as `GetUser`.
    pub operation: Option<String>,
    /// The grant type of a call to `/oauth2/token`.
    pub grant_type: Option<String>,
    /// HTTP status of the answer.
    pub status: u16,
}

/// The last entries of one kind.
#[derive(Debug)]
pub(crate) struct Journal<T> {
    entries: Mutex<VecDeque<T>>,
    kept: usize,
}

impl<T> Default for Journal<T> {
    fn default() -> Self {
        Self::keeping(KEPT)
    }
}

impl<T> Journal<T> {
    /// The last so many.
    pub fn keeping(kept: usize) -> Self {
        Self {
            entries: Mutex::new(VecDeque::new()),
            kept: kept.max(1),
        }
    }
}

impl<T: Clone> Journal<T> {
    pub fn push(&self, entry: T) {
        let mut entries = self.lock();
        if entries.len() == self.kept {
            entries.pop_front();
        }
        entries.push_back(entry);
    }

    /// Oldest first.
    pub fn all(&self) -> Vec<T> {
        self.lock().iter().cloned().collect()
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<T>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
