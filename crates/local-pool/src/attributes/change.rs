//! Whether attributes may be given at sign-up or changed later, with the texts Cognito answers.

use std::collections::BTreeMap;

use super::rights::may_write;
use super::{Rule, values};
use crate::exception::Exception;
use crate::state::{Client, UserPool};

/// Attributes by name.
pub(crate) type Attributes = BTreeMap<String, String>;

/// Refuses attributes that `client` may not write.
pub(crate) fn check_rights<'a>(
    client: &Client,
    names: impl IntoIterator<Item = &'a String>,
) -> Result<(), Exception> {
    match names.into_iter().find(|name| !may_write(client, name)) {
        None => Ok(()),
        Some(name) => {
            tracing::warn!(
                client = client.id,
                attribute = name,
                "the client may not write this attribute"
            );
            Err(Exception::not_authorized(
                "A client attempted to write unauthorized attribute",
            ))
        }
    }
}

/// Refuses names that the schema lacks, a line for each. They are told before rights, as Cognito does.
pub(crate) fn check_known(
    pool: &UserPool,
    given: &Attributes,
    start: &str,
    of: &str,
) -> Result<(), Exception> {
    let unknown = given.keys().filter(|name| pool.schema.get(name).is_none());
    let lines: Vec<String> = unknown
        .map(|name| format!("{of}{name}: Attribute does not exist in the schema.\n"))
        .collect();
    if lines.is_empty() {
        Ok(())
    } else {
        Err(Exception::invalid(format!("{start}{}", lines.concat())))
    }
}

/// What comes before the problems of attributes that are given to a new account.
pub(crate) const NOT_CONFORMING: &str = "Attributes did not conform to the schema: ";

/// Refuses attributes for a sign-up: malformed, or a required one missing.
pub(crate) fn check_sign_up(pool: &UserPool, given: &Attributes) -> Result<(), Exception> {
    let mut lines = Vec::new();
    for (name, value) in given {
        let problem = pool
            .schema
            .get(name)
            .and_then(|rule| values::problem(rule, value));
        lines.extend(problem.map(|problem| format!("{name}: {problem}\n")));
    }
    let missing = |rule: &&Rule| given.get(&rule.name).is_none_or(String::is_empty);
    for rule in pool.schema.required().filter(missing) {
        lines.push(format!("{}: The attribute is required\n", rule.name));
    }
    if !lines.is_empty() {
        return Err(Exception::invalid(format!("{NOT_CONFORMING}{}", lines.concat())));
    }
    check_formats(given)
}

/// Refuses attributes an administrator cannot give to a new user. Required ones may be missing.
pub(crate) fn check_given(pool: &UserPool, given: &Attributes) -> Result<(), Exception> {
    let refused = |text: String| Exception::invalid(format!("{NOT_CONFORMING}{text}"));
    for (name, value) in given {
        match pool.schema.get(name) {
            None => {
                return Err(refused(format!(
                    "Type for attribute {{{name}}} could not be determined"
                )));
            }
            Some(rule) => {
                if let Some(problem) = values::problem(rule, value) {
                    return Err(refused(format!("{name}: {problem}\n")));
                }
            }
        }
    }
    check_formats(given)
}

/// Refuses changes the schema does not allow: unknown, immutable, malformed, or blanking a required one.
pub(crate) fn check_update(pool: &UserPool, given: &Attributes) -> Result<(), Exception> {
    let mut lines = Vec::new();
    for (name, value) in given {
        let problem = match pool.schema.get(name) {
            None => Some("Attribute does not exist in the schema."),
            Some(rule) if !rule.mutable => Some("Attribute cannot be updated."),
            Some(rule) if value.is_empty() => {
                if rule.required {
                    return Err(required_stays(name));
                }
                None
            }
            Some(rule) => values::problem(rule, value),
        };
        if let Some(problem) = problem {
            lines.push(format!("user.{name}: {problem}\n"));
        }
    }
    if lines.is_empty() {
        check_formats(given)
    } else {
        Err(Exception::invalid(lines.concat()))
    }
}

/// Refuses to delete what is unknown, immutable or required.
pub(crate) fn check_delete(pool: &UserPool, names: &[String]) -> Result<(), Exception> {
    let mut lines = Vec::new();
    for name in names {
        match pool.schema.get(name) {
            None => lines.push(format!("user.{name}: Attribute does not exist in the schema.\n")),
            Some(rule) if !rule.mutable => lines.push(format!("user.{name}: Attribute cannot be updated.\n")),
            Some(rule) if rule.required => return Err(required_stays(name)),
            Some(_) => {}
        }
    }
    if lines.is_empty() {
        Ok(())
    } else {
        Err(Exception::invalid(format!(
            "Invalid user attributes: {}",
            lines.concat()
        )))
    }
}

/// E-mail addresses and phone numbers have errors of their own.
fn check_formats(given: &Attributes) -> Result<(), Exception> {
    let value = |name: &str| given.get(name).filter(|value| !value.is_empty());
    if value("email").is_some_and(|email| !values::is_email(email)) {
        return Err(Exception::invalid("Invalid email address format."));
    }
    if value("phone_number").is_some_and(|number| !values::is_phone_number(number)) {
        return Err(Exception::invalid("Invalid phone number format."));
    }
    Ok(())
}

fn required_stays(name: &str) -> Exception {
    Exception::invalid(format!("user.{name}: Required attribute cannot be deleted."))
}
