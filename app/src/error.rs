//! What can go wrong, as the browser learns of it: a closed list without a word of free text, because after
//! a plain form post an error travels in the URL, where any link could write it.

use std::fmt;
use std::num::ParseIntError;
use std::str::FromStr;

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// A failure and the request it happened in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppError {
    /// What happened.
    pub kind: ErrorKind,
    /// Finds the request in the log; absent when the server was not reached.
    pub request_id: Option<RequestId>,
}

/// Everything that can go wrong, one sentence each in `crate::texts`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorKind {
    /// There is no live session.
    SignedOut,
    /// The user pool ended the session.
    Ended,
    /// Required attributes are missing: the form after registration comes first.
    Incomplete,
    /// The last sign-in is too long ago for this: the person must prove again who they are.
    NotFresh,
    /// They were to prove it, and the pool did not ask.
    NotAskedAgain,
    /// The password was reset by an administrator: the person must choose a new one first.
    PasswordReset,
    /// The person, or their identity provider, said no.
    Denied,
    /// No sign-in was started in this browser.
    NotPending,
    /// The sign-in took longer than one may.
    SignInTooLate,
    /// The browser sends two sessions, of which it is not known which is its own.
    TwoSessions,
    /// The browser did not send back what a form is tied to it by.
    NoCookies,
    /// The sign-in link was used before or is too old.
    UsedOrExpired,
    /// The app client does not fit its pool; details are in the log.
    Misconfigured,
    /// The pool said no.
    Refused,
    /// Sign-up is not possible in this way; details are in the log.
    SignUpClosed,
    /// The pool does not want this person to sign up.
    SignUpRefused,
    /// Too many attempts: again in a minute.
    WaitAMinute,
    /// Too many attempts: again in a quarter of an hour.
    WaitAWhile,
    /// Too many attempts: again in an hour.
    WaitAnHour,
    /// The pool's answer did not pass its checks.
    Untrusted,
    /// The pool cannot be reached or is busy.
    Unavailable,
    /// The session store does not answer, or takes nothing in.
    StoreUnavailable,
    /// The request made no sense.
    BadRequest,
    /// A form that was not rendered for this session, or is too old.
    Forged,
    /// The address is too long to be kept until the person comes back to it.
    AddressTooLong,
    /// More was sent than any form of ours holds.
    TooLarge,
    /// There is no such page.
    NotFound,
    /// The server could not be reached from the browser.
    Offline,
    /// Our own failure.
    Failed,
}

/// Sixteen hexadecimal digits that name one request: in the log, in the `x-request-id` header, on an error page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct RequestId(pub u64);

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl FromStr for RequestId {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        u64::from_str_radix(text, 16).map(Self)
    }
}

impl From<RequestId> for String {
    fn from(id: RequestId) -> Self {
        id.to_string()
    }
}

impl TryFrom<String> for RequestId {
    type Error = ParseIntError;

    fn try_from(text: String) -> Result<Self, ParseIntError> {
        text.parse()
    }
}

impl From<ErrorKind> for AppError {
    fn from(kind: ErrorKind) -> Self {
        Self {
            kind,
            request_id: None,
        }
    }
}

impl ErrorKind {
    /// Whether it means that there is no session any more.
    pub(crate) fn is_over(self) -> bool {
        matches!(self, Self::SignedOut | Self::Ended)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        let kind = match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => ErrorKind::Offline,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => unreadable(),
            // Here of what was sent to us, in the browser of what we answered.
            #[cfg(feature = "ssr")]
            ServerFnErrorErr::Deserialization(_) => unreadable(),
            _ => ErrorKind::Failed,
        };
        kind.into()
    }
}

/// What Leptos says of a form with other fields than ours.
fn unreadable() -> ErrorKind {
    #[cfg(feature = "ssr")]
    crate::server::mark_unreadable();
    ErrorKind::BadRequest
}
