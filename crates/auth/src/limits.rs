//! How often something may be tried that anybody can try, signed in or not: per client address, and per name that it is
//! about; and how often one person may write (ASVS 2.4.1, 6.3.1). Counted in this process only, in bounded memory; the pool's own quotas stand behind it.

use std::collections::HashMap;
use std::fmt::Debug;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use clock::Timestamp;

use crate::Auth;
use crate::ids::{BrowserId, hash};
use crate::pending_sign_up::spelling;
use crate::security_log::{SecurityEvent, SecurityLine};
use crate::session::Session;
use crate::store::Id;

/// So many counters are kept; when there are more, the emptier half goes.
const MOST_COUNTERS: usize = 50_000;

/// Something that anybody can try.
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
}

/// Too often: it may be tried again after this time, and not before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts; the next one in {} seconds", .0.as_secs())]
pub struct TooOften(pub Duration);

/// So many at once, then one more each time `every` has passed.
#[derive(Clone, Copy, Debug)]
struct Budget {
    at_once: u32,
    every: Duration,
}

impl Act {
    /// Looking and writing: more than anybody does, and little beside the pool's quota, which all people share.
    /// Guessing: as few as [`Attempt::Confirm`] by name.
    fn per_person(self) -> Budget {
        let (at_once, every) = match self {
            Self::View | Self::Write => (60, Duration::from_secs(1)),
            Self::GuessPassword | Self::GuessAddressCode | Self::GuessMfaCode => (10, Duration::from_mins(5)),
        };
        Budget { at_once, every }
    }
}

impl Attempt {
    /// Many people may share an address: these only stop machines.
    fn per_address(self) -> Budget {
        let (at_once, every) = match self {
            Self::StartSignIn | Self::FinishSignIn => (120, Duration::from_millis(500)),
            Self::SignUp | Self::ResendCode => (60, Duration::from_mins(1)),
            Self::Confirm => (120, Duration::from_secs(30)),
        };
        Budget { at_once, every }
    }

    /// One person needs few. A code has a million values and lives a day: at this rate about one in six thousand
    /// guessers would find it.
    fn per_name(self) -> Budget {
        let (at_once, every) = match self {
            Self::StartSignIn | Self::FinishSignIn => (60, Duration::from_secs(1)),
            Self::SignUp | Self::ResendCode => (5, Duration::from_mins(12)),
            Self::Confirm => (10, Duration::from_mins(10)),
        };
        Budget { at_once, every }
    }
}

/// All browsers together in which somebody has filled in the form for one name. Few people use two; who wants to
/// keep the right one out has to fill in the form in six others first, and who guesses finds the code once in three
/// thousand days.
const PER_BROWSERS: Budget = Budget {
    at_once: 60,
    every: Duration::from_mins(5),
};

/// The counters. One number for each is enough: the moment when it will be empty again (the generic cell rate
/// algorithm of ITU-T I.371).
#[derive(Default)]
pub(crate) struct Limits(Mutex<HashMap<Id, Timestamp>>);

impl Limits {
    fn spend(&self, id: Id, budget: Budget, now: Timestamp) -> Result<(), TooOften> {
        let mut counters = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let empty_at = counters.get(&id).copied().unwrap_or(now).max(now) + budget.every;
        let wait = empty_at
            .saturating_since(now)
            .saturating_sub(budget.every * budget.at_once);
        if !wait.is_zero() {
            return Err(TooOften(wait));
        }
        if counters.len() >= MOST_COUNTERS && !counters.contains_key(&id) {
            make_room(&mut counters, now);
        }
        counters.insert(id, empty_at);
        Ok(())
    }
}

/// Drops what counts no longer; if that is not enough, the emptier half.
fn make_room(counters: &mut HashMap<Id, Timestamp>, now: Timestamp) {
    counters.retain(|_, empty_at| *empty_at > now);
    if counters.len() < MOST_COUNTERS {
        return;
    }
    let mut moments: Vec<Timestamp> = counters.values().copied().collect();
    let middle = moments.len() / 2;
    let (_, median, _) = moments.select_nth_unstable(middle);
    let median = *median;
    counters.retain(|_, empty_at| *empty_at > median);
}

