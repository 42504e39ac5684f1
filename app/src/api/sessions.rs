//! A person's sessions. Its forms are plain posts, with WebAssembly too.

use leptos::server;
use serde::{Deserialize, Serialize};

use crate::client::AppClient;
use crate::error::AppError;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionsOutcome {
    /// So many sessions were ended.
    Ended(usize),
    /// There is no such session: it had ended already.
    Gone,
}

/// The page of one's sessions.
#[server(endpoint = "sessions", client = AppClient)]
pub async fn load_sessions() -> Result<SessionsView, AppError> {
    crate::server::sessions::show().await
}

/// Ends another session of one's own.
#[server(endpoint = "end_session", client = AppClient)]
pub async fn end_session(#[server(default)] handle: String) -> Result<SessionsOutcome, AppError> {
    crate::server::sessions::end_one(&handle).await
}

/// Ends all other sessions of one's own.
#[server(endpoint = "end_other_sessions", client = AppClient)]
pub async fn end_other_sessions() -> Result<SessionsOutcome, AppError> {
    crate::server::sessions::end_others().await
}

/// Signs out on every device, and at the pool for every application.
#[server(endpoint = "sign_out_everywhere", client = AppClient)]
pub async fn sign_out_everywhere() -> Result<(), AppError> {
    crate::server::sessions::sign_out_everywhere().await
}
