//! A process is killed in the middle of something; the others go on.

use std::time::Duration;

use soak::machines::Machines;
use soak::visitor::{Saved, Sight};
use test_support::Form;
use tokio::time::sleep;

use crate::{HOUR, STORES, at_each, signed_in, three};

/// Time for a signal to arrive.
const HEARD: Duration = Duration::from_secs(1);
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(20);

/// While `work` waits for the pool, its process dies. What `work` answers is what the browser sees.
async fn kill_during<T>(machines: &Machines, work: impl Future<Output = T>) -> T {
    machines.pool.pause().unwrap();
    let kill = async {
        machines.pool.until_asked().await.unwrap();
        assert!(machines.pool.stands_still().unwrap());
        machines.kill_app(0).await.unwrap();
        machines.pool.go_on().unwrap();
    };
    futures::join!(work, kill).0
}

#[tokio::test]
async fn sign_in_moves_between_processes() {
    for store in STORES {
        let machines = three(store, false).await;
        let person = machines.add_person("ada", "Gardener").await.unwrap();
        let mut first = person.at_process(&machines.app_urls().await[0]).unwrap();
        let callback = first.callback().await.unwrap();
        machines.kill_app(0).await.unwrap();
        let mut person = first.at_process(machines.origin()).unwrap();
        person.come_back(&callback).await.unwrap();
        for mut other in at_each(&machines, &person).await.into_iter().skip(1) {
            assert_eq!(other.look_at("/profile").await.0, Sight::Page, "{store:?}");
        }
    }
}

#[tokio::test]
async fn sign_in_restarts_after_its_process_dies() {
    for store in STORES {
        let machines = three(store, false).await;
        let mut person = machines.add_person("ada", "Gardener").await.unwrap();
        let callback = person.callback().await.unwrap();
        let mut first = person.at_process(&machines.app_urls().await[0]).unwrap();
        let mut at_first = callback.clone();
        at_first.set_port(Some(first.port())).unwrap();
        let broken = kill_during(&machines, first.come_back(&at_first)).await;
        assert!(broken.is_err(), "its process is dead");
        assert!(
            person.come_back(&callback).await.is_err(),
            "{store:?}: a code is used once"
        );
        person.sign_in().await.unwrap();
        assert_eq!(person.look_at("/profile").await.0, Sight::Page, "{store:?}");
    }
}

#[tokio::test]
async fn refresh_of_dead_process_is_done_elsewhere() {
    for (store, rotates) in STORES
        .into_iter()
        .flat_map(|store| [(store, false), (store, true)])
    {
        let machines = three(store, rotates).await;
        let person = signed_in(&machines).await;
        machines.advance(HOUR + 60).await.unwrap();
        let mut processes = at_each(&machines, &person).await;
        let (first, others) = processes.split_first_mut().unwrap();
        let (sight, _) = kill_during(&machines, first.look_at("/profile")).await;
        assert_eq!(sight, Sight::Trouble, "{store:?} {rotates}: its process is dead");
        for other in others {
            assert_eq!(
                other.look_at("/profile").await.0,
                Sight::Page,
                "{store:?} {rotates}"
            );
        }
        machines.advance(2 * HOUR).await.unwrap();
        machines.start_app(0).await.unwrap();
        for mut each in at_each(&machines, &person).await {
            assert_eq!(
                each.look_at("/profile").await.0,
                Sight::Page,
                "{store:?} {rotates}"
            );
        }
    }
}

#[tokio::test]
async fn rotated_token_of_a_dead_process_is_recovered() {
    for store in STORES {
        let machines = three(store, true).await;
        let person = signed_in(&machines).await;
        let mut first = person.at_process(&machines.app_urls().await[0]).unwrap();
        // The token is rotated, and each of three answers is lost.
        machines.pool.misbehave("lost-refresh-answer", 3).await.unwrap();
        let renewing = tokio::spawn(async move { first.renew_tokens().await });
        while machines.pool.refreshes().await.unwrap() == 0 {
            sleep(LOOK_AGAIN_AFTER).await;
        }
        machines.kill_app(0).await.unwrap();
        renewing.abort();
        machines.pool.behave().await.unwrap();
        machines.until_refreshed().await.unwrap();
        machines.advance(2 * HOUR).await.unwrap();
        for mut other in at_each(&machines, &person).await.into_iter().skip(1) {
            assert_eq!(other.look_at("/profile").await.0, Sight::Page, "{store:?}");
        }
    }
}

#[tokio::test]
async fn save_of_dead_process_is_all_or_nothing() {
    for store in STORES {
        let machines = three(store, false).await;
        let mut person = signed_in(&machines).await;
        let (_, page) = person.look_at("/profile").await;
        let form = Form::find(&page.unwrap().body, "/save_profile").unwrap();
        let mut first = person.at_process(&machines.app_urls().await[0]).unwrap();
        let saved = kill_during(&machines, first.send(form, "Explorer")).await;
        assert!(!matches!(saved, Ok(Saved::Yes)), "nobody could say so");
        let value = machines.pool.value_of(&person.email).await.unwrap();
        assert!(
            ["Gardener", "Explorer"].contains(&value.as_str()),
            "{store:?} {value}"
        );
        assert_eq!(person.save("Captain").await, Saved::Yes, "{store:?}");
        assert_eq!(machines.pool.value_of(&person.email).await.unwrap(), "Captain");
    }
}

#[tokio::test]
async fn terminated_process_answers_first() {
    for store in STORES {
        let machines = three(store, false).await;
        let person = signed_in(&machines).await;
        machines.advance(HOUR + 60).await.unwrap();
        let mut first = person.at_process(&machines.app_urls().await[0]).unwrap();
        machines.pool.pause().unwrap();
        let end = async {
            machines.pool.until_asked().await.unwrap();
            let app = machines.app(0).unwrap();
            let (ended, ()) = futures::join!(async { app.lock().await.end().await }, async {
                sleep(HEARD).await;
                machines.pool.go_on().unwrap();
            });
            ended.unwrap()
        };
        let ((sight, _), ended_well) = futures::join!(first.look_at("/profile"), end);
        assert_eq!((sight, ended_well), (Sight::Page, true), "{store:?}");
    }
}
