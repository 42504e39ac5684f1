//! How the person in view is called and recognised.

use super::CurrentUser;

/// Name, email, initials and picture of a person, as far as they are known.
pub(crate) struct Identity {
    pub name: String,
    pub email: Option<String>,
    pub initials: String,
    /// Its address.
    pub picture: Option<String>,
}

impl Identity {
    pub(super) fn of(user: &CurrentUser) -> Self {
        let name = user.display_name().to_owned();
        let email = user.profile.values.get("email");
        Self {
            initials: initials(&name),
            picture: user.picture(),
            email: email.filter(|email| **email != name).cloned(),
            name,
        }
    }
}

impl CurrentUser {
    /// What they know their account by: the email address, else the user name.
    pub(crate) fn account_name(&self) -> &str {
        let email = self.profile.values.get("email").filter(|email| !email.is_empty());
        email.map_or_else(|| self.session.username(), String::as_str)
    }

    /// What to call them: their name, else a shorter one, else the email address; blank if there is nothing.
    pub(crate) fn display_name(&self) -> &str {
        let values = &self.profile.values;
        let names = ["name", "given_name", "nickname", "email"];
        let name = names.iter().find_map(|name| values.get(*name));
        name.map_or("", String::as_str)
    }
}

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace();
    let words = [words.next(), words.next_back()];
    let first = |word: &str| word.chars().find(|letter| letter.is_alphanumeric());
    let letters = words.into_iter().flatten().filter_map(first);
    letters.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_of_first_and_last_word() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("Ada King, Countess of \"Lovelace\"", "AL"),
            ("ada@example.com", "A"),
            ("  ", ""),
            ("דנה כהן", "דכ"),
            ("<b> Ünal", "BÜ"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }
}
