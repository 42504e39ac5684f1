//! A new password, in English.

use attributes::PasswordRule;

use crate::texts::new_password::NewPassword;

pub(super) const TEXTS: NewPassword = NewPassword {
    needs: "Your password needs",
    rule,
    meets: |met, all| format!("{met} of {all} met"),
    missing: "(missing)",
    show: "Show password",
    hide: "Hide password",
};

fn rule(rule: PasswordRule) -> String {
    match rule {
        PasswordRule::Length { min } => format!("{min} characters or more"),
        PasswordRule::Lowercase => "a lower-case letter, a to z".to_owned(),
        PasswordRule::Uppercase => "an upper-case letter, A to Z".to_owned(),
        PasswordRule::Number => "a digit".to_owned(),
        PasswordRule::Symbol => "a special character, such as - or !".to_owned(),
        PasswordRule::NotTooLong => "256 characters or less".to_owned(),
        PasswordRule::NoBlankEnds => "no blank at the beginning or the end".to_owned(),
        PasswordRule::Accepted => "to be accepted by the user pool, which refused this one".to_owned(),
    }
}
