//! Rate limits of what any client can try, signed in or not: per client address, and per name that it is
//! about; and how often one person may write (ASVS 2.4.1, 6.3.1). Counted in this process only, in bounded memory; the pool's own quotas stand behind it.

use std::fmt::Debug;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;
use std::time::Duration;

use clock::Clock;
use rate_limit::{Rate, RateLimiter};
use session_store::{BrowserId, Id, hash};

use crate::security_log::{SecurityEvent, SecurityLine, SecurityLog};
use crate::session::Session;

/// So many counters are kept, in a few megabytes.
const MOST_COUNTERS: usize = 50_000;

/// Something that any client can try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    /// Going off to the Hosted UI.
    StartSignIn,
    /// Coming back from it.
    FinishSignIn,
    /// Making an account.
    SignUp,
    /// Confirming an account with a code.
    Confirm,
    /// Asking for another code.
    ResendCode,
}

/// Something that a person does who is signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Looking at a page that asks the pool.
    View,
    /// Writing anything.
    Write,
    /// Proving that they know their password.
    GuessPassword,
    /// Typing a code that was sent to an address.
    GuessAddressCode,
    /// Typing a code of an authenticator app.
    GuessMfaCode,
    /// Having a code sent to an address, their own by what they say.
    SendAddressCode,
}

/// Too often: it may be tried again after this time, and not before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; the next one in {} seconds", .0.as_secs())]
pub struct TooOften(pub Duration);

impl Act {
    /// Looking and writing: more than any user does, and little beside the pool's quota, which all people share.
    /// Guessing: as few as [`Attempt::Confirm`] by name. Sending: as few as [`Attempt::ResendCode`], because whose address it is
    /// only its code shows, and the pool's answer tells whether another account has it.
    fn per_person(self) -> Rate {
        let (burst, period) = match self {
            Self::View | Self::Write => (60, Duration::from_secs(1)),
            Self::GuessPassword | Self::GuessAddressCode | Self::GuessMfaCode => (10, Duration::from_mins(5)),
            Self::SendAddressCode => (5, Duration::from_mins(12)),
        };
        Rate { burst, period }
    }
}

impl Attempt {
    /// Many people may share an address: these only stop machines.
    fn per_address(self) -> Rate {
        let (burst, period) = match self {
            Self::StartSignIn | Self::FinishSignIn => (120, Duration::from_millis(500)),
            Self::SignUp | Self::ResendCode => (60, Duration::from_mins(1)),
            Self::Confirm => (120, Duration::from_secs(30)),
        };
        Rate { burst, period }
    }

    /// One person needs few. A code has a million values and lives a day: at this rate about one in six thousand
    /// guessers would find it.
    fn per_name(self) -> Rate {
        let (burst, period) = match self {
            Self::StartSignIn | Self::FinishSignIn => (60, Duration::from_secs(1)),
            Self::SignUp | Self::ResendCode => (5, Duration::from_mins(12)),
            Self::Confirm => (10, Duration::from_mins(10)),
        };
        Rate { burst, period }
    }
}

/// All browsers together in which the form was filled in for one name. Few people use two; who wants to
/// keep the right one out has to fill in the form in six others first, and who guesses finds the code once in three
/// thousand days.
const PER_BROWSERS: Rate = Rate {
    burst: 60,
    period: Duration::from_mins(5),
};

/// Counts attempts, in this process only. Cheap to clone; clones share the counters.
#[derive(Clone)]
pub struct RateLimits {
    limiter: Arc<RateLimiter<Id>>,
    scale: u32,
    clock: Clock,
    security: SecurityLog,
}

impl RateLimits {
    /// `scale` times the usual number of attempts is let through.
    #[must_use]
    pub fn new(scale: u32, clock: Clock, security: SecurityLog) -> Self {
        Self {
            limiter: Arc::new(RateLimiter::new(MOST_COUNTERS)),
            scale: scale.max(1),
            clock,
            security,
        }
    }

    /// Counts an attempt of this client, and lets it through or not.
    pub fn count_by_address(&self, attempt: Attempt, client: IpAddr) -> Result<(), TooOften> {
        let id = hash("limit by address", &[&[attempt as u8], &network(client)]);
        self.count(&attempt, id, attempt.per_address(), |line| line)
    }

    /// Counts an attempt that is about this name, in whatever spelling.
    pub fn count_by_name(&self, attempt: Attempt, name: &str) -> Result<(), TooOften> {
        let name = spelling(name);
        let id = hash("limit by name", &[&[attempt as u8], name.as_bytes()]);
        self.count(&attempt, id, attempt.per_name(), |line| line.about(&name))
    }

    /// Counts an attempt about this name of a browser that has filled in the form for it: apart from those of strangers,
    /// and together with the other browsers that have.
    pub fn count_by_browser(
        &self,
        attempt: Attempt,
        name: &str,
        browser: &BrowserId,
    ) -> Result<(), TooOften> {
        let (name, browser) = (spelling(name), browser.hash());
        let own = hash(
            "limit by browser",
            &[&[attempt as u8], name.as_bytes(), &browser.0],
        );
        self.count(&attempt, own, attempt.per_name(), |line| line.about(&name))?;
        let all = hash("limit by browsers", &[&[attempt as u8], name.as_bytes()]);
        self.count(&attempt, all, PER_BROWSERS, |line| line.about(&name))
    }

    /// Counts what this person does, in whichever of their sessions, and lets it through or not.
    pub fn count_by_person(&self, act: Act, session: &Session) -> Result<(), TooOften> {
        let id = hash("limit by person", &[&[act as u8], &session.user().0]);
        self.count(&act, id, act.per_person(), |line| line.of(session))
    }

    fn count<'a>(
        &'a self,
        attempt: &dyn Debug,
        id: Id,
        rate: Rate,
        of: impl FnOnce(SecurityLine<'a>) -> SecurityLine<'a>,
    ) -> Result<(), TooOften> {
        let scale = self.scale;
        let rate = Rate {
            burst: rate.burst.saturating_mul(scale),
            period: rate.period / scale,
        };
        let now = self.clock.now().since_unix_epoch();
        let counted = self.limiter.try_acquire(id, rate, now).map_err(TooOften);
        if counted.is_err() {
            of(self.security.event(SecurityEvent::RateLimit)).refused(&format!("{attempt:?}"));
        }
        counted
    }
}

/// One spelling for all spellings of a name: pools take no notice of case unless they were told to.
#[must_use]
pub fn spelling(username: &str) -> String {
    username.trim().to_lowercase()
}

/// What counts as one client: an IPv4 address, or the network of an IPv6 address that one customer has, /64.
fn network(client: IpAddr) -> [u8; 8] {
    let bits = match client.to_canonical() {
        IpAddr::V4(address) => address.to_ipv6_mapped().to_bits() << 64,
        IpAddr::V6(address) => Ipv6Addr::to_bits(address),
    };
    let mut bytes = [0; 8];
    bytes.copy_from_slice(&bits.to_be_bytes()[..8]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_one_customer_are_one_client() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }
}
