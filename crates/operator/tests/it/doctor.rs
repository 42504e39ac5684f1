//! Each finding that settings of the pool put right: broken on the local pool, found, mended with the command that is
//! printed, found no more.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;

use local_pool::{LocalPool, Template};
use serde_json::{Map, Value, json};

use crate::breaks::{Break, breaks};
use crate::fixture::{CLIENT, OperatorFixture, POOL, Ran, list};

/// `operator doctor` in a folder with the shipped list.
pub fn doctor(fixture: &OperatorFixture, arguments: &[&str]) -> Ran {
    let mut command = fixture.program(&["doctor"]);
    command.args(arguments).output().unwrap().into()
}

/// The findings, notes too.
pub fn findings(fixture: &OperatorFixture, arguments: &[&str]) -> Vec<Value> {
    let report = doctor(fixture, &[&["--json"], arguments].concat()).json();
    report["findings"].as_array().unwrap().clone()
}

pub fn codes(findings: &[Value]) -> BTreeSet<String> {
    let codes = findings
        .iter()
        .map(|finding| finding["code"].as_str().unwrap().to_owned());
    codes.collect()
}

/// A signed call, as the AWS CLI makes it of `--cli-input-json`. The status, and what was answered.
pub fn call(fixture: &OperatorFixture, operation: &str, request: &str) -> (u16, Value) {
    let url = fixture.pool.url();
    let mut stream = TcpStream::connect(("127.0.0.1", url.port().unwrap())).unwrap();
    write!(
        stream,
        "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/x-amz-json-1.1\r\n\
         X-Amz-Target: AWSCognitoIdentityProviderService.{operation}\r\n\
         Authorization: AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/cognito-idp/aws4_request\r\n\
         Content-Length: {}\r\n\r\n{request}",
        request.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let status = answer.split(' ').nth(1).unwrap().parse().unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    (status, serde_json::from_str(body).unwrap_or(Value::Null))
}

/// Runs a printed command: `aws cognito-idp ACTION … --cli-input-json 'JSON'`.
#[track_caller]
pub fn run_printed(fixture: &OperatorFixture, command: &str) {
    let rest = command.strip_prefix("aws cognito-idp ").unwrap();
    let action = rest.split(' ').next().unwrap();
    let operation: String = action
        .split('-')
        .map(|word| word[..1].to_uppercase() + &word[1..])
        .collect();
    let (_, json) = rest.split_once("--cli-input-json '").unwrap();
    let json = json.strip_suffix('\'').unwrap().replace(r"'\''", "'");
    let (status, answer) = call(fixture, &operation, &json);
    assert_eq!(status, 200, "{command}: {answer}");
}

/// The client as the API describes it, as a request that changes it takes it.
pub fn client_request(fixture: &OperatorFixture) -> Value {
    let ids = json!({ "UserPoolId": POOL, "ClientId": CLIENT }).to_string();
    let (_, mut answer) = call(fixture, "DescribeUserPoolClient", &ids);
    let mut client = answer["UserPoolClient"].take();
    for read_only in ["CreationDate", "LastModifiedDate", "ClientSecret"] {
        client.as_object_mut().unwrap().remove(read_only);
    }
    client
}

pub fn pool_request() -> Value {
    json!({
        "UserPoolId": POOL, "PoolName": "Demo pool", "DeletionProtection": "ACTIVE", "MfaConfiguration": "OPTIONAL",
        "AutoVerifiedAttributes": ["email"],
        "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": ["email"] },
        "Policies": { "PasswordPolicy": {
            "MinimumLength": 8, "RequireUppercase": true, "RequireLowercase": true, "RequireNumbers": true,
            "RequireSymbols": true,
        } },
    })
}

pub fn apply(fixture: &OperatorFixture, what: &Break) {
    let (operation, request) = match what {
        Break::Client(change) => {
            let mut client = client_request(fixture);
            merge(&mut client, change);
            ("UpdateUserPoolClient", client)
        }
        Break::Pool(change) => {
            let mut pool = pool_request();
            merge(&mut pool, change);
            ("UpdateUserPool", pool)
        }
        Break::Made(operation, request) => (*operation, request.clone()),
    };
    let (status, answer) = call(fixture, operation, &request.to_string());
    assert_eq!(status, 200, "{answer}");
}