impl Auth {
    /// Counts an attempt of this client, and lets it through or not.
    pub fn count_by_address(&self, attempt: Attempt, client: IpAddr) -> Result<(), TooOften> {
        let id = hash("limit by address", &[&[attempt as u8], &network(client)]);
        self.count(&attempt, id, attempt.per_address(), |line| line)
    }

    /// Counts an attempt that is about this name, in whatever spelling.
    pub(crate) fn count_by_name(&self, attempt: Attempt, name: &str) -> Result<(), TooOften> {
        let name = spelling(name);
        let id = hash("limit by name", &[&[attempt as u8], name.as_bytes()]);
        self.count(&attempt, id, attempt.per_name(), |line| line.about(&name))
    }

    /// Counts an attempt about this name of a browser that has filled in the form for it: apart from those of strangers,
    /// and together with the other browsers that have.
    pub(crate) fn count_by_browser(
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
        budget: Budget,
        of: impl FnOnce(SecurityLine<'a>) -> SecurityLine<'a>,
    ) -> Result<(), TooOften> {
        let scale = self.inner.config.open_forms.scale.max(1);
        let budget = Budget {
            at_once: budget.at_once.saturating_mul(scale),
            every: budget.every / scale,
        };
        let counted = self.inner.limits.spend(id, budget, self.inner.clock.now());
        if counted.is_err() {
            of(self.security(SecurityEvent::RateLimit)).refused(&format!("{attempt:?}"));
        }
        counted
    }
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

    const NOW: Timestamp = Timestamp::from_unix_seconds(1_800_000_000);
    const THREE_A_MINUTE: Budget = Budget {
        at_once: 3,
        every: Duration::from_secs(20),
    };

    fn id(number: u32) -> Id {
        hash("test", &[&number.to_be_bytes()])
    }

    #[test]
    fn a_budget_is_spent_and_comes_back_bit_by_bit() {
        let limits = Limits::default();
        let spend = |seconds| limits.spend(id(1), THREE_A_MINUTE, NOW + Duration::from_secs(seconds));
        for _ in 0..3 {
            assert_eq!(spend(0), Ok(()));
        }
        assert_eq!(spend(0), Err(TooOften(Duration::from_secs(20))));
        assert_eq!(spend(15), Err(TooOften(Duration::from_secs(5))));
        assert_eq!(spend(20), Ok(()));
        assert_eq!(spend(20), Err(TooOften(Duration::from_secs(20))));
        for _ in 0..3 {
            assert_eq!(spend(600), Ok(()));
        }
        assert!(spend(600).is_err());
    }

    #[test]
    fn one_client_does_not_use_up_what_others_have() {
        let limits = Limits::default();
        while limits.spend(id(1), THREE_A_MINUTE, NOW).is_ok() {}
        assert_eq!(limits.spend(id(2), THREE_A_MINUTE, NOW), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out_for_longer_than_that() {
        let limits = Limits::default();
        limits.spend(id(1), THREE_A_MINUTE, NOW).unwrap();
        let earlier = NOW - Duration::from_hours(1);
        assert!(limits.spend(id(1), THREE_A_MINUTE, earlier).is_err());
        assert_eq!(limits.spend(id(1), THREE_A_MINUTE, NOW), Ok(()));
    }

    #[test]
    fn memory_is_bounded_and_the_busiest_are_remembered() {
        let limits = Limits::default();
        let busy = id(u32::MAX);
        while limits.spend(busy, THREE_A_MINUTE, NOW).is_ok() {}
        for number in 0..150_000 {
            limits.spend(id(number), THREE_A_MINUTE, NOW).unwrap();
            if number % 10_000 == 0 {
                assert!(limits.spend(busy, THREE_A_MINUTE, NOW).is_err(), "{number}");
            }
        }
        assert!(limits.0.lock().unwrap().len() <= MOST_COUNTERS);
    }

    #[test]
    fn addresses_of_one_customer_are_one_client() {
        let network = |text: &str| network(text.parse().unwrap());
        assert_eq!(network("2001:db8:1:2::1"), network("2001:db8:1:2:ffff::9"));
        assert_ne!(network("2001:db8:1:2::1"), network("2001:db8:1:3::1"));
        assert_ne!(network("192.0.2.1"), network("192.0.2.2"));
        assert_eq!(network("::ffff:192.0.2.1"), network("192.0.2.1"));
    }
}
