//! What the pages say.

use super::account::Account;
#[cfg(feature = "ssr")]
use super::calendar::Calendar;
use super::contact::Contact;
use super::sessions::Sessions;
use super::sign_up::{Confirm, SignUp};
use super::sources::Sources;

/// The sentences of one language that only the server says: those of the pages, by name.
pub struct Pages {
    pub home: Home,
    pub signing_in: SigningIn,
    pub welcome: Welcome,
    pub profile: Profile,
    pub sessions: Sessions,
    pub sign_out: SignOut,
    pub account: Account,
    pub contact: Contact,
    pub sources: Sources,
    pub sign_up: SignUp,
    pub confirm: Confirm,
    /// Names of standard attributes (OpenID Connect Core section 5.1) that are shown but not edited.
    pub standard: fn(&str) -> Option<&'static str>,
    #[cfg(feature = "ssr")]
    pub calendar: Calendar,
}

pub struct Home {
    pub title: &'static str,
    pub lead: &'static str,
    pub points: &'static [(&'static str, &'static str)],
    pub hello: fn(&str) -> String,
    pub hello_lead: &'static str,
}

pub struct SigningIn {
    pub title: &'static str,
    pub body: &'static str,
}

pub struct Welcome {
    pub title: &'static str,
    pub lead: &'static str,
    /// The same when all that is asked can be skipped.
    pub optional_lead: &'static str,
    /// What can be done without an answer; links follow.
    pub without_answer: &'static str,
    /// Over the answers of a sign-up form that somebody else may have filled in.
    pub review_lead: &'static str,
}

pub struct Profile {
    pub title: &'static str,
    pub account: &'static str,
    pub details: &'static str,
}

pub struct SignOut {
    pub title: &'static str,
    pub question: &'static str,
    pub done_title: &'static str,
    pub done: &'static str,
    /// The session could not be ended when the browser forgot it.
    pub here_unknown: &'static str,
    /// Leads to the pool's own sign-out, of that name.
    pub pool_remembers: &'static str,
    pub at_the_pool: &'static str,
}
