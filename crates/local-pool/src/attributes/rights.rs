//! What an app client may read and write (developer guide, "Attribute permissions and scopes").

use std::collections::BTreeMap;

use super::schema::DEVELOPER_ONLY;
use super::standard::{self, Scope, VERIFIED};
use crate::state::{Client, User};

/// Whether `client` may read `name`. With no list, or an empty one: everything, custom attributes included (README,
/// "Picked values").
pub(crate) fn may_read(client: &Client, name: &str) -> bool {
    if name == "sub" {
        return true;
    }
    is_listed(client.read_attributes.as_deref(), name)
}

/// Whether `client` may write `name`. With no list, or an empty one: everything. Only the service and an
/// administrator writes the `_verified` ones.
pub(crate) fn may_write(client: &Client, name: &str) -> bool {
    if name == "sub" || VERIFIED.contains(&name) {
        return false;
    }
    is_listed(client.write_attributes.as_deref(), name)
}

/// Developer-only attributes are an administrator's, whatever a list says.
fn is_listed(list: Option<&[String]>, name: &str) -> bool {
    let is_open = list.is_none_or(<[String]>::is_empty);
    !name.starts_with(DEVELOPER_ONLY)
        && (is_open || list.into_iter().flatten().any(|allowed| allowed == name))
}

/// Warns of a client without lists: people who sign in through it may write every attribute, a `custom:role` too.
pub(crate) fn warn_of_open_lists(client: &Client) {
    for (list, right) in [
        (&client.read_attributes, "ReadAttributes"),
        (&client.write_attributes, "WriteAttributes"),
    ] {
        if list.as_deref().is_none_or(<[String]>::is_empty) {
            let (client, pool) = (&client.id, &client.pool);
            tracing::warn!(
                client,
                pool,
                "the app client has no {right}, which means all attributes, custom ones included"
            );
        }
    }
}

/// The attributes of `user` that `client` may read, `sub` first.
pub(crate) fn readable(client: &Client, user: &User) -> Vec<(String, String)> {
    let sub = ("sub".to_owned(), user.sub.clone());
    let rest = user.attributes.iter().filter(|(name, _)| may_read(client, name));
    std::iter::once(sub)
        .chain(rest.map(|(n, v)| (n.clone(), v.clone())))
        .collect()
}

/// The attributes the scopes of a token show: the scope table, limited to what `client` may read.
pub(crate) fn shown(client: &Client, user: &User, scopes: &[String]) -> BTreeMap<String, String> {
    let visible = |name: &str| scopes_show(scopes, name);
    readable(client, user)
        .into_iter()
        .filter(|(name, _)| visible(name))
        .collect()
}

/// The scope table of `/oauth2/userInfo`. `openid` alone shows everything; `profile` brings the custom attributes.
fn scopes_show(scopes: &[String], name: &str) -> bool {
    let has = |scope: &str| scopes.iter().any(|s| s == scope);
    let narrowed = has("profile") || has("email") || has("phone");
    let of_scope = standard::STANDARD
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, scope)| *scope);
    match of_scope {
        Some(Scope::Always) => true,
        _ if !narrowed => true,
        Some(Scope::Profile) | None => has("profile"),
        Some(Scope::Email) => has("email"),
        Some(Scope::Phone) => has("phone"),
        Some(Scope::None) => false,
    }
}

/// An attribute that a scope of `scopes` maps to and `client` may not read: the token call fails because of it.
pub(crate) fn unreadable_by_scope(client: &Client, scopes: &[String]) -> Option<&'static str> {
    let scope_of = |scope: &String| match scope.as_str() {
        "profile" => Some(Scope::Profile),
        "email" => Some(Scope::Email),
        "phone" => Some(Scope::Phone),
        _ => None,
    };
    let mut mapped = scopes.iter().filter_map(scope_of).flat_map(standard::of_scope);
    mapped.find(|name| !may_read(client, name))
}
