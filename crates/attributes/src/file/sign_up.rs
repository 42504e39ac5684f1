//! `[sign_up]` and `[password]`: how people make an account.

use toml::Spanned;

use super::table::{Expected, Table};
use crate::{PasswordRules, SignUpPages, SignUpRules, Username};

/// Cognito's own bounds of the least length.
const LEAST_LENGTHS: std::ops::RangeInclusive<u16> = 6..=99;

/// Reads both tables of a document; what is not there is as it is by default.
pub(super) fn read(document: &Table<'_>) -> SignUpRules {
    let mut rules = SignUpRules::default();
    if let Some(table) = document.sub_table("sign_up") {
        table.refuse_keys_except(&["pages", "username"]);
        rules.pages = value_or(&table, "pages", &pages(), rules.pages);
        rules.username = value_or(&table, "username", &username(), rules.username);
    }
    if let Some(table) = document.sub_table("password") {
        rules.password = read_password(&table);
    }
    rules
}

fn read_password(table: &Table<'_>) -> PasswordRules {
    const SWITCHES: [&str; 4] = [
        "require_lowercase",
        "require_uppercase",
        "require_numbers",
        "require_symbols",
    ];
    let rules = PasswordRules::default();
    table.refuse_keys_except(&["min_length", SWITCHES[0], SWITCHES[1], SWITCHES[2], SWITCHES[3]]);
    let [lowercase, uppercase, numbers, symbols] =
        SWITCHES.map(|key| value_or(table, key, &Table::boolean(), true));
    PasswordRules {
        min_length: value_or(
            table,
            "min_length",
            &Table::integer(LEAST_LENGTHS),
            rules.min_length,
        ),
        lowercase,
        uppercase,
        numbers,
        symbols,
    }
}

fn value_or<'a, T>(table: &Table<'a>, key: &str, expected: &Expected<'a, T>, default: T) -> T {
    table.optional(key, expected).map_or(default, Spanned::into_inner)
}

fn pages<'a>() -> Expected<'a, SignUpPages> {
    Expected::new("\"own\" or \"hosted\"", |value| match value.as_str()? {
        "own" => Some(SignUpPages::Own),
        "hosted" => Some(SignUpPages::Hosted),
        _ => None,
    })
}

fn username<'a>() -> Expected<'a, Username> {
    Expected::new("\"email\", \"phone_number\" or \"name\"", |value| {
        match value.as_str()? {
            "email" => Some(Username::Email),
            "phone_number" => Some(Username::PhoneNumber),
            "name" => Some(Username::Name),
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Schema;

    fn rules(text: &str) -> Result<SignUpRules, Vec<String>> {
        let read = Schema::from_toml(&format!("version = 1\n{text}"));
        read.map(|schema| schema.sign_up_rules())
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn hosted_ui_asks_for_email_by_default() {
        assert_eq!(rules(""), Ok(SignUpRules::default()));
        assert_eq!(SignUpRules::default().pages, SignUpPages::Hosted);
        assert_eq!(rules("[sign_up]\n[password]"), Ok(SignUpRules::default()));
    }

    #[test]
    fn the_tables_say_how_people_make_an_account() {
        let text = "[sign_up]\npages = \"own\"\nusername = \"phone_number\"\n\
                    [password]\nmin_length = 12\nrequire_symbols = false";
        let expected = SignUpRules {
            pages: SignUpPages::Own,
            username: Username::PhoneNumber,
            password: PasswordRules {
                min_length: 12,
                symbols: false,
                ..PasswordRules::default()
            },
        };
        assert_eq!(rules(text), Ok(expected));
    }

    #[test]
    fn mistakes_are_named_with_their_place() {
        let text =
            "[sign_up]\npages = \"mine\"\nusername = 7\n[password]\nmin_length = 5\nrequire_emoji = true";
        let expected = [
            "line 3, column 9: `pages` must be \"own\" or \"hosted\"",
            "line 4, column 12: `username` must be \"email\", \"phone_number\" or \"name\"",
            "line 6, column 14: `min_length` must be a whole number from 6 to 99",
            "line 7, column 1: there is no key `require_emoji` here, only `min_length`, `require_lowercase`, \
             `require_uppercase`, `require_numbers`, `require_symbols`",
        ];
        assert_eq!(rules(text), Err(expected.map(str::to_owned).to_vec()));
        let not_a_table = rules("password = 7").unwrap_err();
        assert_eq!(
            not_a_table,
            ["line 2, column 12: `password` must be a table, below [password]"]
        );
    }
}
