//! The store stands still for a while, or is started again.

use std::time::Duration;

use soak::machines::StoreKind;
use soak::visitor::{Saved, Sight};
use tokio::time::sleep;

use crate::{at_each, signed_in, three};

const PAUSE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn sessions_survive_a_paused_redis() {
    let machines = three(StoreKind::Redis, false).await;
    let mut person = signed_in(&machines).await;
    let redis = machines.redis.as_ref().unwrap().lock().await;
    redis.pause().unwrap();
    let mut tabs = person.tabs(10).unwrap();
    let views = futures::future::join_all(tabs.iter_mut().map(|tab| tab.look_at("/profile")));
    let pause = async {
        sleep(PAUSE).await;
        redis.go_on().unwrap();
    };
    for (sight, page) in futures::join!(views, pause).0 {
        assert_ne!(sight, Sight::SignedOut, "{page:?}");
    }
    for mut each in at_each(&machines, &person).await {
        assert_eq!(each.look_at("/profile").await.0, Sight::Page);
    }
    assert_eq!(person.save("Captain").await, Saved::Yes);
}

#[tokio::test]
async fn sessions_survive_a_redis_restart() {
    let machines = three(StoreKind::Redis, false).await;
    let mut person = signed_in(&machines).await;
    let mut redis = machines.redis.as_ref().unwrap().lock().await;
    redis.kill().unwrap();
    assert_eq!(person.look_at("/profile").await.0, Sight::Trouble);
    assert!(person.session().is_some(), "the cookie stays");
    redis.start_again().await.unwrap();
    for mut each in at_each(&machines, &person).await {
        assert_eq!(each.look_at("/profile").await.0, Sight::Page);
    }
    assert_eq!(person.save("Captain").await, Saved::Yes);
}
