//! A browser's cookies of this application.

use account::Account;
use signin::{BrowserCookies, BrowserId, SessionId};
use test_support::CookieJar;

/// What one browser holds.
#[derive(Clone, Debug, Default)]
pub struct Jar(CookieJar);

impl Jar {
    /// That of a browser in which somebody signs up.
    pub fn of_browser(account: &Account, browser: &BrowserId) -> Self {
        Self::default().with([account.signin.cookies.set_browser(browser)])
    }

    /// The same browser with this session.
    pub fn with_session(self, account: &Account, session: &SessionId) -> Self {
        self.with([account.signin.cookies.set_session(session)])
    }

    /// The same browser after it was told to keep and to forget these.
    pub fn with(mut self, set_cookies: impl IntoIterator<Item = String>) -> Self {
        for cookie in set_cookies {
            self.0.keep_line(&cookie);
        }
        self
    }

    /// What it sends.
    pub fn header(&self) -> String {
        self.0.header().unwrap_or_default()
    }

    /// What the application reads of it.
    pub fn read(&self, account: &Account) -> BrowserCookies {
        account.signin.cookies.read([self.header().as_str()])
    }

    /// How many cookies there are whose name begins like this.
    pub fn count(&self, prefix: &str) -> usize {
        self.0.names().filter(|name| name.starts_with(prefix)).count()
    }
}
