//! A program that is killed in the middle of writes loses nothing that it has answered.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::support::{BOB, CLIENT, Program, SECRET, attribute, attributes, secret_hash, string};

const KILLS: usize = 8;
/// Attributes of the demo pool, one for each writer.
const NAMES: [&str; 4] = ["nickname", "given_name", "family_name", "custom:job_title"];

/// Somebody who calls the JSON API of a program that may die at any time.
#[derive(Clone)]
struct Caller {
    base: String,
    http: reqwest::Client,
}

impl Caller {
    fn of(program: &Program) -> Self {
        let (base, http) = (program.base.clone(), program.http.clone());
        Self { base, http }
    }

    /// Status and body; none when there was no answer.
    async fn call(&self, operation: &str, body: Value) -> Option<(u16, Value)> {
        let target = format!("AWSCognitoIdentityProviderService.{operation}");
        let request = self
            .http
            .post(format!("{}/", self.base))
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", target)
            .body(body.to_string());
        let answer = request.send().await.ok()?;
        let status = answer.status().as_u16();
        Some((status, answer.json().await.ok()?))
    }

    async fn ok(&self, operation: &str, body: Value) -> Value {
        let (status, answer) = self.call(operation, body).await.expect("an answer");
        assert_eq!(status, 200, "{operation}: {answer}");
        answer
    }

    async fn sign_in(&self, (name, password): (&str, &str)) -> Value {
        let parameters = json!({ "USERNAME": name, "PASSWORD": password, "SECRET_HASH": secret_hash(name) });
        let body =
            json!({ "ClientId": CLIENT, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
        self.ok("InitiateAuth", body).await["AuthenticationResult"].clone()
    }

    /// Tokens name the address they come from, which is another one after each start.
    async fn access_token_of(&self, who: (&str, &str)) -> String {
        string(&self.sign_in(who).await["AccessToken"]).to_owned()
    }

    async fn sign_up(&self, name: &str) -> Option<(u16, Value)> {
        let body = json!({
            "ClientId": CLIENT, "Username": name, "SecretHash": secret_hash(name),
            "Password": "Somebody-new-1", "UserAttributes": attributes(&[("name", "Somebody")]),
        });
        self.call("SignUp", body).await
    }

    async fn messages(&self) -> usize {
        let request = self.http.get(format!("{}/_inbox.json", self.base));
        let answer = request.send().await.expect("an answer");
        let messages: Value = answer.json().await.expect("JSON");
        messages.as_array().map_or(0, Vec::len)
    }
}

/// What the program acknowledged to a writer before it died.
struct Acknowledged {
    writer: usize,
    last_value: Option<usize>,
    accounts: Vec<String>,
}

/// Changes an attribute and makes accounts, in turns, until there is no answer any more.
async fn write(caller: Caller, access: String, writer: usize, first: usize) -> Acknowledged {
    let (mut last_value, mut accounts) = (None, Vec::new());
    for number in first.. {
        let given = attributes(&[(NAMES[writer], &number.to_string())]);
        let update = json!({ "AccessToken": access, "UserAttributes": given });
        match caller.call("UpdateUserAttributes", update).await {
            Some((status, answer)) => assert_eq!(status, 200, "{answer}"),
            None => break,
        }
        last_value = Some(number);
        let name = format!("writer{writer}-{number}@example.com");
        match caller.sign_up(&name).await {
            Some((status, answer)) => assert_eq!(status, 200, "{answer}"),
            None => break,
        }
        accounts.push(name);
    }
    Acknowledged {
        writer,
        last_value,
        accounts,
    }
}

/// Lets all write, and kills the program as soon as so many accounts were made.
async fn write_until_killed(program: &mut Program, first: usize, accounts: usize) -> Vec<Acknowledged> {
    let caller = Caller::of(program);
    let access = caller.access_token_of(BOB).await;
    let writers: Vec<_> = (0..NAMES.len())
        .map(|writer| tokio::spawn(write(caller.clone(), access.clone(), writer, first)))
        .collect();
    while caller.messages().await < accounts {
        tokio::task::yield_now().await;
    }
    program.kill();
    let mut acknowledged = Vec::new();
    for writer in writers {
        acknowledged.push(writer.await.expect("no answer but the last is missing"));
    }
    acknowledged
}

#[tokio::test(flavor = "multi_thread")]
async fn answered_changes_survive_a_kill() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("pool.db");
    let mut program = Program::on(&file);
    let tokens = Caller::of(&program).sign_in(BOB).await;
    let mut values: BTreeMap<usize, usize> = BTreeMap::new();
    for round in 1..=KILLS {
        let acknowledged = write_until_killed(&mut program, round * 1000, round * 2).await;
        program = Program::on(&file);
        let caller = Caller::of(&program);
        for Acknowledged {
            writer,
            last_value,
            accounts,
        } in acknowledged
        {
            values.extend(last_value.map(|value| (writer, value)));
            for name in accounts {
                let (_, answer) = caller.sign_up(&name).await.expect("an answer");
                assert_eq!(answer["__type"], "UsernameExistsException", "{name} is lost");
            }
        }
        let access = caller.access_token_of(BOB).await;
        let user = caller.ok("GetUser", json!({ "AccessToken": access })).await;
        for (writer, value) in &values {
            let kept = attribute(&user["UserAttributes"], NAMES[*writer]).expect("a value");
            let kept: usize = kept.parse().expect("a number");
            // A later one may have been written although its answer did not arrive.
            assert!(kept >= *value, "{}: {kept} < {value}", NAMES[*writer]);
        }
    }
    assert_eq!(values.len(), NAMES.len());
    let refresh =
        json!({ "ClientId": CLIENT, "ClientSecret": SECRET, "RefreshToken": tokens["RefreshToken"] });
    Caller::of(&program)
        .ok("GetTokensFromRefreshToken", refresh)
        .await;
}