/// Members replace those of the same name; `with` and `without` change a list.
fn merge(request: &mut Value, change: &Value) {
    for (name, value) in change.as_object().unwrap() {
        match name.as_str() {
            "with" => request[value[0].as_str().unwrap()]
                .as_array_mut()
                .unwrap()
                .push(value[1].clone()),
            "without" => {
                let list = request[value[0].as_str().unwrap()].as_array_mut().unwrap();
                list.retain(|item| *item != value[1]);
            }
            _ => request[name] = value.clone(),
        }
    }
}

#[tokio::test]
async fn printed_commands_mend_what_is_found() {
    for (code, what) in breaks() {
        let fixture = OperatorFixture::demo().await;
        let before = codes(&findings(&fixture, &[]));
        apply(&fixture, &what);
        let found = findings(&fixture, &["--only", code]);
        assert!(codes(&found).contains(code), "{code} is not found");
        let fix = &found[0]["fix"];
        for language in ["cli", "cloudformation", "terraform"] {
            assert!(
                fix[language].as_str().is_some_and(|text| !text.is_empty()),
                "{code}: no {language}"
            );
        }
        assert!(!found[0]["why"].as_str().unwrap().is_empty(), "{code}");
        let broken = described(&fixture);
        run_printed(&fixture, fix["cli"].as_str().unwrap());
        only_named_settings_differ(code, fix, &broken, &described(&fixture));
        let mut after = codes(&findings(&fixture, &[]));
        // Pages that are new have no style yet, which is a finding of its own.
        if code == "classic-pages" {
            assert!(after.remove("no-style"));
        }
        assert!(!after.contains(code), "{code} is still there");
        assert!(after.is_subset(&before), "{code}: new findings: {after:?}");
    }
}

/// Pool and client as the API describes them, without the dates.
pub fn described(fixture: &OperatorFixture) -> Map<String, Value> {
    let ids = json!({ "UserPoolId": POOL });
    let (_, mut answer) = call(fixture, "DescribeUserPool", &ids.to_string());
    let Value::Object(mut settings) = answer["UserPool"].take() else {
        panic!("no pool: {answer}");
    };
    for date in ["CreationDate", "LastModifiedDate"] {
        settings.remove(date);
    }
    let Value::Object(client) = client_request(fixture) else {
        panic!("no client");
    };
    settings.extend(client);
    let (_, mut factors) = call(fixture, "GetUserPoolMfaConfig", &ids.to_string());
    // Apps have the name of a template's list.
    let apps = factors["SoftwareTokenMfaConfiguration"].take();
    settings.insert("EnabledMfas".to_owned(), apps);
    settings.insert(
        "WebAuthnConfiguration".to_owned(),
        factors["WebAuthnConfiguration"].take(),
    );
    settings
}

/// A command sets what its fix names, and resets nothing beside it.
#[track_caller]
fn only_named_settings_differ(
    code: &str,
    fix: &Value,
    broken: &Map<String, Value>,
    mended: &Map<String, Value>,
) {
    let lines = fix["cloudformation"].as_str().unwrap().lines();
    let named: Vec<&str> = lines
        .filter(|line| !line.starts_with([' ', '-']))
        .filter_map(|line| Some(line.split_once(':')?.0))
        .collect();
    assert!(!named.is_empty(), "{code}");
    for name in broken.keys().chain(mended.keys()) {
        let is_named = named.contains(&name.as_str());
        assert!(
            is_named || broken.get(name) == mended.get(name),
            "{code}: {name} differs"
        );
    }
}

/// An empty list would mean all.
#[tokio::test]
async fn last_writable_attribute_gives_way_to_planned_ones() {
    // A pool that requires no attribute: others refuse a client that cannot write it.
    let arguments = [
        "pool",
        "template",
        "--format",
        "cloudformation",
        "--domain-prefix",
        "app",
    ];
    let written: Ran = OperatorFixture::demo()
        .await
        .program(&arguments)
        .output()
        .unwrap()
        .into();
    let template = Template::read(&written.expect(0).out).unwrap();
    let fixture = OperatorFixture::with(LocalPool::builder().template(template)).await;
    let (pool, client) = (fixture.pool.pool_id(), fixture.pool.client_id());
    let update = fixture
        .client()
        .update_user_pool_client()
        .user_pool_id(pool)
        .client_id(client);
    update.write_attributes("custom:role").send().await.unwrap();
    let look = || {
        let mut command = fixture.program(&[
            "doctor",
            "--json",
            "--only",
            "writable-and-authorises,write-not-set",
        ]);
        command.env("COGNITO_USER_POOL_ID", pool).env("CLIENT_ID", client);
        let ran: Ran = command.output().unwrap().into();
        ran.json()["findings"].clone()
    };
    let found = look();
    assert_eq!(found[0]["code"], "writable-and-authorises");
    run_printed(&fixture, found[0]["fix"]["cli"].as_str().unwrap());
    assert_eq!(look(), json!([]));
}

