//! The account page, in English.

use crate::api::{AccountChange, Input, Reason};
use crate::texts::{Account, Factor, Leave, Password};

pub(super) const TEXTS: Account = Account {
    title: "Your account",
    lead: "How you sign in, and how to leave.",
    confirm: "To change anything here, please sign in once more. You will come straight back to this page.",
    password: Password {
        title: "Password",
        help: "A long one that you use nowhere else. Pasting from a password manager works.",
        sign_out_others: "Sign me out everywhere else",
        submit: "Change password",
    },
    factor: Factor {
        title: "Authenticator app",
        about: "With an authenticator app on your phone, your password alone is not enough to sign in: a code of \
                the app is asked for, too.",
        on: "On: a code is asked for when you sign in.",
        off: "Off: your password alone is enough to sign in.",
        unknown: "We cannot tell right now whether it is on. Please try again in a moment.",
        broken: "A new app was begun and not finished. The app you had before may no longer work, and your account \
                 may be protected by your password alone. Finish below, or turn it off.",
        unfinished: "An app was begun and not finished. Finish below, or cancel the set-up.",
        begin: "Set up an app",
        begin_again: "Begin again with a new key",
        replace: "Replace the app",
        replace_warning: "Replacing the app makes the one you have now useless at once, even before the new one \
                          works. Have your phone at hand and finish in one go.",
        scan: "Scan this picture with the app, or type the key into it. Is the app on this device? Open it with the button.",
        picture: "QR code with the key for your authenticator app",
        key: "Key",
        setup_title: "Set up your app",
        open_app: "Open the app",
        copy: "Copy the key",
        copied: "Copied",
        shown_until: "The key stays here until you have finished, for as long as you need no new sign-in.",
        code_help: "The six digits that the app shows now.",
        finish: "Turn on",
        stop: "Turn off",
        give_up: "Cancel the set-up",
    },
    leave: Leave {
        title: "Delete account",
        warning: "This deletes your account with everything in it and signs you out on all devices. Nobody can bring \
                  it back.",
        type_name: |name| format!("To confirm, type {name}"),
        submit: "Delete my account for good",
        done_title: "Your account is deleted",
        done: "Everything in it is gone, and you are signed out on all devices.",
    },
    changed,
    input,
    reason,
};

fn changed(change: AccountChange) -> &'static str {
    match change {
        AccountChange::PasswordChanged => "Your password is changed.",
        AccountChange::OnlyPasswordChanged => {
            "Your password is changed, but you are still signed in elsewhere. Please end that on the page “Where you are signed in”."
        }
        AccountChange::FactorOn => "Your authenticator app is on. From now on you are asked for its code.",
        AccountChange::FactorOff => {
            "No code is asked for any more. Your password alone is enough to sign in."
        }
        AccountChange::Deleted => "Your account is deleted.",
    }
}

fn input(input: Input) -> &'static str {
    match input {
        Input::CurrentPassword => "Current password",
        Input::NewPassword => "New password",
        Input::FactorCode => "Code of the app",
        Input::AccountName => "Name of your account",
        Input::Email => "New e-mail address",
        Input::EmailCode => "Code from the e-mail",
        Input::Phone => "New telephone number",
        Input::PhoneCode => "Code from the text message",
    }
}

fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Missing => "Please fill this in.",
        Reason::WrongPassword => {
            "This is not your current password. After several wrong ones your user pool refuses the right one, \
             too, for a while."
        }
        Reason::AgainstPolicy => {
            "Your user pool wants a stronger password: longer, or with capitals, small letters, digits and signs."
        }
        Reason::UsedBefore => "You had this password before. Please take another.",
        Reason::SameAsNow => "This is the password you have now. Please take another.",
        Reason::WrongCode => {
            "This is not the code that the app shows now. Wait for the next one; the clock of your phone must be right."
        }
        Reason::UsedCode => "This code was used already. Wait for the next one.",
        Reason::NotBegun => {
            "There is no app to finish. Please begin again; if that does not help, your user pool does not allow it."
        }
        Reason::TooOften => {
            "That was too often. Your user pool takes no more tries for a while: please come back in an hour."
        }
        Reason::AnotherName => "This is not the name of your account.",
        Reason::NotOffered => {
            "Your user pool does not let this app change it. Please ask your administrator."
        }
        Reason::NotAnAddress => "Please enter a whole e-mail address: name@example.com.",
        Reason::NotANumber => "Please enter a whole number, with + and the code of the country.",
        Reason::SameAddress => "You have this one already, and it is confirmed.",
        Reason::NotUsable => "Your user pool does not take this address. Please use another.",
        Reason::NotSent => "The code could not be sent to this address. Please check it, or try again later.",
        Reason::NotTheCodeSent => "This is not the code we sent.",
        Reason::ExpiredCode => "This code is too old, or we sent a newer one. Have a new code sent.",
    }
}
