//! Where sessions are kept, how long they live, and the keys that seal them.

use std::fmt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use signin::{KeyRing, Lifetimes};
use url::Url;

use super::pool::Pool;
use super::problem::Reader;
use super::span::parse_span;

const DEFAULT_STORE: &str = "var/sessions.db";
const DEFAULT_KEY: &str = "var/session.key";
/// What Cognito gives an app client that says nothing else.
const DEFAULT_REFRESH_TOKEN_LIFE: Duration = Duration::from_hours(30 * 24);
/// Uses are noted to the minute.
const SHORTEST: Duration = Duration::from_mins(5);

/// Where sessions are kept, and for how long.
#[derive(Debug)]
pub struct Sessions {
    /// Where.
    pub store: SessionStore,
    /// What seals the records.
    pub key: SessionKey,
    /// For how long.
    pub lifetimes: Lifetimes,
}

/// Where sessions are kept.
#[derive(Clone, PartialEq, Eq)]
pub enum SessionStore {
    /// In a file: for one machine.
    Sqlite(PathBuf),
    /// On a Redis or Valkey server: for any number of machines. The address may hold a password.
    Redis(Url),
}

/// The keys that seal the records.
#[derive(Debug)]
pub enum SessionKey {
    /// From `SESSION_KEY`.
    Given(KeyRing),
    /// Made on the first start and kept in this file: on the local pool only.
    KeptIn(PathBuf),
}

impl Sessions {
    pub(super) fn read(reader: &mut Reader<'_>, pool: Option<&Pool>) -> Option<Self> {
        let store = reader.read("SESSION_STORE", parse_store);
        let store = store.unwrap_or_else(|| SessionStore::Sqlite(PathBuf::from(DEFAULT_STORE)));
        let lifetimes = read_lifetimes(reader);
        let key = if matches!(pool, Some(Pool::Local(_))) {
            let kept = SessionKey::KeptIn(store.key_file());
            Some(reader.read("SESSION_KEY", parse_key).unwrap_or(kept))
        } else {
            let missing = "is missing: 32 random bytes in base64, such as `openssl rand -base64 32` prints";
            reader.require("SESSION_KEY", missing, parse_key)
        };
        Some(Self {
            store,
            key: key?,
            lifetimes,
        })
    }
}

impl SessionStore {
    /// Where a key is kept that was made on the first start.
    fn key_file(&self) -> PathBuf {
        match self {
            Self::Sqlite(file) => file.with_file_name("session.key"),
            Self::Redis(_) => PathBuf::from(DEFAULT_KEY),
        }
    }

    /// Whether what goes there can be read on its way.
    #[must_use]
    pub fn is_in_the_clear(&self) -> bool {
        match self {
            Self::Sqlite(_) => false,
            Self::Redis(url) => {
                url.scheme() == "redis"
                    && !matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
            }
        }
    }
}

impl fmt::Display for SessionStore {
    /// For logs and messages: without user name and password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "{}", file.display()),
            Self::Redis(url) => {
                let host = url.host_str().unwrap_or_default();
                let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
                write!(f, "{}://{host}{port}{}", url.scheme(), url.path())
            }
        }
    }
}

impl fmt::Debug for SessionStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

fn read_lifetimes(reader: &mut Reader<'_>) -> Lifetimes {
    let default = Lifetimes::default();
    let idle = reader.read("SESSION_IDLE_LIMIT", parse_limit);
    let absolute = reader.read("SESSION_LIMIT", parse_limit);
    let refresh_token = reader.read("REFRESH_TOKEN_LIFE", parse_span);
    let absolute = absolute.unwrap_or(default.absolute);
    if absolute > refresh_token.unwrap_or(DEFAULT_REFRESH_TOKEN_LIFE) {
        reader.refuse(
            "SESSION_LIMIT",
            "must not be longer than REFRESH_TOKEN_LIFE (30d if it is not set): without its refresh token a \
             session is of no use",
        );
    }
    Lifetimes {
        idle: idle.unwrap_or(default.idle).min(absolute),
        absolute,
        ..default
    }
}

fn parse_limit(text: &str) -> Result<Duration, &'static str> {
    let limit = parse_span(text)?;
    if limit < SHORTEST {
        return Err("must be at least 5m");
    }
    Ok(limit)
}

fn parse_store(text: &str) -> Result<SessionStore, &'static str> {
    const EXPECTS: &str = "must be sqlite:// and the path of a file (sqlite://var/sessions.db), or the address of a \
                           Redis or Valkey server (redis://host:6379/0, rediss://user:password@host:6379/0)";
    if let Some(file) = text.strip_prefix("sqlite://").map(Path::new) {
        return match file.file_name() {
            Some(_) => Ok(SessionStore::Sqlite(file.to_owned())),
            None => Err(EXPECTS),
        };
    }
    let url = Url::parse(text).map_err(|_| EXPECTS)?;
    let is_host = url.host_str().is_some_and(|host| !host.is_empty());
    let is_database = url
        .path()
        .trim_start_matches('/')
        .bytes()
        .all(|byte| byte.is_ascii_digit());
    match url.scheme() {
        "redis" | "rediss" if is_host && is_database => Ok(SessionStore::Redis(url)),
        "redis+unix" if url.path().len() > 1 => Ok(SessionStore::Redis(url)),
        _ => Err(EXPECTS),
    }
}

fn parse_key(text: &str) -> Result<SessionKey, String> {
    let expects = "must be 32 random bytes in base64, or several of these with commas between, newest first";
    KeyRing::parse(text)
        .map(SessionKey::Given)
        .map_err(|error| format!("{expects}: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_shown_without_its_password() {
        let store = parse_store("rediss://app:hunter2@redis.example:6380/3").unwrap();
        assert_eq!(
            format!("{store} {store:?}"),
            "rediss://redis.example:6380/3 rediss://redis.example:6380/3"
        );
    }

    #[test]
    fn stores_are_told_apart() {
        for (text, is_redis) in [
            ("sqlite://var/sessions.db", false),
            ("redis://localhost", true),
            ("redis://127.0.0.1:6379/1", true),
            ("redis+unix:///run/redis.sock", true),
        ] {
            let store = parse_store(text).unwrap();
            assert_eq!(matches!(store, SessionStore::Redis(_)), is_redis, "{text}");
        }
        for text in [
            "sqlite://",
            "redis://",
            "redis://host/name",
            "memcached://host",
            "redis+unix:///",
            "nonsense",
        ] {
            assert!(parse_store(text).is_err(), "{text}");
        }
    }

    #[test]
    fn only_loopback_is_safe_without_tls() {
        for (text, clear) in [
            ("sqlite://a.db", false),
            ("redis://localhost:6379", false),
            ("redis://[::1]", false),
            ("rediss://redis.example", false),
            ("redis+unix:///run/redis.sock", false),
            ("redis://redis.example", true),
        ] {
            assert_eq!(parse_store(text).unwrap().is_in_the_clear(), clear, "{text}");
        }
    }
}
