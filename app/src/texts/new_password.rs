//! A new password.

use attributes::PasswordRule;

pub struct NewPassword {
    /// Leads in the list of rules.
    pub needs: &'static str,
    /// A rule as a line of the list.
    pub rule: fn(PasswordRule) -> String,
    /// How many rules of how many a password meets.
    pub meets: fn(usize, usize) -> String,
    /// Stands behind a rule that a password does not meet.
    pub missing: &'static str,
    pub show: &'static str,
    pub hide: &'static str,
}
