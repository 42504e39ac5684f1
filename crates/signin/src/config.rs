//! The policy of sign-ins and sessions.

use std::time::Duration;

/// Policy that the operator may set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// How long things live.
    pub lifetimes: Lifetimes,
    /// Who else could see or set cookies of the same name.
    pub cookies: CookieScope,
    /// How much of the user pool's quotas this process may use up, in percent.
    pub quota_percent: u8,
    /// The rate limits of public forms.
    pub open_forms: OpenForms,
}

/// How the application is reached, which decides names and attributes of its cookies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CookieScope {
    /// By https: cookies are `Secure` and `__Host-` prefixed.
    Https,
    /// By plain http on this machine, at this port. Browsers share cookies between all ports of a host, so that names
    /// must tell programs apart.
    Loopback(u16),
}

/// What keeps public forms from being misused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenForms {
    /// How many times the usual number of attempts is let through; 1 unless many people share an address.
    pub scale: u32,
    /// An answer about an account comes after this time or a multiple of it, so that its time tells nothing.
    pub answer_after: Duration,
}

impl Default for OpenForms {
    fn default() -> Self {
        Self {
            scale: 1,
            answer_after: Duration::from_millis(800),
        }
    }
}

/// How long sign-ins and sessions live (ASVS 7.3.1, 7.3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lifetimes {
    /// From the start of a sign-in to its callback: people look for a phone, or wait for a mail.
    pub pending: Duration,
    /// A session ends when it was not used for this long.
    pub idle: Duration,
    /// A session ends this long after its sign-in, however busy. Never longer than the refresh token lives
    /// (30 days unless the app client says otherwise).
    pub absolute: Duration,
    /// Changes of credentials are open for this long after a user has authenticated; then they must do
    /// so again (ASVS 7.5.1).
    pub recent_auth: Duration,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            pending: Duration::from_hours(1),
            idle: Duration::from_hours(24),
            absolute: Duration::from_hours(7 * 24),
            recent_auth: Duration::from_mins(10),
        }
    }
}
