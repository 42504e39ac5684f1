//! English.

mod account;
mod attributes;
#[cfg(feature = "ssr")]
mod calendar;
mod contact;
mod new_password;
mod pages;
mod sessions;
mod sign_up;
mod sources;

use crate::error::ErrorKind;
use crate::texts::{Actions, ErrorText, Form, NextStep, Texts, Theme};

pub(super) use pages::PAGES;

pub(super) const TEXTS: Texts = Texts {
    code: "en",
    direction: "ltr",
    decimal_comma: false,
    name: "English",
    hosted_ui: Some("en"),
    language: "Language",
    skip_to_content: "Skip to content",
    loading: "Loading…",
    actions: Actions {
        sign_in: "Sign in",
        create_account: "Create account",
        sign_out: "Sign out",
        profile: "Profile",
        account: "Account",
        confirm_identity: "Confirm that it is you",
        choose_password: "Choose a new password",
        home: "Home",
        try_again: "Try again",
        save: "Save changes",
        saving: "Saving…",
        save_and_continue: "Save and continue",
        cancel: "Cancel",
    },
    form: Form {
        title_of_error: "Error: ",
        zone: "Time zone",
        optional: "optional",
        choose: "Choose…",
        yes: "Yes",
        no: "No",
        no_answer: "No answer",
        summary: |count| match count {
            1 => "One field needs your attention".to_owned(),
            _ => format!("{count} fields need your attention"),
        },
        draft_found: "You have unsaved changes from before.",
        draft_use: "Restore them",
        draft_drop: "Discard them",
        saved: "Your changes are saved.",
        unchanged: "There was nothing to save: you have not changed anything.",
        not_saved: "Your changes are not saved.",
        length: |length, longest| format!("{length} of {longest} characters"),
        no_value: "Not set",
    },
    theme: Theme {
        label: "Appearance",
        system: "System",
        light: "Light",
        dark: "Dark",
    },
    rule: attributes::rule,
    name_rule: sign_up::name_rule,
    attributes: attributes::TEXTS,
    new_password: new_password::TEXTS,
    error,
    reference: "Reference",
};

#[expect(clippy::too_many_lines, reason = "a list, one entry for each kind")]
fn error(kind: ErrorKind) -> ErrorText {
    let (title, body, next) = match kind {
        ErrorKind::SignedOut => (
            "You are signed out",
            "Your session has ended, and nothing was changed. Sign in again to go on where you were.",
            NextStep::SignIn,
        ),
        ErrorKind::Ended => (
            "Your session was ended",
            "Your user pool has ended this session, and nothing was changed. Sign in again to go on.",
            NextStep::SignIn,
        ),
        ErrorKind::Incomplete => (
            "Some details are missing",
            "Please fill in the details we need first.",
            NextStep::GoHome,
        ),
        ErrorKind::NotFresh => (
            "Please confirm that it is you",
            "This needs a sign-in of the last few minutes, and yours is older. Nothing was changed.",
            NextStep::Confirm,
        ),
        ErrorKind::PasswordReset => (
            "You need a new password",
            "Your password was reset, so nothing was changed. Choose a new one to go on.",
            NextStep::NewPassword,
        ),
        ErrorKind::NotAskedAgain => (
            "We could not confirm that it is you",
            "Your user pool sent you back without asking for your password. Nothing was changed. Sign out, then \
             sign in again.",
            NextStep::SignOut,
        ),
        ErrorKind::Denied => (
            "You did not sign in",
            "The sign-in was cancelled or not allowed. Nothing was changed.",
            NextStep::SignIn,
        ),
        ErrorKind::NotPending => (
            "This browser has no sign-in under way",
            "The sign-in was started in another browser or window, or this browser does not accept cookies.",
            NextStep::SignIn,
        ),
        ErrorKind::SignInTooLate => (
            "Your sign-in took too long",
            "More than an hour went by on the sign-in page, so we could not finish. Nothing was changed. Sign in again \
             to go on where you were going: you may not have to type your password a second time.",
            NextStep::SignIn,
        ),
        ErrorKind::TwoSessions => (
            "This browser sends two sign-ins",
            "Two cookies of ours came at once, and we cannot tell which one is yours. Delete the cookies of this site \
             in your browser, then sign in again.",
            NextStep::GoHome,
        ),
        ErrorKind::NoCookies => (
            "This form needs a cookie",
            "Your browser did not send our cookie back: it does not accept cookies, or this page was open for more \
             than a day. Nothing was sent on. Allow cookies for this site, then send the form again.",
            NextStep::TryAgain,
        ),
        ErrorKind::UsedOrExpired => (
            "This sign-in link no longer works",
            "It was used already or is too old. If you are signed in in another tab you can go on there; \
             otherwise sign in again.",
            NextStep::SignIn,
        ),
        ErrorKind::Misconfigured => (
            "Signing in is not set up correctly",
            "This is our mistake, not yours. Please tell your administrator and give them the reference below.",
            NextStep::GoHome,
        ),
        ErrorKind::Refused => (
            "Your user pool said no",
            "It did not accept the request. If this happens again, please tell your administrator.",
            NextStep::TryAgain,
        ),
        ErrorKind::SignUpClosed
        | ErrorKind::SignUpRefused
        | ErrorKind::WaitAMinute
        | ErrorKind::WaitAWhile
        | ErrorKind::WaitAnHour => sign_up::error(kind),
        ErrorKind::Untrusted => (
            "We could not verify the answer",
            "What came back from the sign-in page did not pass our checks, so you were not signed in.",
            NextStep::SignIn,
        ),
        ErrorKind::Unavailable => (
            "Your user pool cannot be reached",
            "It is not answering right now. Nothing is lost: please try again in a moment.",
            NextStep::TryAgain,
        ),
        ErrorKind::StoreUnavailable => (
            "We cannot keep anything right now",
            "The place where we keep who is signed in does not answer or is full. Nothing was changed, and you stay \
             signed in: please try again in a few minutes.",
            NextStep::TryAgain,
        ),
        ErrorKind::Offline => (
            "No connection",
            "Our server did not answer. Check your connection and try again.",
            NextStep::TryAgain,
        ),
        ErrorKind::BadRequest => (
            "That did not work",
            "We could not make sense of the request.",
            NextStep::GoHome,
        ),
        ErrorKind::Forged => (
            "This form came too late",
            "It was not sent from a page of ours, or its page is too old. Nothing was changed: open the page \
             again, and sign in if it asks you to.",
            NextStep::GoHome,
        ),
        ErrorKind::AddressTooLong => (
            "This address is too long",
            "We cannot bring you back to an address of this length. Sign in first, then open it again.",
            NextStep::GoHome,
        ),
        ErrorKind::TooLarge => (
            "That was too much",
            "More was sent at once than any of our forms holds. Nothing was changed.",
            NextStep::GoHome,
        ),
        ErrorKind::NotFound => (
            "There is no such page",
            "The address may be mistyped, or the page has moved.",
            NextStep::GoHome,
        ),
        ErrorKind::Failed => (
            "Something went wrong on our side",
            "Please try again. If it happens again, give the reference below to your administrator.",
            NextStep::TryAgain,
        ),
    };
    ErrorText { title, body, next }
}
