//! A new password, in Hebrew.

use attributes::PasswordRule;

use crate::texts::new_password::NewPassword;

pub(super) const TEXTS: NewPassword = NewPassword {
    needs: "הסיסמה צריכה לכלול",
    rule,
    meets: |met, all| format!("{met} מתוך {all} התקיימו"),
    missing: "(חסר)",
    show: "הצגת הסיסמה",
    hide: "הסתרת הסיסמה",
};

fn rule(rule: PasswordRule) -> String {
    match rule {
        PasswordRule::Length { min } => format!("{min} תווים או יותר"),
        PasswordRule::Lowercase => "אות לטינית קטנה, \u{2066}a-z\u{2069}".to_owned(),
        PasswordRule::Uppercase => "אות לטינית גדולה, \u{2066}A-Z\u{2069}".to_owned(),
        PasswordRule::Number => "ספרה".to_owned(),
        PasswordRule::Symbol => "סימן מיוחד, למשל \u{2066}-\u{2069} או \u{2066}!\u{2069}".to_owned(),
        PasswordRule::NotTooLong => "256 תווים או פחות".to_owned(),
        PasswordRule::NoBlankEnds => "בלי רווח בהתחלה או בסוף".to_owned(),
        PasswordRule::Accepted => "מה שמאגר המשתמשים מקבל; את זו הוא דחה".to_owned(),
    }
}
