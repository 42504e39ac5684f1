//! One refresh per session, however many requests and processes.

use std::time::Duration;

use futures::future::join_all;
use soak::machines::Machines;
use soak::visitor::{Page, Sight, Visitor};
use tokio::time::sleep;

use crate::{HOUR, STORES, signed_in, three};

#[tokio::test]
async fn a_hundred_requests_on_three_processes_refresh_once() {
    for store in STORES {
        let machines = three(store, false).await;
        let person = signed_in(&machines).await;
        machines.advance(HOUR + 60).await.unwrap();
        for (sight, page) in a_hundred_views(&machines, &person).await {
            assert_eq!(sight, Sight::Page, "{store:?} {page:?}");
        }
        assert_eq!(machines.pool.refreshes().await.unwrap(), 1, "{store:?}");
    }
}

#[tokio::test]
async fn sessions_survive_a_lost_rotating_refresh() {
    for store in STORES {
        let machines = three(store, true).await;
        let mut person = signed_in(&machines).await;
        for _ in 0..3 {
            machines.advance(HOUR + 60).await.unwrap();
            machines.pool.misbehave("lost-refresh-answer", 1).await.unwrap();
            for (sight, page) in a_hundred_views(&machines, &person).await {
                assert_ne!(sight, Sight::SignedOut, "{store:?} {page:?}");
            }
            assert_eq!(person.look_at("/profile").await.0, Sight::Page, "{store:?}");
        }
    }
}

/// At the same time, from as many tabs; the pool answers only when all of them wait.
async fn a_hundred_views(machines: &Machines, person: &Visitor) -> Vec<(Sight, Option<Page>)> {
    let mut tabs = person.tabs(100).unwrap();
    machines.pool.pause().unwrap();
    let views = join_all(tabs.iter_mut().map(|tab| tab.look_at("/profile")));
    let all_wait = async {
        sleep(Duration::from_secs(2)).await;
        machines.pool.go_on().unwrap();
    };
    futures::join!(views, all_wait).0
}
