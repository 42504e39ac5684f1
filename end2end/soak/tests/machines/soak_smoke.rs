//! A short soak on each store; `make soak` runs a longer one.

use std::time::Duration;

use soak::machines::{ATTEMPTS_WITHOUT_END, Plan};
use soak::run::{Options, run};

use crate::STORES;

#[tokio::test]
async fn nothing_is_lost_in_a_short_soak() {
    for store in STORES {
        let seed = fastrand::u64(..1_000_000);
        println!("seed {seed}");
        let plan = Plan {
            apps: 3,
            store,
            rotates: true,
            attempts_scale: ATTEMPTS_WITHOUT_END,
            is_kept: false,
        };
        let options = Options {
            seed,
            length: Duration::from_secs(12),
            people: 8,
            plan,
        };
        let report = run(options).await.unwrap();
        println!("{report}");
        assert!(report.is_clean(), "{report}");
    }
}
