//! The page of one's sessions.

pub struct Sessions {
    pub title: &'static str,
    pub lead: &'static str,
    /// A browser on a system.
    pub device: fn(&str, &str) -> String,
    pub unknown_browser: &'static str,
    pub unknown_system: &'static str,
    pub this_one: &'static str,
    pub first: &'static str,
    pub last: &'static str,
    pub end: &'static str,
    /// The same for who cannot see which session it belongs to: a browser on a system, and when it was begun.
    pub end_of: fn(&str, &str) -> String,
    pub end_others: &'static str,
    pub no_others: &'static str,
    pub everywhere_title: &'static str,
    pub everywhere: &'static str,
    pub everywhere_button: &'static str,
    /// So many were ended.
    pub ended: fn(usize) -> String,
    pub gone: &'static str,
    /// The pool did not answer when it was told to sign out everywhere.
    pub elsewhere_unknown: &'static str,
}
