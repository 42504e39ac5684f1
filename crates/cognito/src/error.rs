//! What can go wrong, as it was on the wire.

use std::fmt;
use std::sync::Arc;

use crate::{Message, OAuthErrorCode, ServiceErrorCode, TokenError};

/// A call that failed. `Display` and `Debug` hold no secret, no token and no e-mail address; causes are in
/// `source()`.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The configuration cannot be used.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// No complete answer came.
    #[error("{operation}: {kind}")]
    Transport {
        /// What was called.
        operation: &'static str,
        /// What happened.
        kind: TransportKind,
        /// The HTTP client's own error, without the address.
        source: reqwest::Error,
    },
    /// The answer's status is no success and its body says nothing more.
    #[error("{operation}: HTTP status {status}")]
    Status {
        /// What was called.
        operation: &'static str,
        /// The HTTP status.
        status: u16,
    },
    /// An OAuth endpoint refused (RFC 6749 section 5.2, RFC 6750 section 3.1).
    #[error("{operation}: {code} (HTTP status {status}){message}")]
    OAuth {
        /// What was called.
        operation: &'static str,
        /// The HTTP status.
        status: u16,
        /// The `error` member.
        code: OAuthErrorCode,
        /// The `error_description`, mostly absent, made fit for a log.
        message: Message,
    },
    /// The JSON API refused (Cognito API reference, "Common Errors" and each action's "Errors").
    #[error("{operation}: {code} (HTTP status {status}){message}")]
    Service {
        /// What was called.
        operation: &'static str,
        /// The HTTP status.
        status: u16,
        /// The type of the exception.
        code: ServiceErrorCode,
        /// The message, made fit for a log. Its wording changes: decide by `code`.
        message: Message,
    },
    /// The answer is not what the documentation promises.
    #[error("{operation}: the answer cannot be read: {problem}")]
    Decode {
        /// What was called.
        operation: &'static str,
        /// Where reading stopped.
        problem: DecodeError,
    },
    /// The answer is longer than any honest one.
    #[error("{operation}: the answer is longer than {limit} bytes")]
    TooLong {
        /// What was called.
        operation: &'static str,
        /// The longest answer that is read, in bytes.
        limit: usize,
    },
    /// The pool's description is not one of the configured pool.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// The pool's description could not be fetched; the cause is shared by all callers that waited for it.
    #[error("the pool's description is unavailable")]
    MetadataUnavailable(#[source] Arc<Error>),
    /// A token must not be trusted.
    #[error(transparent)]
    Token(#[from] TokenError),
    /// userInfo answered for another subject (OpenID Connect Core 1.0 section 5.3.2).
    #[error("userInfo: the answer is about another subject")]
    OtherSubject,
}

impl Error {
    /// Whether the same call may succeed later: time-outs, connections that failed or broke, throttling,
    /// and errors of the server. Everything else is final.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Transport { .. } => true,
            Self::Status { status, .. } => is_temporary_status(*status),
            Self::OAuth { status, code, .. } => is_temporary_status(*status) || code.is_temporary(),
            Self::Service { status, code, .. } => is_temporary_status(*status) || code.is_temporary(),
            Self::MetadataUnavailable(source) | Self::Token(TokenError::KeysUnavailable(source)) => {
                source.is_temporary()
            }
            Self::Config(_)
            | Self::Decode { .. }
            | Self::TooLong { .. }
            | Self::Metadata(_)
            | Self::Token(_)
            | Self::OtherSubject => false,
        }
    }

    /// The code of an error answer by an OAuth endpoint.
    #[must_use]
    pub fn oauth_code(&self) -> Option<&OAuthErrorCode> {
        match self {
            Self::OAuth { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether an error answer of the JSON API names this attribute: it says where the error is, never what it is. The pool
    /// names attributes as in its schema, and an e-mail address or telephone number also in plain words.
    #[must_use]
    pub fn names_attribute(&self, name: &str) -> bool {
        let Self::Service { message, .. } = self else {
            return false;
        };
        let message = message.as_str().to_lowercase();
        [name.to_lowercase(), name.replace('_', " ")]
            .iter()
            .any(|name| has_word(&message, name))
    }

    /// The code of an error answer by the JSON API.
    #[must_use]
    pub fn service_code(&self) -> Option<&ServiceErrorCode> {
        match self {
            Self::Service { code, .. } => Some(code),
            _ => None,
        }
    }
}

/// Whether `word` stands in `text` with nothing that belongs to a name before or behind it.
fn has_word(text: &str, word: &str) -> bool {
    let belongs_to_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-');
    text.match_indices(word).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        // A colon behind a name ends it when nothing follows that could go on.
        let mut behind = text[at + word.len()..].chars();
        let next = behind.next();
        let goes_on = match next {
            Some(':') => behind.next().is_some_and(belongs_to_name),
            Some(next) => belongs_to_name(next),
            None => false,
        };
        !before.is_some_and(belongs_to_name) && !goes_on
    })
}

