//! The three ways in which the pool tells who somebody is.

use serde::{Deserialize, Serialize};

/// The page about them. Values, and never a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcesView {
    /// Proves that the form was rendered for this session.
    pub csrf: String,
    /// The rules of the ID token, in order.
    pub rules: Vec<(TokenRule, Verdict)>,
    /// How old the ID token is, in minutes; `None` if it cannot be trusted.
    pub age: Option<u64>,
    /// The attributes, in order of their names.
    pub rows: Vec<SourceRow>,
    /// The ways that gave no answer.
    pub silent: Vec<Source>,
}

/// A rule that an ID token must keep.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenRule {
    /// It is a token at all.
    Format,
    /// The algorithm.
    Algorithm,
    /// The key is one of the pool's.
    Key,
    /// The signature.
    Signature,
    /// Who made it.
    Issuer,
    /// What it is for.
    Use,
    /// Whom it is for.
    Audience,
    /// From when until when it is good.
    Times,
    /// When the person signed in.
    SignIn,
    /// Who they are.
    Person,
}

/// Whether a rule is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It is.
    Holds,
    /// It is not.
    Broken,
    /// An earlier one is not.
    NotReached,
}

/// A way to learn who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Source {
    /// The claims of the ID token.
    IdToken,
    /// The endpoint of `OpenID` Connect.
    UserInfo,
    /// The operation of Cognito.
    GetUser,
}

/// An attribute in each way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceRow {
    /// Its name on the wire.
    pub name: String,
    /// What the attribute list calls it.
    pub label: Option<String>,
    /// Its values: ID token, userInfo, `GetUser`.
    pub values: [Option<String>; 3],
    /// Why they differ, or are not there.
    pub reasons: Vec<Difference>,
}

/// Why the ways differ.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Difference {
    /// The ID token is of before a change.
    Stale,
    /// A boolean or number here, a string there.
    Spelling,
    /// This scope would be needed.
    Scope(String),
    /// No value, or no right to read it.
    EmptyOrUnreadable,
}
