//! A person with a browser that runs no JavaScript: follows links, fills in forms, keeps cookies.

use std::collections::HashSet;

use reqwest::header::HOST;
pub use test_support::Page;
use test_support::{Browser, Form};
use url::Url;

use crate::Fallible;
use crate::browser::WatchedBrowser;
use crate::pool::{CHANGED, PASSWORD};

/// The longest way from one page to another.
const LONGEST_WAY: usize = 8;

/// The answer to a request for a page that needs a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    /// The page.
    Page,
    /// An invitation to sign in: there is no session.
    SignedOut,
    /// Something does not work just now; or nothing came back at all.
    Trouble,
}

/// What became of a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// The application said that it is saved.
    Yes,
    /// It said so, and shows another value.
    Lost,
    /// An error, or no answer: the outcome is unknown.
    Unknown,
    /// There was no session.
    SignedOut,
}

/// A person with an account and a browser.
pub struct Visitor {
    /// The name of the account.
    pub email: String,
    app: Url,
    /// What the browser says forms come from: the public address.
    origin: String,
    browser: WatchedBrowser,
}

impl Visitor {
    /// A person without a session.
    pub fn new(email: &str, app: &str) -> Fallible<Self> {
        let app = Url::parse(app)?;
        Ok(Self {
            email: email.to_owned(),
            origin: app.origin().ascii_serialization(),
            browser: WatchedBrowser::new(Browser::new(app.clone())),
            app,
        })
    }

    /// The same browser in further tabs, each with connections of its own.
    pub fn tabs(&self, count: usize) -> Fallible<Vec<Self>> {
        (0..count).map(|_| self.at_process(self.app.as_str())).collect()
    }

    /// The session's cookie, if there is one.
    #[must_use]
    pub fn session(&self) -> Option<&str> {
        self.browser.browser.cookie(&self.session_cookie())
    }

    /// What the application has shown so far that could be a token.
    #[must_use]
    pub fn seen(&self) -> &HashSet<String> {
        &self.browser.seen
    }

    /// Takes in what another tab of this browser was shown.
    pub fn has_also_seen(&mut self, tab: &Self) {
        self.browser.seen.extend(tab.browser.seen.iter().cloned());
    }

    /// Signs in by way of the pool's page, up to the page that follows.
    pub async fn sign_in(&mut self) -> Fallible<Page> {
        let callback = self.callback().await?;
        self.come_back(&callback).await
    }

    /// Follows the address that leads back to the application, up to the page that follows.
    pub async fn come_back(&mut self, callback: &Url) -> Fallible<Page> {
        let mut page = self.get(callback).await?;
        for _ in 0..LONGEST_WAY {
            match page.redirect() {
                Some(next) => page = self.get(&next).await?,
                None if page.status == 200 && self.session().is_some() => return Ok(page),
                None => return Err(describe(&page)),
            }
        }
        Err("the way after the sign-in is too long".into())
    }

    async fn fill_in_name_and_password(&mut self, page: &Page) -> Fallible<Page> {
        let mut form = Form::find(&page.body, "").ok_or_else(|| describe(page))?;
        let (name, password) = (self.email.clone(), PASSWORD);
        if !form.set("username", &name) || !form.set("password", password) {
            return Err(describe(page));
        }
        self.post(&page.url.join(&form.action)?, &page.url, &form.fields)
            .await
    }

    /// Goes on with another process of the application, past the proxy: with the same cookies.
    pub fn at_process(&self, url: &str) -> Fallible<Self> {
        let (app, public) = (Url::parse(url)?, Url::parse(&self.origin)?);
        let mut browser = Browser::new(app.clone()).with_header(HOST, public.authority());
        if let Some(cookies) = self.browser.browser.jar(&self.app) {
            *browser.home_jar() = cookies.clone();
        }
        Ok(Self {
            email: self.email.clone(),
            origin: self.origin.clone(),
            browser: WatchedBrowser::new(browser),
            app,
        })
    }

    /// The port of the process or proxy this browser talks to.
    #[must_use]
    pub fn port(&self) -> u16 {
        self.app.port_or_known_default().unwrap_or_default()
    }

    /// Comes with a session cookie of another time.
    pub fn set_session(&mut self, cookie: &str) {
        let name = self.session_cookie();
        self.browser.browser.set_cookie(&name, cookie);
    }

    /// The cookie that holds the session: over http it is named after the port of the public address.
    fn session_cookie(&self) -> String {
        let port = self.origin.rsplit(':').next().unwrap_or_default();
        format!("lc-session-{port}")
    }

    /// The way through the pool's page up to the address that leads back to the application, not followed yet.
    pub async fn callback(&mut self) -> Fallible<Url> {
        self.follow(&self.at("/login")?).await
    }

    /// The same from another address on the way.
    pub async fn follow(&mut self, start: &Url) -> Fallible<Url> {
        let mut page = self.get(start).await?;
        for _ in 0..LONGEST_WAY {
            page = match page.redirect() {
                Some(next) if next.path() == "/logged_in" => return Ok(next),
                Some(next) => self.get(&next).await?,
                None => self.fill_in_name_and_password(&page).await?,
            };
        }
        Err("the way through the sign-in is too long".into())
    }

