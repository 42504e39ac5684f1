//! A browser that remembers what could be a token.

use std::collections::HashSet;

use test_support::{Browser, Page};
use url::Url;

use crate::Fallible;
use crate::leaks::long_words;

/// A browser, and what it was shown.
#[derive(Clone)]
pub(crate) struct WatchedBrowser {
    pub browser: Browser,
    /// Everything in the responses that could be a token.
    pub seen: HashSet<String>,
}

impl WatchedBrowser {
    pub fn new(browser: Browser) -> Self {
        Self {
            browser,
            seen: HashSet::new(),
        }
    }

    /// Follows a link.
    pub async fn get(&mut self, url: &Url) -> Fallible<Page> {
        let page = self.browser.try_get(url.as_str()).await?;
        Ok(self.remember(page))
    }

    /// Sends a form of a page of `origin`.
    pub async fn post(&mut self, url: &Url, origin: &str, fields: &[(String, String)]) -> Fallible<Page> {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        let sent = self.browser.try_post_form(url.as_str(), &fields, Some(origin));
        let page = sent.await?;
        Ok(self.remember(page))
    }

    fn remember(&mut self, page: Page) -> Page {
        for text in [&page.body, &format!("{:?}", page.headers)] {
            self.seen.extend(long_words(text).map(ToOwned::to_owned));
        }
        page
    }
}
