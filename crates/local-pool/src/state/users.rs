//! Users with an index by everything one can sign in with.

use std::collections::{BTreeSet, HashMap};

use std::ops::Bound;

use super::pool::UserPool;
use super::table::Table;
use super::user::User;
use crate::attributes::standard::verified_flag;

/// How the users of a pool may be named.
#[derive(Clone)]
struct Naming {
    username_attributes: Vec<String>,
    alias_attributes: Vec<String>,
    case_sensitive: bool,
}

/// The users of all pools.
#[derive(Default)]
pub(crate) struct Users {
    pub table: Table<User>,
    by_login: HashMap<String, String>,
    naming: HashMap<String, Naming>,
    /// Row keys in order, for lists page by page.
    order: BTreeSet<String>,
    counts: HashMap<String, usize>,
}

impl Users {
    /// Learns how users of `pool` are named. Comes before its users.
    pub fn know_pool(&mut self, pool: &UserPool) {
        let naming = Naming {
            username_attributes: pool.username_attributes.clone(),
            alias_attributes: pool.alias_attributes.clone(),
            case_sensitive: pool.case_sensitive,
        };
        self.naming.insert(pool.id.clone(), naming);
    }

    /// The user with this `sub`.
    pub fn get(&self, pool: &str, sub: &str) -> Option<&User> {
        self.table.get(&row_key(pool, sub))
    }

    /// The user that `login` names: a user name, an e-mail address, a phone number or a `sub`.
    pub fn find(&self, pool: &str, login: &str) -> Option<&User> {
        let naming = self.naming.get(pool)?;
        let named = |attribute: &str| self.by_login.get(&login_key(pool, naming, attribute, login));
        let sign_in_names = naming.username_attributes.iter().chain(&naming.alias_attributes);
        let sub = named("username").or_else(|| sign_in_names.clone().find_map(|name| named(name)))?;
        self.get(pool, sub)
    }

    /// The user that `value` belongs to as a sign-in name of kind `attribute` (`email`, `phone_number`, …).
    pub fn owner_of(&self, pool: &str, attribute: &str, value: &str) -> Option<&User> {
        let naming = self.naming.get(pool)?;
        let sub = self.by_login.get(&login_key(pool, naming, attribute, value))?;
        self.get(pool, sub)
    }

    /// Adds a user, or replaces the one with the same `sub`.
    pub fn put(&mut self, user: User) {
        self.forget_logins(&user.pool, &user.sub);
        for key in self.logins(&user) {
            self.by_login.insert(key, user.sub.clone());
        }
        let key = row_key(&user.pool, &user.sub);
        if self.order.insert(key.clone()) {
            *self.counts.entry(user.pool.clone()).or_default() += 1;
        }
        self.table.put(key, user);
    }

    /// Changes a user and keeps the index true.
    pub fn edit<R>(&mut self, pool: &str, sub: &str, change: impl FnOnce(&mut User) -> R) -> Option<R> {
        self.forget_logins(pool, sub);
        let user = self.table.get_mut(&row_key(pool, sub))?;
        let result = change(user);
        let user = user.clone();
        for key in self.logins(&user) {
            self.by_login.insert(key, user.sub.clone());
        }
        Some(result)
    }

    /// Removes a user.
    pub fn remove(&mut self, pool: &str, sub: &str) -> Option<User> {
        self.forget_logins(pool, sub);
        let key = row_key(pool, sub);
        if self.order.remove(&key) {
            self.counts.entry(pool.to_owned()).and_modify(|count| *count -= 1);
        }
        self.table.remove(&key)
    }

    /// The users of a pool in the order of their `sub`, after the one given.
    pub fn list<'a>(&'a self, pool: &str, after: Option<&str>) -> impl Iterator<Item = &'a User> {
        let first = row_key(pool, after.unwrap_or_default());
        let prefix = row_key(pool, "");
        let keys = self
            .order
            .range::<String, _>((Bound::Excluded(first), Bound::Unbounded));
        keys.take_while(move |key| key.starts_with(&prefix))
            .filter_map(|key| self.table.get(key))
    }

    /// How many users a pool has.
    pub fn count(&self, pool: &str) -> usize {
        self.counts.get(pool).copied().unwrap_or_default()
    }

    fn forget_logins(&mut self, pool: &str, sub: &str) {
        let keys = self
            .get(pool, sub)
            .map(|user| self.logins(user))
            .unwrap_or_default();
        for key in keys {
            if self.by_login.get(&key).is_some_and(|owner| owner == sub) {
                self.by_login.remove(&key);
            }
        }
    }

    /// Sign-in attributes count at once; aliases count once they are proven.
    fn logins(&self, user: &User) -> Vec<String> {
        let Some(naming) = self.naming.get(&user.pool) else {
            return Vec::new();
        };
        let attribute = |name: &String| {
            let value = user.attribute(name)?;
            Some(login_key(&user.pool, naming, name, value))
        };
        let proven = |name: &&String| verified_flag(name).is_none_or(|flag| user.is_verified(flag));
        let mut keys = vec![login_key(&user.pool, naming, "username", &user.username)];
        keys.extend(naming.username_attributes.iter().filter_map(attribute));
        keys.extend(
            naming
                .alias_attributes
                .iter()
                .filter(proven)
                .filter_map(attribute),
        );
        keys
    }
}

fn row_key(pool: &str, sub: &str) -> String {
    format!("{pool}/{sub}")
}

fn login_key(pool: &str, naming: &Naming, attribute: &str, value: &str) -> String {
    if naming.case_sensitive {
        format!("{pool}\n{attribute}\n{value}")
    } else {
        format!("{pool}\n{attribute}\n{}", value.to_lowercase())
    }
}
