//! What an account is made with besides attributes: the name people sign in with, and a password.

use serde::{Deserialize, Serialize};

use crate::value;
use crate::{FieldError, Password, PasswordRule, PasswordRules, Schema, Values};

/// The greatest number of characters of a user name (Cognito API reference, `SignUp`).
const MAX_NAME_LENGTH: usize = 128;

/// How people make an account.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct SignUpRules {
    /// On whose pages.
    pub pages: SignUpPages,
    /// What they sign in with.
    pub username: Username,
    /// What the pool wants of a password.
    pub password: PasswordRules,
}

/// Whose pages people sign up on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum SignUpPages {
    /// Those of this app, which ask for attributes, too.
    Own,
    /// The pool's Hosted UI.
    #[default]
    Hosted,
}

/// What people sign in with, as the pool was made.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub enum Username {
    /// Their e-mail address.
    #[default]
    Email,
    /// Their telephone number, `+` and digits (E.164).
    PhoneNumber,
    /// A name they choose; their e-mail address is asked for beside it.
    Name,
}

/// What can be wrong with a name or address. Closed and without texts: a view words each of them.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum NameRule {
    /// Nothing was typed.
    Required,
    /// Not of the shape of an e-mail address.
    NotAnEmail,
    /// Not a telephone number with its country code.
    NotAPhoneNumber,
    /// Blanks, or characters that cannot be seen.
    NotAName,
    /// More than 128 characters.
    TooLong,
    /// The pool refused it for a reason of its own.
    Refused,
}

/// A sign-up form as it was posted. `Debug` leaves out what is personal.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SignUpForm {
    /// What the person wants to sign in with.
    pub username: String,
    /// Their e-mail address, where the user name is none.
    pub email: String,
    /// The password.
    pub password: Password,
    /// Attributes by wire name.
    pub values: Values,
}

/// What is wrong with a sign-up form.
#[derive(Clone, Default, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SignUpErrors {
    /// With the user name.
    pub username: Option<NameRule>,
    /// With the e-mail address beside a user name.
    pub email: Option<NameRule>,
    /// With attributes.
    pub values: Vec<FieldError>,
    /// With the password.
    pub password: Vec<PasswordRule>,
}

/// A sign-up form that was found good, in wire form.
#[derive(Clone, PartialEq, Eq)]
pub struct Account {
    /// What `SignUp` takes as the user name.
    pub username: String,
    /// All attributes, the address that the confirmation code goes to among them.
    pub attributes: Values,
    /// The address that the confirmation code goes to.
    pub address: String,
}

impl Username {
    /// The name as it goes to Cognito: without what cannot be seen, a telephone number without what people write between
    /// digits.
    pub fn check(self, raw: &str) -> Result<String, NameRule> {
        let name = value::name(raw);
        if name.is_empty() {
            return Err(NameRule::Required);
        }
        if name.chars().count() > MAX_NAME_LENGTH {
            return Err(NameRule::TooLong);
        }
        match self {
            Self::Email if is_email(&name) => Ok(name),
            Self::Email => Err(NameRule::NotAnEmail),
            Self::PhoneNumber => value::check_telephone(&name).map_err(|_| NameRule::NotAPhoneNumber),
            Self::Name if has_blank(&name) => Err(NameRule::NotAName),
            Self::Name => Ok(name),
        }
    }

    /// The attribute that holds the address of the confirmation code.
    #[must_use]
    pub fn address_attribute(self) -> &'static str {
        match self {
            Self::Email | Self::Name => "email",
            Self::PhoneNumber => "phone_number",
        }
    }
}

impl SignUpErrors {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Schema {
    /// Checks a posted sign-up form: the name, the attributes that it asks for, the password.
    /// `now` is when, in seconds since 1970: consents say so.
    pub fn check_account(&self, form: &SignUpForm, now: i64) -> Result<Account, SignUpErrors> {
        let rules = self.sign_up_rules();
        let username = rules.username.check(&form.username);
        let email = (rules.username == Username::Name).then(|| Username::Email.check(&form.email));
        let values = self.check_sign_up(&form.values, now);
        let password = rules.password.broken(&form.password);
        match (username, email.transpose(), values) {
            (Ok(username), Ok(email), Ok(mut attributes)) if password.is_empty() => {
                let address = email.unwrap_or_else(|| username.clone());
                attributes.insert(rules.username.address_attribute().to_owned(), address.clone());
                Ok(Account {
                    username,
                    attributes,
                    address,
                })
            }
            (username, email, values) => Err(SignUpErrors {
                username: username.err(),
                email: email.err(),
                values: values.err().unwrap_or_default(),
                password,
            }),
        }
    }
}

/// Whether it can be an address at all; only a letter to it tells whether it is one.
fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.split_once('@') else {
        return false;
    };
    let is_dotted = domain.contains('.') && domain.split('.').all(|label| !label.is_empty());
    !has_blank(text) && !local.is_empty() && !domain.contains('@') && is_dotted
}

fn has_blank(text: &str) -> bool {
    text.chars()
        .any(|c| c.is_whitespace() || value::is_control(c) || value::is_joiner(c))
}

#[cfg(test)]
mod tests;