#[tokio::test]
async fn missing_attributes_are_added_by_the_command() {
    let fixture = OperatorFixture::demo().await;
    let new = "\n[[attribute]]\nname = \"custom:it's\"\ntype = \"Number\"\nlabel = \"New\"\nmin = 1\n";
    fixture.write("attributes.toml", &(list() + new));
    let found = findings(&fixture, &["--only", "missing"]);
    run_printed(&fixture, found[0]["fix"]["cli"].as_str().unwrap());
    assert!(findings(&fixture, &["--only", "missing"]).is_empty());
}

#[tokio::test]
async fn another_secret_is_found() {
    let fixture = OperatorFixture::demo().await;
    let right = "k2v9x0q4+m7w1z8r5t3y6u+p0s4d7f1g9h2j5l8";
    for (secret, expected) in [("another", 1), (right, 0), ("", 0)] {
        let found = findings(&fixture, &["--only", "secret-differs", "--client-secret", secret]);
        assert_eq!(found.len(), expected, "{secret}");
    }
    let ran = doctor(&fixture, &["--client-secret", "hunter2"]);
    assert!(
        !ran.out.contains("hunter2") && !ran.out.contains(right),
        "{}",
        ran.out
    );
}

#[tokio::test]
async fn unknown_codes_are_refused() {
    let ran = doctor(&OperatorFixture::demo().await, &["--only", "no-such"]).expect(2);
    assert!(ran.err.contains("--only no-such"), "{}", ran.err);
}

#[tokio::test]
async fn pool_of_a_template_has_no_findings() {
    let fixture = OperatorFixture::demo().await;
    let arguments = [
        "pool",
        "template",
        "--format",
        "cloudformation",
        "--domain-prefix",
        "app",
    ];
    let written: Ran = fixture.program(&arguments).output().unwrap().into();
    let template = Template::read(&written.expect(0).out).unwrap();
    let replayed = OperatorFixture::with(LocalPool::builder().template(template)).await;
    let mut command = replayed.program(&["doctor"]);
    command
        .env("COGNITO_USER_POOL_ID", replayed.pool.pool_id())
        .env("CLIENT_ID", replayed.pool.client_id())
        .env("CLIENT_SECRET", replayed.pool.client_secret());
    let ran: Ran = command.output().unwrap().into();
    let ran = ran.expect(0);
    assert!(
        !ran.out.contains("error:") && !ran.out.contains("warning:"),
        "{}",
        ran.out
    );
}

#[tokio::test]
async fn existing_pools_take_additions_only() {
    let fixture = OperatorFixture::demo().await;
    let arguments = [
        "pool",
        "template",
        "--format",
        "terraform",
        "--domain-prefix",
        "app",
        "--existing",
        POOL,
    ];
    let run = |list: &str, more: &[&str]| -> Ran {
        fixture.write("attributes.toml", list);
        let mut command = fixture.program(&arguments);
        command.args(more).output().unwrap().into()
    };
    let pulled: Ran = fixture.run(&["pull"]).expect(0);
    let added = format!(
        "{}\n[[attribute]]\nname = 'custom:new'\ntype = 'Boolean'\nlabel = 'x'\n",
        pulled.out
    );
    assert!(
        run(&added, &[])
            .expect(0)
            .out
            .contains("name                = \"new\"")
    );
    let changed = pulled.out.replace("max_length = 60", "max_length = 70");
    assert_ne!(changed, pulled.out);
    let ran = run(&changed, &[]).expect(2);
    assert!(
        ran.err
            .contains("custom:job_title is a String of 0 to 60 characters"),
        "{}",
        ran.err
    );
    let ran = run("version = 1\n", &[]).expect(2);
    assert!(ran.err.contains("--keep custom:badge"), "{}", ran.err);
}
