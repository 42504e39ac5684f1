//! The account page.

use crate::api::{AccountChange, Input, Reason};

pub struct Account {
    pub title: &'static str,
    pub lead: &'static str,
    /// Why there are no forms yet.
    pub confirm: &'static str,
    pub password: Password,
    pub factor: Factor,
    pub leave: Leave,
    pub changed: fn(AccountChange) -> &'static str,
    pub input: fn(Input) -> &'static str,
    pub reason: fn(Reason) -> &'static str,
}

pub struct Password {
    pub title: &'static str,
    pub help: &'static str,
    pub sign_out_others: &'static str,
    pub submit: &'static str,
}

pub struct Factor {
    pub title: &'static str,
    pub about: &'static str,
    pub on: &'static str,
    pub off: &'static str,
    pub unknown: &'static str,
    /// A set-up was begun, and there was an app before.
    pub broken: &'static str,
    /// A set-up was begun, and there was none.
    pub unfinished: &'static str,
    pub begin: &'static str,
    pub begin_again: &'static str,
    pub replace: &'static str,
    /// Before an app that works is replaced.
    pub replace_warning: &'static str,
    pub scan: &'static str,
    pub picture: &'static str,
    pub key: &'static str,
    /// Heads what an app needs.
    pub setup_title: &'static str,
    /// Leads to the app on the device that shows the page.
    pub open_app: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    /// How long the key is there.
    pub shown_until: &'static str,
    pub code_help: &'static str,
    pub finish: &'static str,
    pub stop: &'static str,
    /// Of a set-up, where no app is on.
    pub give_up: &'static str,
}

pub struct Leave {
    pub title: &'static str,
    pub warning: &'static str,
    pub type_name: fn(&str) -> String,
    pub submit: &'static str,
    /// Once it is done, on the page after signing out.
    pub done_title: &'static str,
    pub done: &'static str,
}
