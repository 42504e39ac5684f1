//! How long the tokens of a client live.

use serde::{Deserialize, Serialize};

const DAY: i64 = 24 * 3600;

/// How long tokens live, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Lifetimes {
    pub access: i64,
    pub id: i64,
    pub refresh: i64,
    /// The `Session` between two steps of a sign-in by API.
    pub session: i64,
    /// How an administrator said it.
    #[serde(default)]
    pub said: Said,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            access: 3600,
            id: 3600,
            refresh: 30 * DAY,
            session: 180,
            said: Said::default(),
        }
    }
}

/// Numbers and units as they were sent, because `DescribeUserPoolClient` gives them back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Said {
    pub access: Option<i64>,
    pub id: Option<i64>,
    /// `TokenValidityUnits`, when it was sent.
    pub units: Option<Units>,
}

/// `TokenValidityUnits`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Units {
    pub access: Option<Unit>,
    pub id: Option<Unit>,
    pub refresh: Option<Unit>,
}

/// A unit of time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Unit {
    Seconds,
    Minutes,
    Hours,
    Days,
}

impl Unit {
    /// The unit of a name on the wire.
    pub fn named(name: &str) -> Option<Self> {
        let all = [Self::Seconds, Self::Minutes, Self::Hours, Self::Days];
        all.into_iter().find(|unit| unit.name() == name)
    }

    /// The name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Seconds => "seconds",
            Self::Minutes => "minutes",
            Self::Hours => "hours",
            Self::Days => "days",
        }
    }

    /// How many seconds it has.
    pub fn seconds(self) -> i64 {
        match self {
            Self::Seconds => 1,
            Self::Minutes => 60,
            Self::Hours => 3600,
            Self::Days => DAY,
        }
    }
}
