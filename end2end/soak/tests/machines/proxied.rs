//! The limits behind nginx as `docs/SCALING.md` shows it: who counts as whom.

use std::fs;
use std::net::IpAddr;
use std::path::Path;

use reqwest::redirect::Policy;
use reqwest::{Client, StatusCode};
use soak::machines::{Machines, Plan, StoreKind};

/// More than are let through, however many are given back meanwhile.
const FLOOD: u32 = 400;

/// Somebody at this address of ours.
#[expect(clippy::disallowed_methods, reason = "a browser, not this application")]
fn client(address: [u8; 4]) -> Client {
    let client = Client::builder().no_proxy().redirect(Policy::none());
    client.local_address(IpAddr::from(address)).build().unwrap()
}

async fn start_sign_in(client: &Client, proxy: &str, claim: Option<u32>) -> StatusCode {
    let mut request = client.get(format!("{proxy}/login")).header("accept", "text/html");
    if let Some(number) = claim {
        let [.., a, b] = number.to_be_bytes();
        request = request.header("x-forwarded-for", format!("203.0.{a}.{b}"));
    }
    request.send().await.unwrap().status()
}

#[tokio::test]
async fn two_clients_behind_the_documented_proxy_are_two() {
    let plan = Plan {
        apps: 1,
        store: StoreKind::Sqlite,
        rotates: false,
        attempts_scale: 1,
        is_kept: false,
    };
    let machines = Machines::start(plan).await.unwrap();
    let proxy = machines.origin();
    let (flooder, other) = (client([127, 0, 0, 2]), client([127, 0, 0, 3]));
    let mut refused = 0;
    for number in 0..FLOOD {
        // An address made up anew each time counts for nothing.
        let status = start_sign_in(&flooder, proxy, Some(number)).await;
        refused += u32::from(status == StatusCode::TOO_MANY_REQUESTS);
    }
    assert!(refused > FLOOD / 4, "{refused} of {FLOOD} were refused");
    assert_eq!(start_sign_in(&other, proxy, None).await, StatusCode::SEE_OTHER);
    let files = machines.files().unwrap();
    let log = files
        .iter()
        .find(|file| file.ends_with(Path::new("app1.log")))
        .unwrap();
    let log = fs::read_to_string(log).unwrap();
    assert!(!log.contains("count as one"), "{log}");
}
