//! Everything the pool knows, in memory. All access goes through one lock that is held for moments only.

mod client_secrets;
mod lifetimes;
mod pool;
mod saved;
mod sign_ins;
mod table;
mod user;
mod users;

pub use pool::Mfa;
pub use saved::UnreadableRow;
pub use user::UserStatus;

pub(crate) use client_secrets::{ClientSecret, ClientSecrets, MOST_SECRETS};
pub(crate) use lifetimes::{Lifetimes, Said, Unit, Units};
pub(crate) use pool::{
    Client, Domain, Group, Look, MessageTemplate, Recovery, ResourceServer, Rotation, Style, Tier, UserPool,
};
pub(crate) use saved::SavedKeys;
pub(crate) use sign_ins::{
    AuthorizationCode, BrowserSession, Challenge, ChallengeStep, Grant, PageSession, PageStep, RefreshToken,
};
pub(crate) use table::{Change, Table};
pub(crate) use user::{AttributeCode, Code, Failures, Identity, Totp, User};
pub(crate) use users::Users;

use crate::exception::{Exception, ExceptionKind};

/// All pools with all that belongs to them.
#[derive(Default)]
pub(crate) struct ServiceState {
    pub pools: Table<UserPool>,
    pub clients: Table<Client>,
    pub users: Users,
    pub codes: Table<AuthorizationCode>,
    pub grants: Table<Grant>,
    pub refresh_tokens: Table<RefreshToken>,
    pub browser_sessions: Table<BrowserSession>,
    pub page_sessions: Table<PageSession>,
    pub challenges: Table<Challenge>,
    pub keys: Table<SavedKeys>,
}

impl ServiceState {
    /// The client with this id, or `ResourceNotFoundException`.
    pub fn client(&self, id: &str) -> Result<&Client, Exception> {
        self.clients.get(id).ok_or_else(|| {
            Exception::new(
                ExceptionKind::ResourceNotFound,
                format!("User pool client {id} does not exist."),
            )
        })
    }

    /// The pool with this id, or `ResourceNotFoundException`.
    pub fn pool(&self, id: &str) -> Result<&UserPool, Exception> {
        let missing = || {
            Exception::new(
                ExceptionKind::ResourceNotFound,
                format!("User pool {id} does not exist."),
            )
        };
        self.pools.get(id).ok_or_else(missing)
    }

    /// The user of a pool with this `sub`, or `UserNotFoundException`.
    pub fn user(&self, pool: &str, sub: &str) -> Result<&User, Exception> {
        self.users.get(pool, sub).ok_or_else(Exception::no_user)
    }

    /// The pool of a client.
    pub fn pool_of(&self, client: &Client) -> Result<&UserPool, Exception> {
        self.pool(&client.pool)
    }

    /// Whether users of a pool need an SRP verifier.
    pub fn uses_srp(&self, pool: &str) -> bool {
        self.clients
            .values()
            .any(|client| client.pool == pool && client.allows_auth("ALLOW_USER_SRP_AUTH"))
    }

    /// Removes a pool with its clients and users.
    pub fn remove_pool(&mut self, id: &str) {
        let clients = self
            .clients
            .values()
            .filter(|client| client.pool == id)
            .map(|client| client.id.clone());
        for client in clients.collect::<Vec<_>>() {
            self.clients.remove(&client);
        }
        let users = self.users.list(id, None).map(|user| user.sub.clone());
        for sub in users.collect::<Vec<_>>() {
            self.users.remove(id, &sub);
        }
        self.pools.remove(id);
        self.keys.remove(id);
    }

    /// Adds or replaces a pool.
    pub fn put_pool(&mut self, pool: UserPool) {
        self.users.know_pool(&pool);
        self.pools.put(pool.id.clone(), pool);
    }
}
