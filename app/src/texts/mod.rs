//! Every sentence a person reads, one file per language. A language is complete or it does not compile.

mod account;
mod attributes;
#[cfg(feature = "ssr")]
mod calendar;
mod contact;
mod en;
mod es;
mod he;
mod new_password;
mod pages;
mod sessions;
mod sign_up;
mod sources;

use ::attributes::{Attribute, NameRule, Rule};

use crate::error::ErrorKind;
use new_password::NewPassword;
use pages::Pages;

#[cfg(feature = "ssr")]
pub use calendar::Ago;

pub use account::{Account, Factor, Leave, Password};
pub use contact::Contact;
pub use sources::Sources;

/// The product's name: on the pages, and what an authenticator app calls the account by.
pub const PRODUCT: &str = "leptos-cognito";

/// All languages there are; a new one is a folder, a line here and one in [`Texts::pages`].
pub static LANGUAGES: &[&Texts] = &[&en::TEXTS, &es::TEXTS, &he::TEXTS];

/// The sentences of one language that are said in the browser, too. It carries them in every language.
pub struct Texts {
    /// Its code (BCP 47), as in `<html lang>`.
    pub code: &'static str,
    /// Which way it is written: `ltr` or `rtl`, as in `<html dir>`.
    pub direction: &'static str,
    /// Whether a comma stands between a whole number and its fraction, and points group digits.
    pub decimal_comma: bool,
    /// What it calls itself: stands on the button that chooses it.
    pub name: &'static str,
    #[cfg_attr(
        not(feature = "ssr"),
        expect(dead_code, reason = "only the server leads to the Hosted UI")
    )]
    /// Its code for the Hosted UI, if that speaks it
    /// (<https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html>).
    pub hosted_ui: Option<&'static str>,
    /// Names the choice of language.
    pub language: &'static str,
    /// For keyboards: jumps over the header.
    pub skip_to_content: &'static str,
    /// Shown while something loads.
    pub loading: &'static str,
    /// Links and buttons that stand in several places.
    pub actions: Actions,
    pub form: Form,
    pub theme: Theme,
    pub attributes: attributes::Attributes,
    pub new_password: NewPassword,
    /// What is wrong with a field and how to put it right.
    pub rule: fn(&Rule) -> String,
    /// The same for a name to sign in with, or an address.
    pub name_rule: fn(NameRule) -> &'static str,
    /// What went wrong and what to do next.
    pub error: fn(ErrorKind) -> ErrorText,
    /// Leads in the request id on an error page.
    pub reference: &'static str,
}

/// A failure in plain words, with one next step.
#[derive(Clone, Copy)]
pub struct ErrorText {
    pub title: &'static str,
    pub body: &'static str,
    pub next: NextStep,
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

pub struct Actions {
    pub sign_in: &'static str,
    pub create_account: &'static str,
    pub sign_out: &'static str,
    pub profile: &'static str,
    pub account: &'static str,
    pub confirm_identity: &'static str,
    pub choose_password: &'static str,
    pub home: &'static str,
    pub try_again: &'static str,
    pub save: &'static str,
    pub saving: &'static str,
    pub save_and_continue: &'static str,
    pub cancel: &'static str,
}

pub struct Form {
    /// Names the zone of a date with a time.
    pub zone: &'static str,
    pub optional: &'static str,
    pub choose: &'static str,
    pub yes: &'static str,
    pub no: &'static str,
    pub no_answer: &'static str,
    pub summary: fn(usize) -> String,
    /// Stands before the title of a page that says what is wrong with a form.
    pub title_of_error: &'static str,
    pub draft_found: &'static str,
    pub draft_use: &'static str,
    pub draft_drop: &'static str,
    pub saved: &'static str,
    /// A form was sent as it came.
    pub unchanged: &'static str,
    pub not_saved: &'static str,
    /// So many characters there are of so many at most.
    pub length: fn(usize, u16) -> String,
    /// Stands where a value would.
    pub no_value: &'static str,
}

pub struct Theme {
    pub label: &'static str,
    pub system: &'static str,
    pub light: &'static str,
    pub dark: &'static str,
}

impl Texts {
    /// What the pages say in this language. Only the server renders pages: as long as no island asks for it, the
    /// browser does not carry it.
    #[must_use]
    pub fn pages(&self) -> &'static Pages {
        match self.code {
            "es" => &es::PAGES,
            "he" => &he::PAGES,
            _ => &en::PAGES,
        }
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
    fn every_language_says_the_same_numbers_and_the_same_next_steps() {
        let rules = [
            Rule::TooShort { min: 7 },
            Rule::TooLong { max: 2048 },
            Rule::TooManyDecimals { max: 3 },
        ];
        let kinds = [
            ErrorKind::SignedOut,
            ErrorKind::Misconfigured,
            ErrorKind::Unavailable,
            ErrorKind::Forged,
        ];
        let digits = |text: String| text.chars().filter(char::is_ascii_digit).collect::<String>();
        for texts in LANGUAGES {
            for rule in &rules {
                assert_eq!(
                    digits((texts.rule)(rule)),
                    digits((LANGUAGES[0].rule)(rule)),
                    "{} {rule:?}",
                    texts.code
                );
            }
            for kind in kinds {
                assert!(
                    (texts.error)(kind).next == (LANGUAGES[0].error)(kind).next,
                    "{} {kind:?}",
                    texts.code
                );
            }
        }
    }

    #[test]
    fn a_language_is_found_with_and_without_its_region() {
        assert_eq!(Texts::of("es-MX").map(|texts| texts.code), Some("es"));
        assert_eq!(Texts::of("HE").map(|texts| texts.code), Some("he"));
        assert!(Texts::named("es-MX").is_none());
        assert!(Texts::of("xx").is_none());
    }
}