fn is_temporary_status(status: u16) -> bool {
    status == 429 || status >= 500
}

/// Why no complete answer came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportKind {
    /// It took too long.
    #[error("timed out")]
    Timeout,
    /// No connection: refused, unknown host, or a certificate that is not trusted.
    #[error("could not connect")]
    Connect,
    /// The connection broke, or what came was not HTTP.
    #[error("the connection failed")]
    Other,
}

/// Why a configuration cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Named address is plain http to another machine, or no web address at all.
    #[error("configuration: {0} must be https, or http on a loopback address")]
    Insecure(&'static str),
    /// Named address has a fragment (RFC 6749 section 3.1.2).
    #[error("configuration: {0} must not have a fragment")]
    Fragment(&'static str),
    /// There is no client secret.
    #[error("configuration: there is no client secret")]
    NoSecret,
    /// The HTTP client could not be made, for instance because there are no root certificates.
    #[error("configuration: the HTTP client could not be made")]
    HttpClient(#[source] reqwest::Error),
}

/// Why the discovery document is refused (OpenID Connect Discovery 1.0 section 4.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MetadataError {
    /// It is about another issuer.
    #[error("discovery: the issuer is not that of the configured pool")]
    Issuer,
    /// Named endpoint is plain http to another machine.
    #[error("discovery: {0} is not https")]
    Insecure(&'static str),
    /// The keys are not on a host of Cognito's.
    #[error("discovery: jwks_uri is on another origin than the pool")]
    KeysElsewhere,
    /// The key set has no RSA signing key.
    #[error("discovery: the pool has no signing key")]
    NoKeys,
}

/// Where an answer stops making sense. Says nothing of its content, which may be personal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecodeError {
    line: usize,
    column: usize,
    category: &'static str,
}

impl From<&serde_json::Error> for DecodeError {
    fn from(error: &serde_json::Error) -> Self {
        use serde_json::error::Category;
        let category = match error.classify() {
            Category::Io | Category::Eof => "it ends early",
            Category::Syntax => "it is not JSON",
            Category::Data => "a member is missing or has another type",
        };
        Self {
            line: error.line(),
            column: error.column(),
            category,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} (line {}, column {})",
            self.category, self.line, self.column
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(message: &str) -> Error {
        Error::Service {
            operation: "SignUp",
            status: 400,
            code: ServiceErrorCode::InvalidParameter,
            message: Message::new(message),
        }
    }

    #[test]
    fn a_refusal_names_attributes_by_their_whole_names() {
        for (message, named, not_named) in [
            (
                "Attributes did not conform to the schema: custom:desk_number: Attribute value is out of range.\n",
                "custom:desk_number",
                "custom:desk",
            ),
            (
                "Attributes did not conform to the schema: family_name: The attribute is required\n",
                "family_name",
                "name",
            ),
            ("user.name: Attribute cannot be updated.", "name", "username"),
            ("Username should be an email.", "username", "name"),
            ("Invalid phone number format.", "phone_number", "format_of"),
            ("Invalid email address format.", "email", "address_line"),
            ("custom:email: too short", "custom:email", "email"),
        ] {
            assert!(refusal(message).names_attribute(named), "{message} names {named}");
            assert!(
                !refusal(message).names_attribute(not_named),
                "{message}: {not_named}"
            );
        }
        assert!(!Error::OtherSubject.names_attribute("name"));
    }
}
