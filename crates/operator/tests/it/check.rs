//! What the app client and its rights are, beside the list.

use std::collections::BTreeSet;

use local_pool::{ClientSeed, RotationSeed, Seed};

use crate::fixture::{OperatorFixture, Ran, list};

/// The findings of a check as `level code about`, notes left out.
pub fn differences(fixture: &OperatorFixture, more: &[&str]) -> BTreeSet<String> {
    let ran = fixture.run(&[&["check", "--json"], more].concat());
    let report = ran.json();
    let findings = report["findings"].as_array().unwrap();
    let told = findings
        .iter()
        .filter(|finding| finding["level"] != "note")
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().unwrap().to_owned();
            assert!(!text("remedy").is_empty() && !text("difference").is_empty());
            format!("{} {} {}", text("level"), text("code"), text("about"))
        });
    let told: BTreeSet<String> = told.collect();
    assert_eq!(ran.code, Some(i32::from(!told.is_empty())), "{told:?}");
    assert_eq!(report["agrees"], told.is_empty());
    told
}

pub fn client(seed: &mut Seed) -> &mut ClientSeed {
    &mut seed.pools[0].clients[0]
}

pub async fn differences_of(change: impl FnOnce(&mut Seed)) -> Vec<String> {
    let mut seed = Seed::demo();
    change(&mut seed);
    differences(&OperatorFixture::seeded(seed).await, &[])
        .into_iter()
        .collect()
}

#[tokio::test]
async fn the_demo_pool_and_the_shipped_list_agree() {
    let fixture = OperatorFixture::demo().await;
    fixture.write("attributes.toml", include_str!("../../../../attributes.toml"));
    let ran = fixture.run(&["check"]).expect(0);
    assert!(ran.out.ends_with("and attributes.toml agree.\n"), "{}", ran.out);
    assert!(differences(&fixture, &[]).is_empty());
}

#[tokio::test]
async fn each_difference_from_the_list_is_named() {
    let fixture = OperatorFixture::demo().await;
    for (old, new, expected) in [
        (
            "",
            "[[attribute]]\nname = \"custom:new\"\ntype = \"Boolean\"\nlabel = \"New\"\n",
            "error missing custom:new",
        ),
        (
            "name = \"custom:start_date\"\ntype = \"DateTime\"",
            "name = \"custom:start_date\"\ntype = \"String\"",
            "error type custom:start_date",
        ),
        (
            "max_length = 60",
            "max_length = 61",
            "error length custom:job_title",
        ),
        ("max = 500\n", "max = 501\n", "error range custom:desk_number"),
        ("min = 1\n", "", "error range custom:desk_number"),
        (
            "mutable = false",
            "mutable = true",
            "error immutable custom:employee_id",
        ),
        (
            "name = \"custom:start_date\"",
            "name = \"custom:start_date\"\nmutable = false",
            "warning mutable custom:start_date",
        ),
        (
            "name = \"custom:start_date\"",
            "name = \"custom:start_date\"\nmapped_by = [\"Gogle\"]",
            "warning unknown-provider custom:start_date",
        ),
        ("authorises = true", "", "error not-writable custom:role"),
        (
            "\nask = \"required\"\nsign_up = true\n\n[[attribute]]\nname = \"custom:about\"",
            "\nsign_up = true\n\n[[attribute]]\nname = \"custom:about\"",
            "error required name",
        ),
        (
            "[[attribute]]\nname = \"custom:country\"\ntype = \"String\"\nlabel = { en = \"Country\", es = \"País\", he = \"מדינה\" }\ngroup = \"you\"\ninput = \"country\"\n",
            "",
            "warning writable-not-on-the-list custom:country",
        ),
    ] {
        let text = if old.is_empty() {
            format!("{}\n{new}", list())
        } else {
            list().replace(old, new)
        };
        assert_ne!(text, list(), "{expected}: the shipped list has another wording");
        fixture.write("attributes.toml", &text);
        let told = differences(&fixture, &[]);
        assert_eq!(told, [expected.to_owned()].into(), "{expected}");
    }
}

