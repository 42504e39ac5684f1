//! E-mail address and telephone number, on the profile page.

use crate::api::{Address, ContactStep, Offer};

pub struct Contact {
    pub title: &'static str,
    pub name: fn(Address) -> &'static str,
    pub verified: &'static str,
    pub not_verified: &'static str,
    pub none: &'static str,
    /// The new address, and that its code has not come back yet.
    pub waiting: fn(&str) -> String,
    pub old_stays: &'static str,
    /// Why there are no forms yet.
    pub confirm: &'static str,
    /// What a change means, or why there is none.
    pub offer: fn(Offer) -> &'static str,
    /// What opens the form for another address.
    pub change: fn(Address) -> &'static str,
    pub send: &'static str,
    pub confirm_code: &'static str,
    pub code_help: &'static str,
    pub send_code: &'static str,
    pub resend: &'static str,
    pub cancel: &'static str,
    pub done: fn(ContactStep) -> &'static str,
}
