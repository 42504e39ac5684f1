//! The rules of `attributes.toml`, for a program instead of a person.

use attributes::{Changes, FieldError, Lock, Rule, Schema, UserContext, Values, is_blank};

/// A list of attributes that may be written with AWS credentials.
///
/// It accepts what the app's own forms accept, and also what people may not write about themselves: attributes that
/// authorise, and those that an identity provider fills in. Immutable attributes and consents cannot change here either.
#[derive(Clone, Debug)]
pub struct Rules(Schema);

impl Rules {
    pub fn new(schema: &Schema) -> Self {
        let mut attributes = schema.attributes().to_vec();
        for attribute in &mut attributes {
            attribute.authorises = false;
            attribute.mapped_by.clear();
            // People give a consent themselves; a row may hold it as it is.
            if attribute.consent.is_some() {
                attribute.mutable = false;
            }
        }
        Self(Schema::new(
            schema.version(),
            schema.groups().to_vec(),
            attributes,
        ))
    }

    /// The names on the list, in its order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0
            .attributes()
            .iter()
            .map(|attribute| attribute.name.as_str())
    }

    pub fn knows(&self, name: &str) -> bool {
        self.0.get(name).is_some()
    }

    /// The rules that values break, independently of the user they are for.
    pub fn validation_errors(&self, form: &Values) -> Vec<FieldError> {
        let results = form.iter().map(|(name, raw)| {
            let attribute = self.0.get(name).ok_or(Rule::NotOnTheList)?;
            // What cannot change may still be given as it is.
            if attribute.mutable {
                attribute.check(raw)?;
            }
            Ok(name)
        });
        let errors = results.zip(form.keys());
        errors
            .filter_map(|(result, name)| Some(FieldError::new(name, result.err()?)))
            .collect()
    }

    /// What is to be written for a user who has `current`: only real differences, in wire form.
    pub fn changes(&self, form: &Values, current: &Values) -> Result<Changes, Vec<FieldError>> {
        let user = UserContext {
            values: current,
            providers: &[],
            // Only consents say when, and none is written here.
            now: 0,
            signed_in_at: 0,
            is_to_review: false,
        };
        self.0.check(form, user)
    }
}

/// Whether a value stands for none.
pub fn is_removal(raw: &str) -> bool {
    is_blank(raw)
}

/// All that is wrong, in one line.
pub fn sentence(errors: &[FieldError]) -> String {
    let sentences = errors
        .iter()
        .map(|error| format!("{}: {}", error.name.escape_debug(), words(error.rule)));
    sentences.collect::<Vec<_>>().join("; ")
}

fn words(rule: Rule) -> String {
    match rule {
        Rule::Required => "is required, and cannot be removed".to_owned(),
        Rule::TooShort { min } => format!("has fewer than {min} characters"),
        Rule::TooLong { max } => format!("has more than {max} characters"),
        Rule::ControlCharacter => "has a control character".to_owned(),
        Rule::NotANumber => "is not a number".to_owned(),
        Rule::TooManyDecimals { max } => format!("has more than {max} decimals"),
        Rule::TooSmall { min } => format!("is less than {min}"),
        Rule::TooLarge { max } => format!("is more than {max}"),
        Rule::OffStep { step } => format!("is not a multiple of {step}"),
        Rule::NotADate => "is not a day written 2026-03-01".to_owned(),
        Rule::NotATimestamp => "is not a moment written 2026-03-01T09:30:00Z".to_owned(),
        Rule::NotABoolean => "is neither true nor false".to_owned(),
        Rule::NotAChoice => "is not one of the choices".to_owned(),
        Rule::WrongPattern => "does not have the pattern".to_owned(),
        Rule::NotACountry => "is not the code of a country".to_owned(),
        Rule::NotATelephone => "is not a telephone number such as +441632960000".to_owned(),
        Rule::NotAUrl => "is not a web address".to_owned(),
        Rule::Locked(Lock::Immutable) => {
            "cannot be changed after the account was made, or is a consent, which only the person can give"
                .to_owned()
        }
        Rule::NotOnTheList => "is not in attributes.toml".to_owned(),
        // What only forms that people fill in can break. No catch-all: a new rule needs its words.
        Rule::Locked(_) | Rule::Refused | Rule::NotWritable | Rule::ChangedMeanwhile => {
            "cannot be changed here".to_owned()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = r#"
version = 1
[[attribute]]
name = "custom:title"
type = "String"
label = "Title"
min_length = 2
ask = "required"
[[attribute]]
name = "custom:role"
type = "String"
label = "Role"
authorises = true
[[attribute]]
name = "custom:fixed"
type = "String"
label = "Fixed"
mutable = false
[[attribute]]
name = "nickname"
label = "Nickname"
mapped_by = ["Google"]
[[attribute]]
name = "custom:terms"
type = "String"
label = "Terms"
input = "consent"
version = 2
link = "https://example.com/terms"
"#;

    fn rules() -> Rules {
        Rules::new(&Schema::from_toml(LIST).unwrap_or_else(|problems| panic!("{problems:?}")))
    }

    fn values<const N: usize>(pairs: [(&str, &str); N]) -> Values {
        pairs
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into()
    }

    #[test]
    fn operator_may_write_attributes_users_may_not() {
        let form = values([("custom:role", "admin"), ("nickname", " Al ")]);
        let changes = rules().changes(&form, &Values::new()).unwrap();
        assert_eq!(
            changes.set,
            values([("custom:role", "admin"), ("nickname", "Al")])
        );
    }

    #[test]
    fn immutable_attributes_cannot_be_changed() {
        let current = values([("custom:fixed", "A")]);
        let changes = |value| rules().changes(&values([("custom:fixed", value)]), &current);
        assert!(changes("A").unwrap().is_empty());
        for other in ["B", ""] {
            assert_eq!(changes(other).unwrap_err()[0].rule, Rule::Locked(Lock::Immutable));
        }
        assert!(
            rules()
                .validation_errors(&values([("custom:fixed", "B")]))
                .is_empty()
        );
    }

    #[test]
    fn imported_rows_give_no_consent() {
        const GIVEN: &str = "given 1 2026-03-01T09:30:00Z";
        let current = values([("custom:terms", GIVEN)]);
        let changes = |value| rules().changes(&values([("custom:terms", value)]), &current);
        // What an export has written can be imported.
        assert!(changes(GIVEN).unwrap().is_empty());
        for other in ["true", "", "given 2 2026-03-01T09:30:00Z"] {
            assert_eq!(changes(other).unwrap_err()[0].rule, Rule::Locked(Lock::Immutable));
        }
    }

    #[test]
    fn values_are_judged_without_their_user() {
        let errors = rules().validation_errors(&values([
            ("custom:role", "x"),
            ("custom:title", "x"),
            ("email_verified", "true"),
        ]));
        let told = sentence(&errors);
        assert_eq!(
            told,
            "custom:title: has fewer than 2 characters; email_verified: is not in attributes.toml"
        );
    }
}
