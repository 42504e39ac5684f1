//! A short soak; `make soak` runs a longer one.

use std::time::Duration;

use soak::machines::{Plan, StoreKind};
use soak::run::{Options, run};

#[tokio::test]
async fn nothing_is_lost_in_a_short_soak() {
    let seed = fastrand::u64(..1_000_000);
    println!("seed {seed}");
    let plan = Plan {
        apps: 3,
        store: StoreKind::Sqlite,
        rotates: true,
    };
    let options = Options {
        seed,
        length: Duration::from_secs(20),
        people: 8,
        plan,
    };
    let report = run(options).await.unwrap();
    println!("{report}");
    assert!(report.is_clean(), "{report}");
}
