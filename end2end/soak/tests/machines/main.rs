//! Several processes of the application behind a proxy, on one store.

#![expect(clippy::unwrap_used, reason = "helpers of tests may panic like tests")]

mod ended;
mod kills;
mod pauses;
mod proxied;
mod refresh;
mod soak_smoke;
mod stores;

use soak::machines::{ATTEMPTS_WITHOUT_END, Machines, Plan, StoreKind};
use soak::visitor::{Sight, Visitor};

const HOUR: i64 = 3600;
/// The stores that several processes can share.
const STORES: [StoreKind; 2] = [StoreKind::Sqlite, StoreKind::Redis];

/// Three processes of the application.
async fn three(store: StoreKind, rotates: bool) -> Machines {
    let plan = Plan {
        apps: 3,
        store,
        rotates,
        attempts_scale: ATTEMPTS_WITHOUT_END,
        is_kept: false,
    };
    Machines::start(plan).await.unwrap()
}

/// Somebody who is signed in and has seen the profile.
async fn signed_in(machines: &Machines) -> Visitor {
    let mut person = machines.add_person("ada", "Gardener").await.unwrap();
    person.sign_in().await.unwrap();
    assert_eq!(person.look_at("/profile").await.0, Sight::Page);
    person
}

/// The same browser at each process, past the proxy.
async fn at_each(machines: &Machines, person: &Visitor) -> Vec<Visitor> {
    let urls = machines.app_urls().await;
    urls.iter().map(|url| person.at_process(url).unwrap()).collect()
}
