//! People's pictures: shown from hosts that are listed, and asked for from nowhere else.

use local_pool::Seed;

use crate::html::Document;
use crate::test_app::{BOB, TestApp};

const LISTED: &str = "https://pictures.example.com/bob.png?s=96&x=\"";
const AS_SHOWN: &str = "https://pictures.example.com/bob.png?s=96&x=%22";

/// With Bob's picture at this address, and a list that asks for one.
async fn world(picture: &str, hosts: &str) -> TestApp {
    let bob = "name = \"Bob Example\"\n";
    let seed = include_str!("../../../crates/local-pool/seeds/demo.toml");
    assert!(seed.contains(bob));
    let seed = seed.replace(bob, &format!("{bob}picture = '{picture}'\n"));
    let builder = TestApp::builder()
        .seed(Seed::from_toml(&seed).unwrap())
        .list(|list| format!("{list}\n[[attribute]]\nname = 'picture'\nlabel = 'Picture'\n"));
    let builder = if hosts.is_empty() {
        builder
    } else {
        builder.picture_hosts(hosts)
    };
    builder.start().await
}

/// Where the pictures of a page come from, those of the app left out.
fn pictures(body: &str) -> Vec<String> {
    let page = Document::parse(body);
    let sources = page.named("img").filter_map(|image| image.attribute("src"));
    let foreign = sources.filter(|source| !source.starts_with('/'));
    foreign.map(ToOwned::to_owned).collect()
}

#[tokio::test]
async fn listed_host_shows_in_menu_and_profile() {
    let world = world(LISTED, "pictures.example.com").await;
    let mut bob = world.sign_in(&BOB).await;
    let home = bob.get("/").await;
    assert_eq!(pictures(&home.body), [AS_SHOWN]);
    let profile = bob.get("/profile").await;
    assert_eq!(pictures(&profile.body), [AS_SHOWN, AS_SHOWN]);
    let policy = profile.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("; img-src 'self' data: https://pictures.example.com; "),
        "{policy}"
    );
}

#[tokio::test]
async fn unlisted_hosts_leave_the_initials() {
    for (picture, hosts) in [
        (LISTED, ""),
        (LISTED, "cdn.example.com"),
        ("http://pictures.example.com/bob.png", "pictures.example.com"),
        ("data:image/png;base64,AAAA", "pictures.example.com"),
    ] {
        let world = world(picture, hosts).await;
        let mut bob = world.sign_in(&BOB).await;
        for path in ["/", "/profile"] {
            let page = bob.get(path).await;
            assert_eq!(pictures(&page.body), [""; 0], "{path}: {picture}");
            assert!(page.body.contains("BE"), "{path}");
        }
    }
}
