//! A pool, a folder to work in, and the program.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use aws_sdk_cognitoidentityprovider::config::{BehaviorVersion, Credentials, Region};
use aws_sdk_cognitoidentityprovider::{Client, Config};
use local_pool::{Builder, LocalPool, Seed, SigningKeys};
use serde_json::Value;
use tempfile::TempDir;

pub const POOL: &str = "eu-west-1_local0001";
pub const CLIENT: &str = "4q8vd3m1k7ztn0hx5w2rcyb6ga";
pub const ALICE: &str = "alice@example.com";
pub const BOB: &str = "bob@example.com";

/// The list that comes with the app.
pub fn list() -> String {
    include_str!("../../../../attributes.toml").to_owned()
}

pub struct OperatorFixture {
    pub pool: LocalPool,
    folder: TempDir,
}

/// How a run ended.
pub struct Ran {
    pub code: Option<i32>,
    pub out: String,
    pub err: String,
}

impl Ran {
    /// What was printed, if it ended with this code.
    #[track_caller]
    pub fn expect(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{}\n{}", self.out, self.err);
        self
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|_| panic!("not JSON: {}\n{}", self.out, self.err))
    }
}

impl From<Output> for Ran {
    fn from(output: Output) -> Self {
        Self {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl OperatorFixture {
    /// The demo pool.
    pub async fn demo() -> Self {
        Self::with(LocalPool::builder()).await
    }

    pub async fn seeded(seed: Seed) -> Self {
        Self::with(LocalPool::builder().seed(seed)).await
    }

    pub async fn with(builder: Builder) -> Self {
        let fixture = Self {
            pool: builder.signing_keys(SigningKeys::shared()).start().await.unwrap(),
            folder: tempfile::tempdir().unwrap(),
        };
        fixture.write("attributes.toml", &list());
        fixture
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// `operator attributes …` in the folder, with nothing in the environment but where the pool is.
    pub fn operator(&self, arguments: &[&str]) -> Command {
        self.program(&[&["attributes"], arguments].concat())
    }

    /// The program with these arguments, in the same surroundings.
    pub fn program(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_operator"));
        command
            .env_clear()
            .env("COGNITO_USER_POOL_ID", POOL)
            .env("CLIENT_ID", CLIENT)
            .env("COGNITO_ENDPOINT", self.pool.url().as_str())
            .env("USER", "tester")
            .current_dir(self.folder.path())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        self.operator(arguments).output().unwrap().into()
    }

    /// The SDK for the pool.
    pub fn client(&self) -> Client {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("eu-west-1"))
            .endpoint_url(self.pool.url().as_str())
            .credentials_provider(Credentials::new("tester", "tester", None, None, "tests"))
            .build();
        Client::from_conf(config)
    }

    /// Gives the pool sign-in pages of this version.
    pub async fn give_domain(&self, version: i32) {
        let client = self.client();
        let call = client.create_user_pool_domain();
        let call = call
            .user_pool_id(POOL)
            .domain("pages")
            .managed_login_version(version);
        call.send().await.unwrap();
        if version > 1 {
            let style = client.create_managed_login_branding();
            let style = style.user_pool_id(POOL).client_id(CLIENT);
            style.use_cognito_provided_values(true).send().await.unwrap();
        }
    }

    /// How many calls of an action went well.
    pub fn done(&self, operation: &str) -> usize {
        let requests = self.pool.requests();
        let done = requests
            .iter()
            .filter(|request| request.status == 200 && request.operation.as_deref() == Some(operation));
        done.count()
    }

    pub fn writes(&self) -> usize {
        self.done("AdminUpdateUserAttributes")
    }

    /// Everybody's attributes on the list by their name, as an export has them.
    pub fn people(&self) -> BTreeMap<String, BTreeMap<String, String>> {
        let exported = self
            .run(&["export", "--format", "json", "--rate", "1000"])
            .expect(0);
        let people = exported.out.lines().map(|line| {
            let mut values: BTreeMap<String, String> = serde_json::from_str(line).unwrap();
            let name = values.get("name").or(values.get("username")).unwrap().clone();
            values.remove("username");
            (name, values)
        });
        people.collect()
    }

    pub fn person(&self, name: &str) -> BTreeMap<String, String> {
        self.people()
            .remove(name)
            .unwrap_or_else(|| panic!("nobody is called {name}"))
    }

    /// The lines of the audit log.
    pub fn audit(&self) -> Vec<Value> {
        let text = self.read("var/audit.jsonl");
        text.lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }
}

/// The demo pool with so many more people, who are called by their e-mail address.
pub fn crowd(size: usize) -> Seed {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    pool.users.extend((1..=size).map(|number| {
        let email = person(number);
        local_pool::UserSeed {
            username: None,
            password: None,
            attributes: [
                ("name".to_owned(), email.clone()),
                ("email_verified".to_owned(), "true".to_owned()),
                ("email".to_owned(), email),
            ]
            .into(),
            status: None,
            enabled: true,
            groups: Vec::new(),
            identities: Vec::new(),
        }
    }));
    seed
}

/// The e-mail address of one of them, from 1.
pub fn person(number: usize) -> String {
    format!("person-{number}@example.com")
}
