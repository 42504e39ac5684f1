//! Names that are no secrets: pools, app clients, people.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A string of its own kind that may be printed.
macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the string as it is.
            #[must_use]
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The string.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

name! {
    /// The id of an app client, 26 lower-case letters and digits on AWS.
    ClientId
}
name! {
    /// The `sub` claim: the name of a user within one issuer (OpenID Connect Core 1.0 section 2). Often looks
    /// like a UUID, which is not promised.
    Subject
}
name! {
    /// The `iss` claim: `https://cognito-idp.{region}.amazonaws.com/{pool}`, without a slash at the end.
    Issuer
}

/// The id of a user pool, such as `us-east-1_AbC123`: the region, an underscore, letters and digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PoolId(String);

impl PoolId {
    /// Longest id the API takes (`UserPoolIdType`).
    const LONGEST: usize = 55;

    /// Reads an id.
    pub fn parse(text: &str) -> Result<Self, InvalidPoolId> {
        match text.split_once('_') {
            Some((region, name))
                if text.len() <= Self::LONGEST
                    && is_region(region)
                    && !name.is_empty()
                    && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
            {
                Ok(Self(text.to_owned()))
            }
            _ => Err(InvalidPoolId),
        }
    }

    /// The AWS region the pool lives in.
    #[must_use]
    pub fn region(&self) -> &str {
        self.0.split_once('_').map_or("", |(region, _)| region)
    }

    /// The id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// `us-east-1`, `us-gov-west-1`, `eusc-de-east-1`: words of lower-case letters, then a number.
fn is_region(text: &str) -> bool {
    let mut parts = text.rsplit('-');
    let number = parts.next().unwrap_or_default();
    let words: Vec<&str> = parts.collect();
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && words.len() >= 2
        && words.iter().all(is_word)
}

impl FromStr for PoolId {
    type Err = InvalidPoolId;

    fn from_str(text: &str) -> Result<Self, InvalidPoolId> {
        Self::parse(text)
    }
}

impl TryFrom<String> for PoolId {
    type Error = InvalidPoolId;

    fn try_from(text: String) -> Result<Self, InvalidPoolId> {
        Self::parse(&text)
    }
}

impl From<PoolId> for String {
    fn from(id: PoolId) -> Self {
        id.0
    }
}

impl fmt::Display for PoolId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text is not the id of a user pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the id of a user pool, which looks like us-east-1_AbC123")]
pub struct InvalidPoolId;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pool_ids_name_their_region() {
        for (id, region) in [
            ("us-east-1_AbC123", "us-east-1"),
            ("eu-west-1_local0001", "eu-west-1"),
            ("us-gov-west-1_x", "us-gov-west-1"),
            ("eusc-de-east-1_x9", "eusc-de-east-1"),
        ] {
            assert_eq!(PoolId::parse(id).unwrap().region(), region);
        }
    }

    #[test]
    fn other_texts_are_no_pool_ids() {
        let long = format!("us-east-1_{}", "a".repeat(46));
        for text in [
            "",
            "_",
            "us-east-1",
            "us-east-1_",
            "_AbC123",
            "US-EAST-1_x",
            "us-east_x",
            "useast1_x",
            "us-east-1_a-b",
            "us-east-1_a/b",
            "us-east-1_a_b",
            " us-east-1_x",
            "us-east-1_x\n",
            "us--1_x",
            "evil.example/us-east-1_x",
            &long,
        ] {
            assert_eq!(PoolId::parse(text), Err(InvalidPoolId), "{text:?}");
        }
    }

    #[test]
    fn a_stored_pool_id_is_checked_again() {
        assert!(serde_json::from_str::<PoolId>("\"us-east-1_x\"").is_ok());
        assert!(serde_json::from_str::<PoolId>("\"nonsense\"").is_err());
    }
}
