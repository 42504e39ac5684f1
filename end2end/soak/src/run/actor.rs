//! An actor: a person who uses the application and remembers its answers.

use std::collections::VecDeque;
use std::fmt;
use std::time::Duration;

use fastrand::Rng;
use futures::future::join_all;
use tokio::time::{Instant, sleep};

use super::report::Deeds;
use crate::Fallible;
use crate::machines::Machines;
use crate::pool::CHANGED;
use crate::visitor::{Page, Saved, Sight, Visitor};
use test_support::Form;

const SETTLED_WITHIN: Duration = Duration::from_mins(1);
const ASK_AGAIN_AFTER: Duration = Duration::from_millis(50);
const TABS: usize = 5;
const REMEMBERED: usize = 12;

/// Whether a person is signed in, as far as they know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Session {
    /// There is no session.
    Out,
    /// Signed in.
    In,
    /// Signed in, but the pool has ended it: the application may not know yet.
    EndedByPool,
    /// Wants out, and has not been told yet that it worked.
    Leaving,
}

/// A session that must be worth nothing any more.
pub(super) struct Ended {
    pub cookie: String,
    /// The application has said so: it must be so at once. What the pool ends is over at the next refresh.
    pub is_at_once: bool,
    /// For finding the reason when it still answers.
    how: String,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.how)
    }
}

pub(super) struct Actor {
    pub person: Visitor,
    pub session: Session,
    pub ended: Vec<Ended>,
    /// The last value that was acknowledged.
    acknowledged: String,
    /// Values sent since, which may have been written or not.
    possible: Vec<String>,
    random: Rng,
    saves: u32,
    since: Instant,
    /// The last actions, for finding the reason of a loss.
    history: VecDeque<String>,
    pub deeds: Deeds,
    pub saves_lost: u32,
    pub sessions_lost: u32,
}

impl Actor {
    pub async fn new(machines: &Machines, number: usize, random: Rng) -> Fallible<Self> {
        let name = format!("person{number}");
        let value = format!("{name} at first");
        Ok(Self {
            person: machines.add_person(&name, &value).await?,
            session: Session::Out,
            ended: Vec::new(),
            acknowledged: value,
            possible: Vec::new(),
            random,
            saves: 0,
            since: Instant::now(),
            history: VecDeque::new(),
            deeds: Deeds::default(),
            saves_lost: 0,
            sessions_lost: 0,
        })
    }

    pub async fn act_until(&mut self, machines: &Machines, until: Instant) {
        while Instant::now() < until {
            self.act(machines).await;
            sleep(Duration::from_millis(self.random.u64(5..150))).await;
        }
    }

    async fn act(&mut self, machines: &Machines) {
        match self.session {
            Session::Out => self.sign_in().await,
            Session::Leaving => self.sign_out().await,
            Session::In | Session::EndedByPool => match self.random.u8(..100) {
                ..50 => self.look().await,
                50..65 => self.look_in_many_tabs().await,
                65..86 => self.save().await,
                86..90 => self.end_others(machines).await,
                90..96 => self.sign_out().await,
                _ => self.be_ended(machines).await,
            },
        }
    }

    async fn sign_in(&mut self) {
        let before = self.person.session().map(ToOwned::to_owned);
        let came = self.person.sign_in().await;
        self.remember(&format!("sign in: {:?}", came.as_ref().map(|page| page.status)));
        let came_through = came.is_ok();
        if self.person.session().is_some() && self.person.session() != before.as_deref() {
            self.session = Session::In;
            self.deeds.sign_ins += 1;
        } else if came_through {
            self.lose("signed in without a new session");
        } else {
            self.deeds.troubles += 1;
        }
    }

    async fn look(&mut self) {
        let (sight, page) = self.person.look_at("/profile").await;
        self.note(sight, page.as_ref());
    }

    async fn look_in_many_tabs(&mut self) {
        let Ok(mut tabs) = self.person.tabs(TABS) else {
            return;
        };
        let views = join_all(tabs.iter_mut().map(|tab| tab.look_at("/profile"))).await;
        for (sight, page) in &views {
            self.note(*sight, page.as_ref());
        }
        for tab in &tabs {
            self.person.has_also_seen(tab);
        }
    }

    async fn save(&mut self) {
        self.saves += 1;
        let value = format!("{} {}", self.saves, self.random.u32(..));
        let saved = self.person.save(&value).await;
        self.remember(&format!("save {value}: {saved:?}"));
        match saved {
            Saved::Yes => {
                self.acknowledged = value;
                self.possible.clear();
                self.deeds.saves += 1;
                // So that refreshes are under way at any time, not only when an hour has passed. What comes of it is
                // seen by the next look.
                let _ = self.person.renew_tokens().await;
            }
            Saved::Lost => {
                self.possible.push(value);
                self.lose_save("a page says that it is saved and shows another value");
            }
            Saved::Unknown => {
                self.possible.push(value);
                self.deeds.unknown_saves += 1;
            }
            Saved::SignedOut => self.note(Sight::SignedOut, None),
        }
    }

