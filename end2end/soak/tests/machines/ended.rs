//! A session that was ended is dead everywhere at once.

use soak::visitor::Sight;

use crate::{HOUR, STORES, at_each, signed_in, three};

#[tokio::test]
async fn sign_out_ends_session_in_every_process() {
    for store in STORES {
        let machines = three(store, false).await;
        let mut person = signed_in(&machines).await;
        let mut everywhere = at_each(&machines, &person).await;
        for each in &mut everywhere {
            assert_eq!(each.look_at("/api/me").await.0, Sight::Page, "{store:?}");
        }
        assert!(person.sign_out().await.unwrap());
        for each in &mut everywhere {
            assert_eq!(each.look_at("/api/me").await.0, Sight::SignedOut, "{store:?}");
        }
    }
}

#[tokio::test]
async fn pool_sign_out_reaches_every_process_at_refresh() {
    for store in STORES {
        let machines = three(store, false).await;
        let person = signed_in(&machines).await;
        machines.pool.end_all_of(&person.email).await.unwrap();
        machines.advance(HOUR + 60).await.unwrap();
        for mut each in at_each(&machines, &person).await {
            assert_eq!(each.look_at("/api/me").await.0, Sight::SignedOut, "{store:?}");
        }
    }
}
