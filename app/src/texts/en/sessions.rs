//! The page of one's sessions, in English.

use crate::texts::sessions::Sessions;

pub(super) const TEXTS: Sessions = Sessions {
    title: "Where you are signed in",
    lead: "Each browser you signed in with, and when it was used. End what you do not know.",
    device: |browser, system| format!("{browser} on {system}"),
    unknown_browser: "Unknown browser",
    unknown_system: "an unknown system",
    this_one: "this browser",
    first: "Signed in",
    last: "Last used",
    end: "End",
    end_of: |device, begun| format!("End the session of {device}, begun {begun}"),
    end_others: "End all others",
    no_others: "You are signed in nowhere else.",
    everywhere_title: "Sign out everywhere",
    everywhere: "Ends every session, this one too, and those of other applications of your user pool.",
    everywhere_button: "Sign out everywhere",
    ended: |count| match count {
        0 => "There was no other session.".to_owned(),
        1 => "One session was ended.".to_owned(),
        _ => format!("{count} sessions were ended."),
    },
    gone: "That session had ended already.",
    elsewhere_unknown: "Your user pool did not answer: other applications may still have you signed in.",
};
