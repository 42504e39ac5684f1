//! A request costs the same among many users as among few.

use std::time::{Duration, Instant};

use local_pool::LocalPool;
use serde_json::{Value, json};

use crate::support::{ALICE, CLIENT, POOL, Stranger, crowd, secret_hash, start, string};

const CROWD: usize = 100_000;
/// The best of so many tries counts: a busy machine makes some of them slow, not all.
const TRIES: usize = 60;
/// A table that is searched from end to end takes hundreds of times as long.
const TIMES: u32 = 4;

async fn among(users: usize) -> Stranger {
    start(LocalPool::builder().seed(crowd(users))).await
}

/// Requests of all kinds: what they are called, and whether it takes AWS credentials.
async fn requests(pool: &Stranger) -> Vec<(&'static str, bool, Value)> {
    let parameters = json!({ "USERNAME": ALICE.0, "PASSWORD": ALICE.1, "SECRET_HASH": secret_hash(ALICE.0) });
    let sign_in =
        json!({ "ClientId": CLIENT, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
    let tokens = pool.api_ok("InitiateAuth", sign_in.clone()).await;
    let access = string(&tokens["AuthenticationResult"]["AccessToken"]).to_owned();
    let given = json!([{ "Name": "nickname", "Value": "Al" }]);
    let by_email = format!("email = \"{}\"", ALICE.0);
    vec![
        ("InitiateAuth", false, sign_in),
        ("GetUser", false, json!({ "AccessToken": access })),
        (
            "UpdateUserAttributes",
            false,
            json!({ "AccessToken": access, "UserAttributes": given }),
        ),
        (
            "AdminGetUser",
            true,
            json!({ "UserPoolId": POOL, "Username": ALICE.0 }),
        ),
        ("ListUsers", true, json!({ "UserPoolId": POOL, "Limit": 2 })),
        (
            "ListUsers",
            true,
            json!({ "UserPoolId": POOL, "Filter": by_email }),
        ),
        ("DescribeUserPool", true, json!({ "UserPoolId": POOL })),
    ]
}

#[expect(
    clippy::disallowed_methods,
    reason = "this test is about the time that passes"
)]
async fn time_of(pool: &Stranger, operation: &str, by_administrator: bool, body: &Value) -> Duration {
    let started = Instant::now();
    let (status, answer) = if by_administrator {
        pool.admin(operation, body.clone()).await
    } else {
        pool.api(operation, body.clone()).await
    };
    let passed = started.elapsed();
    assert_eq!(status, 200, "{operation}: {answer}");
    passed
}

#[tokio::test]
async fn request_cost_is_independent_of_user_count() {
    let (few, many) = (among(0).await, among(CROWD).await);
    let calls = requests(&few).await.into_iter().zip(requests(&many).await);
    for ((operation, by_administrator, body), (_, _, same)) in calls {
        let (mut alone, mut crowded) = (Duration::MAX, Duration::MAX);
        // Below a millisecond it is the machine that is measured.
        let is_fine = |alone: Duration, crowded| crowded <= (alone * TIMES).max(Duration::from_millis(2));
        for _ in 0..TRIES {
            alone = alone.min(time_of(&few, operation, by_administrator, &body).await);
            crowded = crowded.min(time_of(&many, operation, by_administrator, &same).await);
            if is_fine(alone, crowded) {
                break;
            }
        }
        assert!(
            is_fine(alone, crowded),
            "{operation}: {alone:?} alone, {crowded:?} in the crowd"
        );
    }
}
