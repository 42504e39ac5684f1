use ::attributes::{Lock, Rule};

use crate::texts::attributes::Attributes;

pub(super) const TEXTS: Attributes = Attributes {
    lock,
    changed_to: |value| {
        format!(
            "It was changed meanwhile to “{value}”. Save again to replace it, or open the page again to keep it."
        )
    },
    removed_meanwhile: "It was removed meanwhile. Save again to set it, or open the page again to leave it out.",
    skip: "Skip for now",
};

fn lock(lock: Lock) -> &'static str {
    match lock {
        Lock::Immutable => "Set when the account was made. It cannot be changed.",
        Lock::Mapped => "It comes from the account you sign in with. Change it there.",
        Lock::Authorises => "It decides what you may do. Only an administrator can change it.",
    }
}

pub(super) fn rule(rule: &Rule) -> String {
    match *rule {
        Rule::Required => "Please fill this in.".to_owned(),
        Rule::TooShort { min } => format!("Please use at least {min} characters."),
        Rule::TooLong { max } => format!("Please use at most {max} characters."),
        Rule::ControlCharacter => "Please remove line breaks and invisible characters.".to_owned(),
        Rule::NotANumber => "Please enter a number, such as 42.".to_owned(),
        Rule::TooManyDecimals { max: 0 } => "Please enter a whole number.".to_owned(),
        Rule::TooManyDecimals { max } => format!("Please use at most {max} digits after the decimal point."),
        Rule::TooSmall { min } => format!("Please enter {min} or more."),
        Rule::TooLarge { max } => format!("Please enter {max} or less."),
        Rule::OffStep { step } => format!("Please enter a multiple of {step}."),
        Rule::NotADate => "Please enter a date that exists, such as 2026-02-28.".to_owned(),
        Rule::NotATimestamp => "Please enter a date and time, such as 2026-02-28T09:30:00Z.".to_owned(),
        Rule::NotABoolean => "Please choose yes or no.".to_owned(),
        Rule::NotAChoice => "Please choose one of the list.".to_owned(),
        Rule::WrongPattern => "Please write it in the form that is asked for.".to_owned(),
        Rule::NotACountry => "Please choose a country of the list.".to_owned(),
        Rule::NotATelephone => {
            "Please enter the number with + and the country code, such as +49 30 1234567.".to_owned()
        }
        Rule::NotAUrl => "Please enter a web address that starts with https:// or http://.".to_owned(),
        Rule::Locked(reason) => lock(reason).to_owned(),
        Rule::NotOnTheList => "This field does not belong to the form.".to_owned(),
        Rule::NotWritable => {
            "We can't save this at the moment. It is not your mistake, and we know of it. Everything else is saved.".to_owned()
        }
        Rule::Refused => "The user pool does not accept this. Please enter something else.".to_owned(),
        Rule::ChangedMeanwhile => "It was changed meanwhile. Save again to replace it.".to_owned(),
    }
}
