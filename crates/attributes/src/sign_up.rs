//! What the app's own sign-up form may send: the one place where people set what cannot change later.

use crate::{Attribute, Consent, FieldError, Rule, Schema, Values};

impl Schema {
    /// The attributes that the sign-up form asks for.
    pub fn for_sign_up(&self) -> impl Iterator<Item = &Attribute> {
        self.attributes()
            .iter()
            .filter(|attribute| attribute.sign_up && !attribute.authorises)
    }

    /// Checks the posted attributes of a sign-up form: the values to send, without the blank ones, in wire form.
    ///
    /// A name that is absent counts as shown and not sent, see [`Attribute::unsent`]. Errors come in the order of
    /// the list; names that the form does not ask for come last as [`Rule::NotOnTheList`].
    /// `now` is when, in seconds since 1970: consents say so.
    pub fn check_sign_up(&self, form: &Values, now: i64) -> Result<Values, Vec<FieldError>> {
        let mut values = Values::new();
        let mut errors = Vec::new();
        for attribute in self.for_sign_up() {
            let raw = form
                .get(&attribute.name)
                .map_or(attribute.unsent(), String::as_str);
            match attribute.check(raw) {
                Ok(value) if value.is_empty() => {}
                Ok(value) => {
                    let consent = attribute.consent.as_ref();
                    let consent = consent.map(|terms| Consent::given(terms.version, now).to_string());
                    values.insert(attribute.name.clone(), consent.unwrap_or(value));
                }
                Err(rule) => errors.push(FieldError::new(&attribute.name, rule)),
            }
        }
        let is_asked = |name: &&String| self.for_sign_up().any(|attribute| attribute.name == **name);
        let unknown = form.keys().filter(|name| !is_asked(name));
        errors.extend(unknown.map(|name| FieldError::new(name, Rule::NotOnTheList)));
        if errors.is_empty() {
            Ok(values)
        } else {
            Err(errors)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::builder::{attribute, values};
    use crate::{Ask, AttributeType, InputType};

    fn schema() -> Schema {
        let asked = |name: &str, kind| Attribute {
            sign_up: true,
            ..attribute(name, kind)
        };
        Schema::new(
            1,
            Vec::new(),
            vec![
                Attribute {
                    ask: Ask::Required,
                    mutable: false,
                    ..asked("custom:employee_id", AttributeType::text())
                },
                Attribute {
                    input: InputType::Switch,
                    ..asked("custom:newsletter", AttributeType::Boolean)
                },
                asked("custom:desk_number", AttributeType::number()),
                attribute("custom:job_title", AttributeType::text()),
            ],
        )
    }

    #[test]
    fn immutable_attributes_can_be_set_at_sign_up() {
        let form = values([("custom:employee_id", " E-1 "), ("custom:desk_number", "")]);
        let expected = values([("custom:employee_id", "E-1"), ("custom:newsletter", "false")]);
        assert_eq!(schema().check_sign_up(&form, 0), Ok(expected));
    }

    #[test]
    fn sign_up_takes_exactly_the_listed_values() {
        let form = values([
            ("custom:desk_number", "x"),
            ("custom:job_title", "Lead"),
            ("custom:role", "admin"),
        ]);
        let expected = vec![
            FieldError::new("custom:employee_id", Rule::Required),
            FieldError::new("custom:desk_number", Rule::NotANumber),
            FieldError::new("custom:job_title", Rule::NotOnTheList),
            FieldError::new("custom:role", Rule::NotOnTheList),
        ];
        assert_eq!(schema().check_sign_up(&form, 0), Err(expected));
    }
}
