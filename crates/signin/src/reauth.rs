//! Changes of credentials need recent authentication (ASVS 7.5.1): a browser that was
//! left open is not enough.

use std::ops::Deref;
use std::time::Duration;

use clock::{Clock, Timestamp};
use cognito::Subject;
use serde::{Deserialize, Serialize};

use crate::session::Session;

/// How far the pool's clock and ours may be apart.
const LEEWAY: Duration = Duration::from_mins(1);

/// A session whose person proved lately who they are. The flows that need one take nothing else.
#[derive(Clone, Debug)]
pub struct RecentlyAuthenticated(Session);

/// The last sign-in is too long ago: the person must prove again who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the last sign-in is too long ago for this")]
pub struct ReauthRequired;

/// What a sign-in was asked to confirm: the answer must be newer, or the pool did not ask.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct PreviousAuth {
    subject: Subject,
    authenticated_at: Timestamp,
}

impl PreviousAuth {
    pub fn of(session: &Session) -> Self {
        Self {
            subject: session.subject().clone(),
            authenticated_at: session.authenticated_at(),
        }
    }

    /// Whether the same person comes back with the same old proof. Another user is a sign-in like any other.
    pub fn is_repeated_by(&self, subject: &Subject, authenticated_at: Timestamp) -> bool {
        self.subject == *subject && authenticated_at <= self.authenticated_at
    }
}

/// Judges how recent a sign-in is. Cheap to clone.
#[derive(Clone)]
pub struct Reauth {
    pub(crate) clock: Clock,
    pub(crate) recent_auth: Duration,
}

impl Reauth {
    /// The session, if its person proved who they are within [`crate::Lifetimes::recent_auth`].
    ///
    /// # Errors
    /// [`ReauthRequired`] if not.
    pub fn require_recent_auth(&self, session: &Session) -> Result<RecentlyAuthenticated, ReauthRequired> {
        let (now, proved_at) = (self.clock.now(), session.authenticated_at());
        let is_recent = proved_at <= now + LEEWAY && now.saturating_since(proved_at) < self.recent_auth;
        if is_recent {
            Ok(RecentlyAuthenticated(session.clone()))
        } else {
            Err(ReauthRequired)
        }
    }
}

impl Deref for RecentlyAuthenticated {
    type Target = Session;

    fn deref(&self) -> &Session {
        &self.0
    }
}
