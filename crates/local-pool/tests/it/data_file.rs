use std::path::Path;

use clock::{Clock, Timestamp};
use local_pool::{LocalPool, StartError};
use serde_json::json;

use crate::support::{ALICE, BOB, CLIENT, SECRET, START, Stranger, attribute, attributes, start, string};

async fn on(file: &Path) -> Stranger {
    start(LocalPool::builder().data(file)).await
}

#[tokio::test]
async fn everything_survives_a_restart() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pool.db");
    let pool = on(&file).await;
    let tokens = pool.tokens_of(ALICE).await;
    let given = attributes(&[("custom:job_title", "Explorer")]);
    let update = json!({ "AccessToken": tokens["access_token"], "UserAttributes": given });
    pool.api_ok("UpdateUserAttributes", update).await;
    let port = pool.pool.url().port().expect("a port");
    // No goodbye: as if the process had been killed.
    drop(pool);
    while std::net::TcpListener::bind(("127.0.0.1", port)).is_err() {
        tokio::task::yield_now().await;
    }

    let pool = start(LocalPool::builder().data(&file).port(port)).await;
    let user = pool
        .api_ok("GetUser", json!({ "AccessToken": tokens["access_token"] }))
        .await;
    assert_eq!(
        attribute(&user["UserAttributes"], "custom:job_title"),
        Some("Explorer")
    );
    let refreshed = pool.refresh(string(&tokens["refresh_token"])).await;
    assert_eq!(refreshed.0, 200);
    let revoke = json!({ "Token": tokens["refresh_token"], "ClientId": CLIENT, "ClientSecret": SECRET });
    pool.api_ok("RevokeToken", revoke).await;
    pool.tokens_of(ALICE).await;
    pool.pool.shutdown().await;

    let pool = on(&file).await;
    assert_eq!(pool.refresh(string(&tokens["refresh_token"])).await.0, 400);
    pool.tokens_of(BOB).await;
}

#[tokio::test]
async fn data_file_is_locked_by_one_pool() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pool.db");
    let first = on(&file).await;
    first.tokens_of(ALICE).await;
    let second = LocalPool::builder()
        .clock(Clock::fixed_at(Timestamp::from_unix_seconds(START)))
        .data(&file)
        .start()
        .await;
    assert!(matches!(second, Err(StartError::Data { .. })), "{second:?}");
}

#[tokio::test]
async fn a_file_of_something_else_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("notes.txt");
    std::fs::write(
        &file,
        "nothing to see here, and longer than a header of SQLite would be",
    )
    .expect("a file");
    let refused = LocalPool::builder().data(&file).start().await;
    assert!(matches!(refused, Err(StartError::Data { .. })), "{refused:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn a_new_file_is_its_owners() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = tempfile::tempdir().expect("a folder");
    let pool = on(&folder.path().join("pool.db")).await;
    pool.tokens_of(ALICE).await;
    for file in std::fs::read_dir(folder.path()).expect("a folder") {
        let file = file.expect("a file");
        let mode = file.metadata().expect("a mode").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{:?}", file.file_name());
    }
}
