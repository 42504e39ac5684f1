//! Making an account and confirming it.

use attributes::Username;

pub struct SignUp {
    pub title: &'static str,
    pub lead: &'static str,
    /// What people sign in with.
    pub username: fn(Username) -> &'static str,
    pub username_help: fn(Username) -> &'static str,
    /// The address beside a user name.
    pub email: &'static str,
    pub email_help: &'static str,
    pub password: &'static str,
    pub submit: &'static str,
    pub have_account: &'static str,
    /// Leads to the page for a code.
    pub have_code: &'static str,
    pub not_done: &'static str,
}

pub struct Confirm {
    pub title: &'static str,
    /// Says where a code was sent, if it was.
    pub sent_to: fn(&str) -> String,
    /// The same when only the pool knows where.
    pub sent: &'static str,
    pub sent_again: &'static str,
    /// The same to who signs in to an account that was confirmed elsewhere.
    pub proof_sent_to: fn(&str) -> String,
    /// What to type, by what people sign in with.
    pub lead: fn(Username) -> &'static str,
    pub code: &'static str,
    pub code_help: &'static str,
    pub no_code: &'static str,
    pub bad_code: &'static str,
    pub address_taken: &'static str,
    pub submit: &'static str,
    pub not_done: &'static str,
    pub resend: &'static str,
    pub other: &'static str,
    /// What to do when nothing comes: a heading and lines.
    pub trouble_title: &'static str,
    pub trouble: &'static [&'static str],
    pub sign_up_again: &'static str,
    pub forgot_password: &'static str,
    pub done_title: &'static str,
    pub done: &'static str,
    /// The account was there before: its password may be another.
    pub done_before: &'static str,
}
