//! `pool create` killed in the middle of each step, and run again: one pool, one client, nothing twice and nothing left over.

use std::os::unix::process::ExitStatusExt as _;

use aws_sdk_cognitoidentityprovider::types::UserPoolType;

use crate::create::{STEPS, command, create, effects, written};
use crate::fixture::{OperatorFixture, Ran};
use crate::holding::{Holding, Moment};

/// The last call: everything is made, and the settings are not written.
const SECRET: &str = "DescribeUserPoolClient\r\n";
const SIGKILL: i32 = 9;

/// Runs until the step, and kills.
fn kill_at(fixture: &OperatorFixture, step: &str, moment: Moment) {
    let holding = Holding::at(&fixture.pool, step, moment);
    let mut child = command(fixture, &holding.url, &["--yes"]).spawn().unwrap();
    assert!(holding.wait(), "{step} {moment:?} never came");
    child.kill().unwrap();
    let status = child.wait().unwrap();
    assert_eq!(
        status.signal(),
        Some(SIGKILL),
        "{step} {moment:?}: it ended by itself"
    );
}

fn run_to_the_end(fixture: &OperatorFixture) {
    create(fixture, fixture.pool.url().as_str(), &["--yes"]).expect(0);
}

/// The pools of the name that is made.
async fn pools(fixture: &OperatorFixture) -> Vec<UserPoolType> {
    let client = fixture.client();
    let listed = client.list_user_pools().max_results(60).send().await.unwrap();
    let mut found = Vec::new();
    for pool in listed
        .user_pools()
        .iter()
        .filter(|pool| pool.name() == Some("Made"))
    {
        let described = client.describe_user_pool().user_pool_id(pool.id().unwrap());
        found.extend(described.send().await.unwrap().user_pool);
    }
    found
}

/// One pool, one client with the secret that was written, its domain and style, one group, and no file beside `.env`.
async fn is_whole(fixture: &OperatorFixture) {
    let found = pools(fixture).await;
    let [pool] = found.as_slice() else {
        panic!("{} pools", found.len());
    };
    let (client, id) = (fixture.client(), pool.id().unwrap());
    assert_eq!(written(fixture, "COGNITO_USER_POOL_ID"), id);
    assert_eq!(pool.domain(), Some("made"));
    let clients = client.list_user_pool_clients().user_pool_id(id).max_results(60);
    let clients = clients.send().await.unwrap().user_pool_clients.unwrap();
    assert_eq!(clients.len(), 1);
    let client_id = clients[0].client_id().unwrap();
    assert_eq!(written(fixture, "CLIENT_ID"), client_id);
    let described = client
        .describe_user_pool_client()
        .user_pool_id(id)
        .client_id(client_id);
    let described = described.send().await.unwrap().user_pool_client.unwrap();
    assert_eq!(
        Some(written(fixture, "CLIENT_SECRET").as_str()),
        described.client_secret()
    );
    let again = client
        .create_group()
        .user_pool_id(id)
        .group_name("staff")
        .send()
        .await;
    assert!(
        again
            .unwrap_err()
            .into_service_error()
            .is_group_exists_exception()
    );
    let names = std::fs::read_dir(fixture.path("")).unwrap();
    let mut names: Vec<_> = names.map(|entry| entry.unwrap().file_name()).collect();
    names.sort();
    assert_eq!(names, [".env", "attributes.toml"]);
}

fn has_no_findings(fixture: &OperatorFixture) {
    let mut doctor = fixture.program(&[
        "doctor",
        "--only",
        "no-style,callback-url,sign-out-url,scope,no-grace",
    ]);
    for name in ["COGNITO_USER_POOL_ID", "CLIENT_ID", "CLIENT_SECRET"] {
        doctor.env(name, written(fixture, name));
    }
    let ran: Ran = doctor.output().unwrap().into();
    ran.expect(0);
}

#[tokio::test]
async fn kills_in_each_step_make_nothing_twice() {
    for moment in [Moment::Before, Moment::After] {
        for step in STEPS.into_iter().chain([SECRET]) {
            let fixture = OperatorFixture::demo().await;
            kill_at(&fixture, step, moment);
            assert!(!fixture.path(".env").exists(), "{step} {moment:?}");
            run_to_the_end(&fixture);
            assert_eq!(effects(&fixture), [1; 6], "{step} {moment:?}");
            is_whole(&fixture).await;
        }
    }
}

#[tokio::test]
async fn creation_killed_at_any_step_can_be_resumed() {
    let fixture = OperatorFixture::demo().await;
    for step in STEPS.into_iter().chain([SECRET]) {
        for moment in [Moment::Before, Moment::After] {
            kill_at(&fixture, step, moment);
        }
    }
    run_to_the_end(&fixture);
    assert_eq!(effects(&fixture), [1; 6]);
    is_whole(&fixture).await;
    has_no_findings(&fixture);
}
