//! A person's sessions. Its forms are plain posts, with WebAssembly too.

use serde::{Deserialize, Serialize};

/// The page of one's sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionsView {
    /// Proves that the forms were rendered for this session.
    pub csrf: String,
    /// This one first, then by last use.
    pub sessions: Vec<SessionView>,
    /// What became of the last post.
    pub outcome: Option<SessionsOutcome>,
}

/// One session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// Names it in a form.
    pub handle: String,
    /// The browser, if its name is known.
    pub browser: Option<String>,
    /// The system, if its name is known.
    pub system: Option<String>,
    /// When it was begun.
    pub first: MomentView,
    /// When it was last used.
    pub last: MomentView,
    /// Whether it is the one that looks.
    pub is_this: bool,
}

/// A moment, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MomentView {
    /// For programs: `2026-11-24T20:15:00Z` (RFC 3339).
    pub at: String,
    /// As people write it: `24 November 2026, 20:15 UTC`.
    pub written: String,
    /// How long ago, if less than a week: `2 hours ago`.
    pub ago: Option<String>,
}

/// What became of a post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionsOutcome {
    /// This one was ended. It stood at this place of the list, and is shown there once more: the next button must not come
    /// below the pointer that has just pressed this one's.
    EndedOne(usize, Box<SessionView>),
    /// So many sessions were ended.
    Ended(usize),
    /// There is no such session: it had ended already.
    Gone,
}
