//! Where the person's data comes from, in English.

use crate::api::{Difference, Source, TokenRule, Verdict};
use crate::texts::Sources;

pub(super) const TEXTS: Sources = Sources {
    title: "Where your data comes from",
    lead: "Your user pool tells this app about you in three ways. They should agree; where they don't, the reason \
           stands beside it.",
    token: "The checks of your ID token",
    age: |minutes| match minutes {
        0 => "It was made less than a minute ago. It says what was true then.".to_owned(),
        1 => "It was made a minute ago. It says what was true then.".to_owned(),
        _ => format!("It was made {minutes} minutes ago. It says what was true then."),
    },
    untrusted: "It did not pass, so nothing of it is shown.",
    renew: "Get a new ID token",
    table: "Your attributes in each of the three ways",
    name: "Attribute",
    reason: "Why they differ",
    nothing: "Nothing",
    untold: "In none of the three ways",
    rule,
    verdict: |verdict| match verdict {
        Verdict::Holds => "passed",
        Verdict::Broken => "failed",
        Verdict::NotReached => "not looked at",
    },
    source: |source| match source {
        Source::IdToken => "ID token",
        Source::UserInfo => "userInfo",
        Source::GetUser => "GetUser",
    },
    silent: |source| match source {
        Source::IdToken => "The ID token cannot be used.",
        Source::UserInfo => "userInfo gives no answer right now.",
        Source::GetUser => "GetUser gives no answer right now.",
    },
    difference,
};

fn rule(rule: TokenRule) -> &'static str {
    match rule {
        TokenRule::Format => "It has the form of a token",
        TokenRule::Algorithm => "It is signed with RS256",
        TokenRule::Key => "Its key is one of your user pool's",
        TokenRule::Signature => "The signature fits",
        TokenRule::Issuer => "Your user pool made it",
        TokenRule::Use => "It is an ID token",
        TokenRule::Audience => "It was made for this app",
        TokenRule::Times => "It is valid now",
        TokenRule::SignIn => "It says when you signed in",
        TokenRule::Person => "It says who you are",
    }
}

fn difference(difference: &Difference) -> String {
    match difference {
        Difference::Stale => {
            "The ID token is older than the last change; a new one has today's value.".to_owned()
        }
        Difference::Spelling => "The ID token has a boolean or a number, the others a text.".to_owned(),
        Difference::Scope(scope) => format!("ID token and userInfo tell this with the scope {scope} only."),
        Difference::EmptyOrUnreadable => {
            "It has no value, or this app may not read it (ReadAttributes of the app client).".to_owned()
        }
    }
}