#[tokio::test]
async fn missing_attribute_has_a_command_as_remedy() {
    let fixture = OperatorFixture::demo().await;
    let new = "\n[[attribute]]\nname = \"custom:new\"\ntype = \"String\"\nlabel = \"New\"\nmax_length = 9\n";
    fixture.write("attributes.toml", &(list() + new));
    let ran = fixture.run(&["check"]).expect(1);
    let command = "aws cognito-idp add-custom-attributes --user-pool-id eu-west-1_local0001 --endpoint-url http://localhost";
    assert!(ran.out.contains(command), "{}", ran.out);
    assert!(
        ran.out
            .contains(r#""StringAttributeConstraints":{"MaxLength":"9","MinLength":"0"}"#),
        "{}",
        ran.out
    );
}

#[tokio::test]
async fn self_writable_authorization_attributes_are_an_error() {
    let told = differences_of(|seed| {
        let write = client(seed).write_attributes.as_mut().unwrap();
        write.push("custom:role".to_owned());
    });
    assert_eq!(told.await, ["error writable-and-authorises custom:role"]);
    for list in [None, Some(Vec::new())] {
        let told = differences_of(|seed| client(seed).write_attributes = list).await;
        assert_eq!(
            told,
            [
                "error writable-and-authorises custom:role",
                "error write-not-set app client"
            ]
        );
    }
}

#[tokio::test]
async fn missing_client_rights_are_named() {
    let without = |list: &mut Option<Vec<String>>, name: &str| {
        list.as_mut().unwrap().retain(|listed| listed != name);
    };
    let told = differences_of(|seed| without(&mut client(seed).read_attributes, "custom:department")).await;
    assert_eq!(told, ["error not-readable custom:department"]);
    let told = differences_of(|seed| without(&mut client(seed).write_attributes, "custom:department")).await;
    assert_eq!(told, ["error not-writable custom:department"]);
    let told = differences_of(|seed| without(&mut client(seed).read_attributes, "email_verified")).await;
    assert_eq!(told, ["error scope-not-readable app client"]);
    for list in [None, Some(Vec::new())] {
        let told = differences_of(|seed| client(seed).read_attributes = list).await;
        assert_eq!(told, ["error read-not-set app client"]);
    }
}

#[tokio::test]
async fn unusable_app_client_settings_are_each_named() {
    type Change = fn(&mut ClientSeed);
    let cases: [(Change, &[&str]); 11] = [
        (
            |client| client.callback_urls[0].push('/'),
            &["error callback-url app client"],
        ),
        (
            |client| client.logout_urls.clear(),
            &["error sign-out-url app client"],
        ),
        (|client| client.secret = None, &["error no-secret app client"]),
        (
            |client| client.scopes.retain(|scope| scope != "openid"),
            &["error scope app client"],
        ),
        (
            |client| client.flows = vec!["implicit".to_owned()],
            &[
                "error no-code-flow app client",
                "warning implicit-flow app client",
            ],
        ),
        (
            |client| client.prevent_user_existence_errors = false,
            &["error tells-who-exists app client"],
        ),
        (
            |client| client.token_revocation = false,
            &["error no-revocation app client"],
        ),
        (
            |client| client.access_token_seconds = Some(7200),
            &["warning access-token-lifetime app client"],
        ),
        (|client| client.access_token_seconds = Some(3600), &[]),
        (|client| rotate(client, 0), &["error no-grace app client"]),
        (|client| rotate(client, 30), &[]),
    ];
    for (change, expected) in cases {
        let told = differences_of(|seed| change(client(seed))).await;
        assert_eq!(told, expected);
    }
}

fn rotate(client: &mut ClientSeed, grace_seconds: i64) {
    client.refresh_token_rotation = Some(RotationSeed { grace_seconds });
    client.explicit_auth_flows = Some(vec!["ALLOW_USER_SRP_AUTH".to_owned()]);
}

#[tokio::test]
async fn the_app_says_where_it_is() {
    let fixture = OperatorFixture::demo().await;
    let told = differences(&fixture, &["--app-origin", "https://app.example.com"]);
    assert_eq!(told.len(), 2);
    let allowed = [
        "--redirect-uri",
        "http://localhost:3000/logged_in",
        "--sign-out-uri",
        "http://localhost:3000/logged_out",
    ];
    let told = differences(
        &fixture,
        &[&["--app-origin", "https://app.example.com"], allowed.as_slice()].concat(),
    );
    assert!(told.is_empty(), "{told:?}");
}

#[tokio::test]
async fn operator_reads_server_settings_ignoring_empty_ones() {
    let fixture = OperatorFixture::demo().await;
    let mut check = fixture.operator(&["check"]);
    let ran: Ran = check.env("REDIRECT_URI", "").output().unwrap().into();
    ran.expect(0);
    fixture.write(".env", "REDIRECT_URI=http://localhost:3000/elsewhere\n");
    let ran = fixture.run(&["check"]).expect(1);
    assert!(
        ran.out.contains("http://localhost:3000/elsewhere is not among"),
        "{}",
        ran.out
    );
    fixture.write(".env", "CLIENT_SECRET = hunter2 and more\n");
    let ran = fixture.run(&["check"]).expect(2);
    assert_eq!(ran.err, "operator: .env cannot be read\n");
}

#[tokio::test]
async fn classic_pages_are_an_error() {
    for (version, expected) in [(1, &["error classic-pages user pool"][..]), (2, &[])] {
        let fixture = OperatorFixture::demo().await;
        fixture.give_domain(version).await;
        let told: Vec<_> = differences(&fixture, &[]).into_iter().collect();
        assert_eq!(told, expected, "version {version}");
    }
}

#[tokio::test]
async fn no_look_is_neither_agreement_nor_difference() {
    let fixture = OperatorFixture::demo().await;
    for arguments in [
        &["check", "--client", "nobody"][..],
        &["check", "--pool", "eu-west-1_nowhere"],
        &["check", "--endpoint", "http://127.0.0.1:1"],
        &["check", "--file", "nothing.toml"],
    ] {
        let ran = fixture.run(arguments).expect(2);
        assert!(
            ran.out.is_empty() && ran.err.starts_with("operator: "),
            "{}",
            ran.err
        );
    }
    fixture.write("attributes.toml", "version = 1\nverison = 2\n");
    let ran = fixture.run(&["check"]).expect(2);
    assert!(ran.err.contains("line 2, column 1"), "{}", ran.err);
}
