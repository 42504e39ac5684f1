//! E-mail address and telephone number, in English.

use crate::api::{Address, ContactStep, Offer};
use crate::texts::Contact;

pub(super) const TEXTS: Contact = Contact {
    title: "How we reach you",
    name: |address| match address {
        Address::Email => "E-mail",
        Address::Phone => "Telephone",
    },
    verified: "confirmed",
    not_verified: "not confirmed",
    none: "Not set",
    waiting: |address| format!("{address}: waiting for the code."),
    old_stays: "Until then everything stays as it is.",
    confirm: "To change this, please sign in once more.",
    offer: |offer| match offer {
        Offer::Change => "We send a code to the new address. The old one stays until you enter the code.",
        Offer::ChangeAtOnce => {
            "The new address counts at once. We send a code to it, to confirm that it is yours."
        }
        Offer::Refused => {
            "This cannot be changed here: your user pool might lock you out if the new address is mistyped. Please \
             ask your administrator."
        }
    },
    change: |address| match address {
        Address::Email => "Change the e-mail address",
        Address::Phone => "Change the telephone number",
    },
    send: "Send the code",
    confirm_code: "Confirm",
    code_help: "The code from the message. It is good for a day.",
    send_code: "Send a code to confirm it",
    resend: "Send a new code",
    cancel: "Cancel the change",
    done: |step| match step {
        ContactStep::CodeSent => "A code is on its way to you.",
        ContactStep::Confirmed => "Your address is confirmed.",
        ContactStep::Cancelled => "The change is cancelled.",
    },
};
