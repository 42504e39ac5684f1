//! Every sentence a person reads. They are data, one file per language in `app/texts`, and become the structs here while
//! the crate is built (`crates/texts`): a language is complete or it does not compile.

use ::attributes::Attribute;

use crate::error::ErrorKind;

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// A time that has passed, in whole units of the largest that fits.
#[cfg(feature = "ssr")]
#[derive(Clone, Copy)]
pub enum Ago {
    /// Less than a minute.
    Now,
    Minutes {
        count: i64,
    },
    Hours {
        count: i64,
    },
    Days {
        count: i64,
    },
}

/// The one thing to do after a failure.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum NextStep {
    /// Sign in (again), then come back to the page.
    SignIn,
    /// Prove again who one is, then come back to the page.
    Confirm,
    /// Choose a new password, then come back to the page.
    NewPassword,
    /// Sign out, to sign in anew.
    SignOut,
    /// Open the same page again.
    TryAgain,
    /// Start from the home page.
    GoHome,
}

impl ErrorKind {
    /// The one thing to do after it.
    pub(crate) fn next_step(self) -> NextStep {
        match self {
            Self::SignedOut
            | Self::Ended
            | Self::Denied
            | Self::NotPending
            | Self::SignInTooLate
            | Self::UsedOrExpired
            | Self::Untrusted => NextStep::SignIn,
            Self::NotFresh => NextStep::Confirm,
            Self::PasswordReset => NextStep::NewPassword,
            Self::NotAskedAgain => NextStep::SignOut,
            Self::NoCookies
            | Self::Refused
            | Self::WaitAMinute
            | Self::WaitAWhile
            | Self::WaitAnHour
            | Self::Unavailable
            | Self::StoreUnavailable
            | Self::Offline
            | Self::Failed => NextStep::TryAgain,
            Self::Incomplete
            | Self::TwoSessions
            | Self::Misconfigured
            | Self::SignUpClosed
            | Self::SignUpRefused
            | Self::BadRequest
            | Self::Forged
            | Self::AddressTooLong
            | Self::TooLarge
            | Self::NotFound => NextStep::GoHome,
        }
    }
}

/// What chooses the plural category.
fn quantity(number: impl TryInto<u64>) -> u64 {
    number.try_into().unwrap_or_default()
}

impl Texts {
    /// What the pages say in this language. Only the server renders pages.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn pages(&self) -> &'static Pages {
        pages_in(self.code)
    }

    /// A value between its spelling on the wire and in this language, either way: only numbers have two.
    #[must_use]
    pub fn spelling(&self, attribute: &Attribute, value: &str) -> String {
        if self.decimal_comma {
            attribute.with_decimal_comma(value)
        } else {
            value.to_owned()
        }
    }

    /// The language of exactly this code: one of ours.
    #[cfg(feature = "ssr")]
    #[must_use]
    pub fn named(code: &str) -> Option<&'static Self> {
        LANGUAGES.iter().find(|texts| texts.code == code).copied()
    }

    /// The language of this code, region or not.
    #[must_use]
    pub fn of(code: &str) -> Option<&'static Self> {
        let primary = |code: &str| code.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let exact = LANGUAGES
            .iter()
            .find(|texts| texts.code.eq_ignore_ascii_case(code));
        exact
            .or_else(|| {
                LANGUAGES
                    .iter()
                    .find(|texts| primary(texts.code) == primary(code))
            })
            .copied()
    }
}

/// The sentences of the language this page is in.
#[cfg(feature = "ssr")]
#[must_use]
pub fn use_texts() -> &'static Texts {
    leptos::context::use_context::<&'static Texts>().unwrap_or(LANGUAGES[0])
}

/// The sentences of the language this page is in.
#[cfg(not(feature = "ssr"))]
#[must_use]
pub fn use_texts() -> &'static Texts {
    let language = leptos::prelude::document()
        .document_element()
        .and_then(|root| root.get_attribute("lang"));
    language.and_then(|code| Texts::of(&code)).unwrap_or(LANGUAGES[0])
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_language_has_its_own_code_and_name() {
        for own in [|texts: &Texts| texts.code, |texts: &Texts| texts.name] {
            let all: HashSet<_> = LANGUAGES.iter().map(|texts| own(texts)).collect();
            assert_eq!(all.len(), LANGUAGES.len());
        }
    }

    #[test]
    fn every_language_has_pages_of_its_own() {
        let all: HashSet<_> = LANGUAGES.iter().map(|texts| texts.pages().home.title).collect();
        assert_eq!(all.len(), LANGUAGES.len());
    }

    #[test]
    fn plural_categories_are_those_of_the_language() {
        for (code, count, text) in [
            ("en", 0, "There were no other sessions."),
            ("en", 1, "One session was signed out."),
            ("en", 2, "2 sessions were signed out."),
            ("es", 1, "Se ha cerrado una sesión."),
            ("es", 101, "Se han cerrado 101 sesiones."),
            ("he", 0, "לא היו התחברויות אחרות."),
            ("he", 1, "התחברות אחת נותקה."),
            ("he", 2, "שתי התחברויות נותקו."),
            ("he", 22, "22 התחברויות נותקו."),
        ] {
            let texts = Texts::of(code).expect("a language we speak");
            assert_eq!((texts.pages().sessions.ended)(count), text);
        }
    }

    #[test]
    fn every_language_names_every_country_once() {
        for texts in LANGUAGES {
            let codes: Vec<_> = texts.countries.iter().map(|(code, _)| *code).collect();
            let known: HashSet<_> = ::attributes::country_codes().collect();
            assert_eq!(codes.len(), known.len(), "{}", texts.code);
            assert!(
                codes.into_iter().all(|code| known.contains(code)),
                "{}",
                texts.code
            );
            let names: HashSet<_> = texts.countries.iter().map(|(_, name)| name.trim()).collect();
            assert_eq!(names.len(), known.len(), "{}", texts.code);
        }
    }

    #[test]
    fn language_is_found_with_and_without_region() {
        assert_eq!(Texts::of("es-MX").map(|texts| texts.code), Some("es"));
        assert_eq!(Texts::of("HE").map(|texts| texts.code), Some("he"));
        assert!(Texts::named("es-MX").is_none());
        assert!(Texts::of("xx").is_none());
    }
}
