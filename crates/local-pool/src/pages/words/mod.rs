//! What the pages of a sign-in say, by language.

mod de;
mod en;
mod es;
mod fr;
mod it;
mod pt_br;

use std::borrow::Cow;

use crate::exception::{Exception, ExceptionKind};
use crate::password::PasswordPolicy;

pub(crate) use en::EN;

/// Values of `lang` that Cognito knows (developer guide, "Localization"). Those without words of their own get English.
const KNOWN: [(&str, &Words); 11] = [
    ("de", &de::DE),
    ("en", &EN),
    ("es", &es::ES),
    ("fr", &fr::FR),
    ("id", &EN),
    ("it", &it::IT),
    ("ja", &EN),
    ("ko", &EN),
    ("pt-BR", &pt_br::PT_BR),
    ("zh-CN", &EN),
    ("zh-TW", &EN),
];

/// The value of `lang` as Cognito spells it, with the words for it; none if Cognito does not know it.
pub(crate) fn in_language(lang: &str) -> Option<(&'static str, &'static Words)> {
    KNOWN.into_iter().find(|(known, _)| *known == lang)
}

/// What accounts may refuse to do, in the words of the JSON API. Other refusals stay in English.
const PROBLEMS: [&str; 14] = [
    "Incorrect username or password.",
    "Password attempts exceeded",
    "User is disabled.",
    "User does not exist.",
    "Password reset required for the user",
    "Invalid verification code provided, please try again.",
    "Invalid code provided, please request a code again.",
    "Attempt limit exceeded, please try after some time.",
    "An account with the given email already exists.",
    "User already exists",
    "Username should be an email.",
    "Invalid code received for user",
    "Code mismatch",
    "Your software token has already been used once.",
];

/// The texts of one language.
pub(crate) struct Words {
    /// The language of these words (BCP 47).
    pub tag: &'static str,
    pub banner: &'static str,
    /// The form cannot be trusted: no cookie, or another one.
    pub expired: &'static str,

    pub email_or_phone: &'static str,
    pub email: &'static str,
    pub phone: &'static str,
    pub username: &'static str,
    pub password: &'static str,
    pub new_password: &'static str,
    /// Labels of standard attributes by name.
    pub attributes: [(&'static str, &'static str); 11],

    pub sign_in: &'static str,
    /// Takes the pool's name.
    pub sign_in_to: fn(&str) -> String,
    pub forgot: &'static str,
    pub no_account: &'static str,
    pub back: &'static str,

    pub sign_up: &'static str,
    /// Takes the pool's name.
    pub sign_up_for: fn(&str) -> String,
    pub have_account: &'static str,

    pub confirm_account: &'static str,
    pub confirm: &'static str,
    pub code: &'static str,
    pub code_sent: &'static str,
    /// Takes the masked address.
    pub code_sent_to: fn(&str) -> String,
    pub inbox: &'static str,
    pub send_new_code: &'static str,
    pub new_code_sent: &'static str,

    pub forgot_how: &'static str,
    pub send_code: &'static str,
    pub another_code: &'static str,
    pub choose_password: &'static str,
    pub was_temporary: &'static str,
    pub change_password: &'static str,

    pub enter_code: &'static str,
    pub app_code: &'static str,
    pub set_up_app: &'static str,
    pub set_up_how: &'static str,
    pub open_app: &'static str,
    pub key: &'static str,
    pub turn_on: &'static str,

    /// Least length of a password, and what it must have.
    pub rules: fn(u32, &[&str]) -> String,
    /// An upper-case letter, a lower-case letter, a digit, a special character.
    pub classes: [&'static str; 4],
    /// A new password breaks these rules.
    pub weak: fn(&str) -> String,
    /// Translations of [`PROBLEMS`].
    problems: [&'static str; 14],
}

impl Words {
    /// What a refusal is called here.
    pub fn problem<'a>(&self, refusal: &'a Exception, policy: &PasswordPolicy) -> Cow<'a, str> {
        let message = refusal.message.trim_end();
        let known = PROBLEMS.iter().position(|known| *known == message);
        match (known, refusal.kind) {
            (Some(index), _) => Cow::Borrowed(self.problems[index]),
            (None, ExceptionKind::InvalidPassword) if self.tag != EN.tag => {
                Cow::Owned((self.weak)(&self.password_rules(policy)))
            }
            _ => Cow::Borrowed(message),
        }
    }

    /// The rules for passwords, in one sentence.
    pub fn password_rules(&self, policy: &PasswordPolicy) -> String {
        let required = [
            policy.require_uppercase,
            policy.require_lowercase,
            policy.require_numbers,
            policy.require_symbols,
        ];
        let wanted: Vec<&str> = self
            .classes
            .into_iter()
            .zip(required)
            .filter_map(|(words, required)| required.then_some(words))
            .collect();
        (self.rules)(policy.minimum_length, &wanted)
    }

    /// The label of a standard attribute; its name where there is no better one.
    pub fn attribute<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "email" => self.email,
            "phone_number" => self.phone,
            _ => {
                let mut labels = self.attributes.into_iter();
                labels
                    .find(|(known, _)| *known == name)
                    .map_or(name, |(_, label)| label)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_are_translated_where_there_are_words() {
        let policy = PasswordPolicy::default();
        let refusal = Exception::bad_credentials();
        assert_eq!(EN.problem(&refusal, &policy), refusal.message);
        assert_eq!(
            de::DE.problem(&refusal, &policy),
            "Name oder Passwort stimmt nicht."
        );
        let weak = policy.check("short").expect_err("a weak password");
        assert_eq!(EN.problem(&weak, &policy), weak.message);
        assert!(es::ES.problem(&weak, &policy).contains("Al menos 8 caracteres"));
        let unheard = Exception::invalid("Something else\n");
        assert_eq!(de::DE.problem(&unheard, &policy), "Something else");
    }

    #[test]
    fn english_says_what_the_api_says() {
        assert_eq!(EN.problems, PROBLEMS);
    }

    #[test]
    fn the_rules_name_only_what_is_required() {
        let policy = PasswordPolicy {
            require_symbols: false,
            require_uppercase: false,
            ..PasswordPolicy::default()
        };
        assert_eq!(
            EN.password_rules(&policy),
            "At least 8 characters, with a lower-case letter, a digit."
        );
    }

    #[test]
    fn every_language_of_cognito_has_words() {
        for (lang, words) in KNOWN {
            assert!(words.tag == lang || words.tag == "en", "{lang}");
            let labels = words.attributes.iter().map(|(name, _)| *name);
            assert!(labels.eq(EN.attributes.iter().map(|(name, _)| *name)), "{lang}");
        }
        assert!(in_language("he").is_none() && in_language("DE").is_none());
    }
}
