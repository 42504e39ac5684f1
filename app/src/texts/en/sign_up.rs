//! Making an account and confirming it, in English.

use attributes::{NameRule, Username};

use crate::error::ErrorKind;
use crate::texts::NextStep;
use crate::texts::sign_up::{Confirm, SignUp};

pub(super) const SIGN_UP: SignUp = SignUp {
    title: "Create your account",
    lead: "It takes two steps: this form, and a code that we send you.",
    username,
    username_help,
    email: "E-mail address",
    email_help: "We send a code to this address.",
    password: "Password",
    submit: "Create account",
    have_account: "You have an account already?",
    have_code: "Enter a confirmation code",
    not_done: "Your account was not created.",
};

pub(super) const CONFIRM: Confirm = Confirm {
    title: "Confirm your account",
    sent_to: |address| format!("If {address} has an account to confirm, a code is on its way there."),
    sent: "If there is an account to confirm, a code is on its way to its address.",
    sent_again: "We have asked for another code. Only the newest one works. None comes if the account is confirmed \
                 already, perhaps on another device: then just sign in.",
    proof_sent_to: |address| {
        format!(
            "This account was confirmed in another browser. To be sure that it is yours, we have sent a code to {address}."
        )
    },
    lead: confirm_lead,
    code: "Confirmation code",
    code_help: "Six digits from the message. It works for 24 hours.",
    no_code: "Please enter the code.",
    bad_code: "This code is wrong, too old or already used. Check it, or ask for another one. If your account is \
               confirmed already, just sign in.",
    address_taken: "This address belongs to another account already. Sign in with that one.",
    submit: "Confirm",
    not_done: "Your account was not confirmed.",
    resend: "Send another code",
    other: "Use another address",
    trouble_title: "No code?",
    trouble: &[
        "Look into your spam folder, and wait a few minutes.",
        "You may have an account already, then no code is sent: sign in, or choose a new password.",
        "Was the address mistyped? Sign up again with the right one.",
        "Forgotten the password before you could confirm? Confirm first, then choose a new password.",
    ],
    sign_up_again: "Sign up again",
    forgot_password: "Choose a new password",
    done_title: "Your account is confirmed",
    done: "You can sign in now.",
    done_before: "This account was begun before, perhaps by somebody else and with a password of theirs. Nobody can use \
                  it until you have signed in in this browser. Choose a new password first, unless you are sure that \
                  only you know it.",
};

fn confirm_lead(kind: Username) -> &'static str {
    match kind {
        Username::Email => "The address you signed up with. We sent the code to it.",
        Username::PhoneNumber => "The number you signed up with. We sent the code to it.",
        Username::Name => "The name you signed up with. We sent the code to your e-mail address.",
    }
}

fn username(kind: Username) -> &'static str {
    match kind {
        Username::Email => "E-mail address",
        Username::PhoneNumber => "Telephone number",
        Username::Name => "User name",
    }
}

fn username_help(kind: Username) -> &'static str {
    match kind {
        Username::Email => "You sign in with it, and we send a code to it.",
        Username::PhoneNumber => {
            "With + and the country code. You sign in with it, and we send a code to it."
        }
        Username::Name => "You sign in with it. No blanks.",
    }
}

pub(super) fn name_rule(rule: NameRule) -> &'static str {
    match rule {
        NameRule::Required => "Please fill this in.",
        NameRule::NotAnEmail => "Please enter an e-mail address, such as ada@example.com.",
        NameRule::NotAPhoneNumber => {
            "Please enter the number with + and the country code, such as +49 30 1234567."
        }
        NameRule::NotAName => "Please leave out blanks and invisible characters.",
        NameRule::TooLong => "Please use at most 128 characters.",
        NameRule::Refused => "The user pool does not accept this. Please check it.",
    }
}

/// Title, body and next step of failures around sign-ups and attempts; of any other kind it says to wait.
pub(super) fn error(kind: ErrorKind) -> (&'static str, &'static str, NextStep) {
    match kind {
        ErrorKind::SignUpClosed => (
            "Nobody can sign up here right now",
            "Your user pool does not take new accounts in this way. Please tell your administrator and give them \
             the reference below.",
            NextStep::GoHome,
        ),
        ErrorKind::SignUpRefused => (
            "Your user pool did not accept the sign-up",
            "It has rules of its own for new accounts, and this one does not meet them. Please ask your \
             administrator.",
            NextStep::GoHome,
        ),
        ErrorKind::WaitAMinute => (
            "That was a little too fast",
            "There have been many attempts from your connection or for this account. Please try again in a minute.",
            NextStep::TryAgain,
        ),
        ErrorKind::WaitAWhile => (
            "Too many attempts",
            "There have been many attempts from your connection or for this account. Please try again in a quarter \
             of an hour.",
            NextStep::TryAgain,
        ),
        _ => (
            "Too many attempts",
            "There have been many attempts from your connection or for this account. Please try again in an hour.",
            NextStep::TryAgain,
        ),
    }
}
