//! `ListUsers` with its filter, page by page.

use serde_json::{Value, json};

use super::super::{ActionResult, RequestInput};
use super::{page_limit, page_token, pool, user_type};
use crate::exception::Exception;
use crate::service::Service;
use crate::state::{User, UserPool};

/// What can be searched for. Custom attributes cannot.
const SEARCHABLE: [&str; 10] = [
    "username",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
    "cognito:user_status",
    "status",
    "sub",
];

pub(in crate::api) fn call(service: &Service, mut input: RequestInput) -> ActionResult {
    let pool = pool(service, &mut input)?;
    let names = input.texts("AttributesToGet")?;
    let limit = page_limit(input.integer("Limit")?)?;
    let after = input.text("PaginationToken")?;
    let read = |token: String| page_token::read("ListUsers", &pool.id, &token);
    let after = after.map(read).transpose()?;
    let filter = input.text("Filter")?.filter(|text| !text.trim().is_empty());
    input.finish()?;
    let filter = filter.map(|text| Filter::parse(&text)).transpose()?;
    let state = service.state();
    let fits = |user: &&User| filter.as_ref().is_none_or(|filter| filter.fits(user));
    let indexed = filter.as_ref().and_then(|filter| filter.by_index(&pool));
    let mut found: Vec<&User> = match indexed {
        Some(("sub", value)) => state.users.get(&pool.id, value).into_iter().collect(),
        Some((name, value)) => state.users.owner_of(&pool.id, name, value).into_iter().collect(),
        None => {
            let users = state.users.list(&pool.id, after.as_deref());
            users.filter(fits).take(limit + 1).collect()
        }
    };
    let more = found.len() > limit;
    found.truncate(limit);
    if let Some(names) = &names {
        check_names(names, &pool, &found)?;
    }
    let users: Vec<Value> = found.iter().map(|user| entry(user, names.as_deref())).collect();
    let mut answer = json!({ "Users": users });
    if let (true, Some(last)) = (more, found.last()) {
        answer["PaginationToken"] = page_token::make("ListUsers", &pool.id, &last.sub).into();
    }
    Ok(Some(answer))
}

/// Every attribute that was asked for must exist, and every user of the page must have it (API reference, `ListUsers`).
fn check_names(names: &[String], pool: &UserPool, found: &[&User]) -> Result<(), Exception> {
    let is_had = |name: &String| {
        name == "sub"
            || pool.schema.get(name).is_some() && found.iter().all(|user| user.attribute(name).is_some())
    };
    if names.iter().all(is_had) {
        return Ok(());
    }
    Err(Exception::invalid(
        "One or more requested attributes do not exist.",
    ))
}

fn entry(user: &User, names: Option<&[String]>) -> Value {
    let mut entry = user_type(user, "Attributes");
    if let (Some(names), Some(list)) = (names, entry["Attributes"].as_array_mut()) {
        list.retain(|item| names.iter().any(|name| item["Name"] == name.as_str()));
    }
    entry
}

/// `attribute = "value"` or `attribute ^= "value"`.
struct Filter {
    attribute: String,
    prefix: bool,
    value: String,
}

impl Filter {
    fn parse(text: &str) -> Result<Self, Exception> {
        let bad = || Exception::invalid("Error while parsing filter");
        let (left, right) = text.split_once('=').ok_or_else(bad)?;
        let left = left.trim();
        let prefix = left.ends_with('^');
        let attribute = left.trim_end_matches('^').trim().trim_matches('"').to_owned();
        let value = right
            .trim()
            .strip_prefix('"')
            .and_then(|v| v.strip_suffix('"'))
            // A quote that ends the value earlier begins a second condition, and there can be one only.
            .filter(|v| !v.replace("\\\"", "").contains('"'))
            .ok_or_else(bad)?;
        if text.len() > 256 || attribute.is_empty() {
            return Err(bad());
        }
        if !SEARCHABLE.contains(&attribute.as_str()) {
            return Err(Exception::invalid(format!(
                "Invalid search attribute: {attribute}"
            )));
        }
        Ok(Self {
            attribute,
            prefix,
            value: value.replace("\\\"", "\""),
        })
    }

    /// What at most one user has, and can be found by. Aliases are not among it: several may have the same, unproven.
    fn by_index(&self, pool: &UserPool) -> Option<(&str, &str)> {
        let name = self.attribute.as_str();
        let is_unique =
            matches!(name, "sub" | "username") || pool.username_attributes.iter().any(|other| other == name);
        (is_unique && !self.prefix).then_some((name, &self.value))
    }

    fn fits(&self, user: &User) -> bool {
        let actual = match self.attribute.as_str() {
            "username" => Some(user.username.as_str()),
            "cognito:user_status" => Some(user.status.name()),
            "status" => Some(if user.enabled { "Enabled" } else { "Disabled" }),
            name => user.attribute(name),
        };
        let Some(actual) = actual else { return false };
        // These two are compared without case (API reference, `ListUsers`).
        if matches!(self.attribute.as_str(), "status" | "cognito:user_status") {
            let start = actual.get(..self.value.len()).filter(|_| self.prefix);
            return start.unwrap_or(actual).eq_ignore_ascii_case(&self.value);
        }
        if self.prefix {
            actual.starts_with(&self.value)
        } else {
            actual == self.value
        }
    }
}
