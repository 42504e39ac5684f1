//! The security log: each event is one line at the target `security`, always with the same fields (ASVS 16.2.1;
//! docs/LOGGING.md lists them). The request and its client stand in the span around the line. Nothing here can log a
//! typed value: people and names go in as keyed hashes.

use session_store::{Id, Records, SessionId};

use crate::session::Session;

/// Longer texts from outside are cut, in bytes: a line of the log stays readable whatever comes.
const LONGEST: usize = 100;
/// Stands for what is not known.
const UNKNOWN: &str = "-";

macro_rules! events {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// An event of the security log. Names are stable: alarms are built on them.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum SecurityEvent {
            $($(#[$doc])* $variant,)*
        }

        impl SecurityEvent {
            /// All there are.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// Its name in the log.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)*
                }
            }
        }
    };
}

events! {
    /// A sign-in, or a callback that ended without a session.
    SignIn = "sign_in",
    /// A person left one session.
    SignOut = "sign_out",
    /// A person left all sessions, here and at the pool.
    SignOutEverywhere = "sign_out_everywhere",
    /// A session was ended from outside of it.
    SessionEnded = "session_ended",
    /// A session cookie that opens nothing: old, or guessed.
    UnknownSession = "unknown_session",
    /// A request that writes did not prove that it came from a page of ours.
    ForgedRequest = "forged_request",
    /// A form had a field twice.
    RepeatedField = "repeated_field",
    /// A change needs a more recent sign-in.
    Reauthentication = "reauthentication",
    /// Something was tried too often.
    RateLimit = "rate_limit",
    /// An account was made, or asked for again.
    SignUp = "sign_up",
    /// A code for a new account.
    SignUpConfirmation = "sign_up_confirmation",
    /// Attributes were written, or refused by name.
    Attributes = "attributes",
    /// The password.
    PasswordChange = "password_change",
    /// Setting up an authenticator app was begun.
    FactorSetUp = "factor_set_up",
    /// The authenticator app was turned on or off, or its code was wrong.
    FactorChange = "factor_change",
    /// An e-mail address or telephone number.
    AddressChange = "address_change",
    /// An account was deleted by its person.
    AccountDeletion = "account_deletion",
    /// A person downloaded what is kept of them.
    DataExport = "data_export",
    /// Keys and client secrets were read again.
    SecretsReload = "secrets_reload",
}

/// A line that is not yet written. Say whom it is about, then how it ended.
#[must_use]
pub struct SecurityLine<'a> {
    log: &'a SecurityLog,
    event: SecurityEvent,
    person: Option<String>,
    session: Option<Id>,
    account: Option<String>,
    factors: Option<String>,
}

/// Writes the security log. Cheap to clone.
#[derive(Clone)]
pub struct SecurityLog {
    records: Records,
}

impl SecurityLog {
    /// People and accounts are named by the newest of the keys of `records`.
    #[must_use]
    pub fn new(records: Records) -> Self {
        Self { records }
    }

    /// Begins a line of the security log.
    pub fn event(&self, event: SecurityEvent) -> SecurityLine<'_> {
        SecurityLine {
            log: self,
            event,
            person: None,
            session: None,
            account: None,
            factors: None,
        }
    }

    /// The same value always has the same name, until `SESSION_KEY` begins with another key; without the key nobody can
    /// tell which value it is.
    fn pseudonym(&self, kind: &str, value: &[u8]) -> String {
        let message = [b"log:", kind.as_bytes(), b":", value].concat();
        let tag = self.records.keys().sign(&message);
        let (first, _) = tag.as_ref().split_first_chunk().expect("a tag has 32 bytes");
        format!("{:016x}", u64::from_be_bytes(*first))
    }
}

impl SecurityLine<'_> {
    /// It is about this session and its person.
    pub fn of(self, session: &Session) -> Self {
        self.of_ids(session.id, session.user())
    }

    /// The same, of a session of which only this is known.
    pub fn of_ids(self, session: Id, user: Id) -> Self {
        Self {
            session: Some(session),
            person: Some(self.log.pseudonym("person", &user.0)),
            ..self
        }
    }

    /// It is about whoever brings this cookie, whether it opens anything or not.
    pub fn of_cookie(self, cookie: Option<&SessionId>) -> Self {
        Self {
            session: cookie.map(SessionId::hash),
            ..self
        }
    }

    /// It is about the account of this name, in whatever spelling.
    pub fn about(self, name: &str) -> Self {
        let name = name.trim().to_lowercase();
        Self {
            account: Some(self.log.pseudonym("account", name.as_bytes())),
            ..self
        }
    }

    /// How the person proved who they are (`amr`, RFC 8176), as far as the pool says.
    pub fn with_factors(self, factors: &[String]) -> Self {
        Self {
            factors: (!factors.is_empty()).then(|| factors.join(" ")),
            ..self
        }
    }

    /// It is done; `detail` says what exactly, in words of ours or in names of attributes.
    pub fn done(self, detail: &str) {
        self.write("done", detail);
    }

    /// It was refused, for this reason.
    pub fn refused(self, reason: &str) {
        self.write("refused", reason);
    }

    fn write(self, outcome: &str, detail: &str) {
        let session = self.session.map_or(UNKNOWN.to_owned(), |id| format!("{id:?}"));
        let factors = self.factors.as_deref().map(outside);
        tracing::info!(
            target: "security",
            event = self.event.name(),
            outcome,
            person = self.person.as_deref().unwrap_or(UNKNOWN),
            session,
            account = self.account,
            factors,
            detail = outside(detail),
            "security event"
        );
    }
}

/// A text from outside for a line of the log: printable ASCII, everything else escaped, and no more than a hundred bytes.
#[must_use]
pub fn outside(text: &str) -> String {
    let mut line = String::new();
    for c in text.chars() {
        match c {
            ' '..='~' => line.push(c),
            c => line.extend(c.escape_unicode()),
        }
        // No need to look at all of it.
        if line.len() > LONGEST {
            line.truncate(LONGEST);
            return line + "...";
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_from_outside_are_escaped_and_cut() {
        for (text, expected) in [
            ("/profile", "/profile"),
            ("a\nb\u{9b}31m", "a\\u{a}b\\u{9b}31m"),
            ("\u{202e}\u{2028}é\u{7f}", "\\u{202e}\\u{2028}\\u{e9}\\u{7f}"),
        ] {
            assert_eq!(outside(text), expected);
        }
        let long = format!("{}é", "x".repeat(99));
        assert_eq!(outside(&long), format!("{}\\...", "x".repeat(99)));
        for text in ["x".repeat(60_000), "é".repeat(30_000), "\u{10ffff}".repeat(200)] {
            let line = outside(&text);
            assert!(line.len() <= LONGEST + 3 && line.ends_with("..."), "{line}");
        }
    }

    #[test]
    fn events_have_names_of_their_own() {
        let names: std::collections::HashSet<_> =
            SecurityEvent::ALL.iter().map(|event| event.name()).collect();
        assert_eq!(names.len(), SecurityEvent::ALL.len());
    }
}