    async fn sign_out(&mut self) {
        if self.session != Session::Leaving {
            self.note_own_ended(true, "signed out");
        }
        self.session = Session::Leaving;
        let left = self.person.sign_out().await;
        self.remember(&format!("sign out: {left:?}"));
        if matches!(left, Ok(true)) {
            self.session = Session::Out;
            self.deeds.sign_outs += 1;
        } else {
            self.deeds.troubles += 1;
        }
    }

    /// Signs in with another browser, and ends that session from here.
    async fn end_others(&mut self, machines: &Machines) {
        let Ok(mut other) = Visitor::new(&self.person.email, machines.origin()) else {
            return;
        };
        let came = other.sign_in().await;
        self.person.has_also_seen(&other);
        let (Ok(_), Some(cookie)) = (came, other.session()) else {
            self.deeds.troubles += 1;
            return;
        };
        let ended = self.person.end_others().await;
        self.remember(&format!("end others: {ended:?}"));
        if matches!(ended, Ok(true)) {
            self.note_ended(cookie.to_owned(), true, "ended from the list");
            self.deeds.ended_from_list += 1;
        } else {
            self.deeds.troubles += 1;
        }
    }

    /// The pool ends all sessions of this person. It misbehaves here, too: what it does not answer it may have done.
    async fn be_ended(&mut self, machines: &Machines) {
        if self.session != Session::In {
            return;
        }
        self.session = Session::EndedByPool;
        self.deeds.ended_by_pool += 1;
        while let Err(error) = machines.pool.end_all_of(&self.person.email).await {
            self.remember(&format!("not ended by the pool: {error}"));
            sleep(ASK_AGAIN_AFTER).await;
        }
        self.remember("ended by the pool");
        self.note_own_ended(false, "ended by the pool");
    }

    fn note_own_ended(&mut self, is_at_once: bool, how: &str) {
        if let Some(cookie) = self.person.session() {
            self.note_ended(cookie.to_owned(), is_at_once, how);
        }
    }

    /// From now on, or after the next refresh, this cookie must be worth nothing.
    fn note_ended(&mut self, cookie: String, is_at_once: bool, how: &str) {
        let how = format!(
            "{how} at {} ms; before that: {:#?}",
            self.since.elapsed().as_millis(),
            self.history
        );
        self.ended.push(Ended {
            cookie,
            is_at_once,
            how,
        });
    }

    fn remember(&mut self, deed: &str) {
        if self.history.len() == REMEMBERED {
            self.history.pop_front();
        }
        let at = self.since.elapsed().as_millis();
        self.history.push_back(format!("{at} ms: {deed}"));
    }

    /// Takes in what a page that needs a session showed.
    pub fn note(&mut self, sight: Sight, page: Option<&Page>) {
        let from = page.map(|page| (page.url.as_str(), page.status));
        self.remember(&format!("look at {from:?}: {sight:?}"));
        match (sight, self.session) {
            (Sight::Page, _) => {
                self.deeds.views += 1;
                self.check_value(page);
            }
            (Sight::Trouble, _) => self.deeds.troubles += 1,
            (Sight::SignedOut, Session::In) => self.lose("asked to sign in"),
            (Sight::SignedOut, Session::EndedByPool) => self.session = Session::Out,
            (Sight::SignedOut, Session::Out | Session::Leaving) => {}
        }
    }

    fn check_value(&mut self, page: Option<&Page>) {
        let form = page.and_then(|page| Form::find(&page.body, "/save_profile"));
        let shown = form.and_then(|form| form.value(&format!("values[{CHANGED}]")).map(ToOwned::to_owned));
        if let Some(shown) = shown
            && !self.may_be(&shown)
        {
            self.lose_save(&format!("a page shows {shown:?}"));
        }
    }

    /// Whether the attribute may have this value now.
    fn may_be(&self, value: &str) -> bool {
        self.acknowledged == value || self.possible.iter().any(|possible| possible == value)
    }

    /// Compares with what the pool holds.
    pub fn compare(&mut self, value: &str) {
        if !self.may_be(value) {
            self.lose_save(&format!("the pool holds {value:?}"));
        }
    }

    fn lose_save(&mut self, how: &str) {
        eprintln!(
            "{}: {how}; acknowledged was {:?}, possible {:?}; before that: {:#?}",
            self.person.email, self.acknowledged, self.possible, self.history
        );
        self.saves_lost += 1;
    }

    fn lose(&mut self, how: &str) {
        eprintln!("{}: {how}; before that: {:#?}", self.person.email, self.history);
        self.session = Session::Out;
        self.sessions_lost += 1;
    }

    /// After the chaos every person who is signed in must be able to save and to sign out.
    pub async fn settle(&mut self) -> Fallible<()> {
        let latest = Instant::now() + SETTLED_WITHIN;
        let before = self.deeds.saves;
        loop {
            match self.session {
                Session::In if self.deeds.saves == before => self.save().await,
                Session::Leaving => self.sign_out().await,
                _ => return Ok(()),
            }
            if Instant::now() > latest {
                return Err(format!("{} can neither save nor leave any more", self.person.email).into());
            }
            sleep(ASK_AGAIN_AFTER).await;
        }
    }
}
