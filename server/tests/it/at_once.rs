//! Many visitors at the same time, and visitors that go away before the answer is there.

use std::cell::RefCell;
use std::panic;
use std::sync::{Arc, Once};
use std::time::Duration;

use axum::http::header::ACCEPT_LANGUAGE;
use futures::FutureExt as _;
use futures::future::join_all;
use tokio::sync::Notify;

use crate::test_app::{ALICE, BOB, TestApp};
use test_support::{Browser, FaultyStore};

/// What somebody asks for again and again, and what must and must not stand in the answer.
struct Habit {
    visitor: Browser,
    page: &'static str,
    shows: &'static [&'static str],
    hides: &'static [&'static str],
}

impl Habit {
    async fn follow(mut self, times: usize) {
        for _ in 0..times {
            let answer = self.visitor.get(self.page).await;
            assert_eq!(answer.status, 200, "{}: {}", self.page, answer.body);
            for text in self.shows {
                assert!(answer.body.contains(text), "{}: no {text}", self.page);
            }
            for text in self.hides {
                assert!(!answer.body.contains(text), "{}: {text}", self.page);
            }
            let chosen = [("language", "es"), ("page", self.page)];
            let posted = self.visitor.post_form("/api/set_language", &chosen).await;
            assert_eq!((posted.status.as_u16(), posted.location()), (303, self.page));
            self.visitor.set_cookie("lc-language", "");
        }
    }
}

/// On several threads, as in production: a page is begun on one and finished on another, and in between each thread
/// works for others.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn concurrent_visitors_get_own_pages_in_own_language() {
    let world = TestApp::new().await;
    let in_english = |visitor: Browser| visitor.with_header(ACCEPT_LANGUAGE, "en");
    let (alice, bob) = (world.sign_in(&ALICE).await, world.sign_in(&BOB).await);
    let habit = |number: usize| match number % 3 {
        0 => Habit {
            visitor: in_english(bob.clone()),
            page: "/profile",
            shows: &[r#"lang="en""#, "bob@example.com"],
            hides: &["alice"],
        },
        1 => Habit {
            visitor: alice.clone().with_header(ACCEPT_LANGUAGE, "he"),
            page: "/welcome",
            shows: &[r#"lang="he""#, "csrf"],
            hides: &["bob"],
        },
        _ => Habit {
            visitor: world.visitor().with_header(ACCEPT_LANGUAGE, "es"),
            page: "/",
            shows: &[r#"lang="es""#, "/login"],
            hides: &["alice", "bob", "csrf"],
        },
    };
    let at_once = (0..12).map(|number| tokio::spawn(habit(number).follow(10)));
    for outcome in join_all(at_once).await {
        outcome.unwrap();
    }
}

thread_local! {
    /// What this thread has panicked with.
    static PANICS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Keeps what this thread panics with. Pages load what they show in tasks of their own, whose panics nobody else sees.
fn keep_panics() {
    static START: Once = Once::new();
    START.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            PANICS.with_borrow_mut(|kept| kept.push(panic.to_string()));
            before(panic);
        }));
    });
}

/// Two clicks on the same link do that, and so does a tab that is closed.
#[tokio::test]
async fn aborted_request_breaks_nothing() {
    keep_panics();
    let store = Arc::new(FaultyStore::default());
    let world = TestApp::builder().store(store.clone()).start().await;
    let mut bob = world.sign_in(&BOB).await;
    world.clock.advance(Duration::from_mins(2));
    let (waits, goes_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    store.on_acquire({
        let (waits, goes_on) = (waits.clone(), goes_on.clone());
        move |_| {
            let (waits, goes_on) = (waits.clone(), goes_on.clone());
            async move {
                waits.notify_one();
                goes_on.notified().await;
                None
            }
            .boxed()
        }
    });
    tokio::select! {
        answer = bob.get("/profile") => panic!("it does not wait for the store: {}", answer.body),
        () = waits.notified() => {}
    }
    store.on_acquire(|_| async { None }.boxed());
    goes_on.notify_one();
    // Comes in line behind what was left.
    assert_eq!(bob.get("/profile").await.status, 200);
    let panics = PANICS.take();
    assert!(panics.is_empty(), "{panics:?}");
}