    /// Looks at a page that needs a session.
    pub async fn look_at(&mut self, path: &str) -> (Sight, Option<Page>) {
        let Ok(url) = self.at(path) else {
            return (Sight::Trouble, None);
        };
        match self.get(&url).await {
            Err(_) => (Sight::Trouble, None),
            Ok(page) => (sight(&page), Some(page)),
        }
    }

    /// Changes the attribute on the profile page and saves.
    pub async fn save(&mut self, value: &str) -> Saved {
        let (sight, page) = self.look_at("/profile").await;
        let form = page
            .as_ref()
            .and_then(|page| Form::find(&page.body, "/save_profile"));
        let (Sight::Page, Some(form)) = (sight, form) else {
            return if sight == Sight::SignedOut {
                Saved::SignedOut
            } else {
                Saved::Unknown
            };
        };
        self.send(form, value).await.unwrap_or(Saved::Unknown)
    }

    /// Sends the profile form with another value in it.
    pub async fn send(&mut self, mut form: Form, value: &str) -> Fallible<Saved> {
        let field = format!("values[{CHANGED}]");
        if !form.set(&field, value) {
            return Err("the form has no such field".into());
        }
        let profile = self.at("/profile")?;
        let answer = self
            .post(&profile.join(&form.action)?, &profile, &form.fields)
            .await?;
        if sight(&answer) == Sight::SignedOut {
            return Ok(Saved::SignedOut);
        }
        let Some(next) = answer.redirect() else {
            return Ok(Saved::Unknown);
        };
        let shown = self.get(&next).await?;
        let is_saved = shown.body.contains("notice success");
        let form = Form::find(&shown.body, "/save_profile");
        let is_shown = form.is_some_and(|form| form.value(&field) == Some(value));
        match (sight(&shown), is_saved) {
            (Sight::Page, true) if is_shown => Ok(Saved::Yes),
            (Sight::Page, true) => Ok(Saved::Lost),
            (Sight::SignedOut, _) => Ok(Saved::SignedOut),
            _ => Ok(Saved::Unknown),
        }
    }

    /// Signs out; answers whether the application said that the session is over. If it only has the browser forget the
    /// session, the cookie is kept all the same, so that the next attempt is about the same session.
    pub async fn sign_out(&mut self) -> Fallible<bool> {
        let question = self.at("/logout")?;
        let page = self.get(&question).await?;
        let Some(form) = Form::find(&page.body, "/sign_out") else {
            // Signed out already; anything else is trouble.
            return Ok(page.status == 200);
        };
        let before = self.session().map(ToOwned::to_owned);
        let answer = self
            .post(&question.join(&form.action)?, &question, &form.fields)
            .await?;
        let is_unknown = |next: &Url| next.path() == "/logged_out" && next.query() == Some("here=unknown");
        if answer.redirect().as_ref().is_some_and(is_unknown) {
            if let Some(cookie) = before {
                self.set_session(&cookie);
            }
            return Ok(false);
        }
        let is_out = answer.status == 303 && self.session().is_none();
        if let (true, Some(next)) = (is_out, answer.redirect()) {
            // The pool's own cookie goes, too, if the pool can be reached.
            let _ = self.get(&next).await;
        }
        Ok(is_out)
    }

    /// Ends all other sessions from the list of sessions; answers whether the application says that it did.
    pub async fn end_others(&mut self) -> Fallible<bool> {
        let list = self.at("/sessions")?;
        let page = self.get(&list).await?;
        let Some(form) = Form::find(&page.body, "/end_other_sessions") else {
            return Ok(false);
        };
        let answer = self.post(&list.join(&form.action)?, &list, &form.fields).await?;
        Ok(answer.redirect().is_some_and(|next| next.path() == list.path()))
    }

    /// Has the tokens refreshed, with the button of the page that compares the sources.
    pub async fn renew_tokens(&mut self) -> Fallible<()> {
        let sources = self.at("/profile/sources")?;
        let page = self.get(&sources).await?;
        let form = Form::find(&page.body, "/renew_tokens").ok_or("there is no such button")?;
        self.post(&sources.join(&form.action)?, &sources, &form.fields)
            .await?;
        Ok(())
    }

    /// Follows a link.
    pub async fn get(&mut self, url: &Url) -> Fallible<Page> {
        self.browser.get(url).await
    }

    async fn post(&mut self, url: &Url, from: &Url, fields: &[(String, String)]) -> Fallible<Page> {
        let origin = if from.port_or_known_default() == self.app.port_or_known_default() {
            self.origin.clone()
        } else {
            from.origin().ascii_serialization()
        };
        self.browser.post(url, &origin, fields).await
    }

    fn at(&self, path: &str) -> Fallible<Url> {
        Ok(self.app.join(path)?)
    }
}

fn sight(page: &Page) -> Sight {
    let redirect = page.redirect();
    let leads_to = redirect
        .as_ref()
        .map(|next| (next.path(), next.query().unwrap_or_default()));
    match (page.status.as_u16(), leads_to) {
        (200, _) => Sight::Page,
        (401, _) | (_, Some(("/login" | "/signed_out", _))) => Sight::SignedOut,
        (_, Some(("/failed", query))) if ["SignedOut", "Ended"].iter().any(|kind| query.contains(kind)) => {
            Sight::SignedOut
        }
        _ => Sight::Trouble,
    }
}

fn describe(page: &Page) -> Box<dyn std::error::Error + Send + Sync> {
    let Page { url, status, .. } = page;
    format!("{} answers {status}", url.path()).into()
}
