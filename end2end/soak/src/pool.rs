//! The user pool's process, and the truth it knows.

use std::collections::HashSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use crate::ports::Port;
use crate::process::{Process, Signal, program};
use crate::sockets::has_unread;
use crate::{Fallible, root};

const SEED: &str = include_str!("../../../crates/local-pool/seeds/demo.toml");
/// Of the seed.
pub(crate) const POOL_ID: &str = "eu-west-1_local0001";
pub(crate) const CLIENT_ID: &str = "4q8vd3m1k7ztn0hx5w2rcyb6ga";
pub(crate) const CLIENT_SECRET: &str = "k2v9x0q4+m7w1z8r5t3y6u+p0s4d7f1g9h2j5l8";
/// Any key will do, but there must be one.
const SIGNATURE: &str = "AWS4-HMAC-SHA256 Credential=x/20260101/eu-west-1/cognito-idp/aws4_request, SignedHeaders=host, Signature=0";

/// However busy the machine is.
const ASKED_WITHIN: Duration = Duration::from_secs(30);
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(20);

/// The attribute that people change here.
pub const CHANGED: &str = "custom:job_title";
/// Everybody's password.
pub const PASSWORD: &str = "Correct-horse-9";

/// A running pool with its test controls.
pub struct PoolProcess {
    /// Killed with this value.
    process: Process,
    port: Port,
    url: String,
    http: Client,
    issued: Mutex<HashSet<String>>,
    /// The pool's time, in milliseconds, up to which refreshes were counted.
    counted_until: AtomicI64,
}

impl PoolProcess {
    /// Starts the demo pool for an app at `origin`; with `rotates`, a refresh token is replaced at each use and
    /// still works for a minute after.
    pub async fn start(
        folder: &Path,
        port: Port,
        origin: &str,
        rotates: bool,
        http: &Client,
    ) -> Fallible<Self> {
        let binary = root().join("target/debug/local-pool");
        let file = folder.join("seed.toml");
        fs::write(&file, seed(rotates))?;
        let mut command = program(&binary);
        command
            .args(["--test-controls", "--app-origin", origin, "--port"])
            .arg(port.number().to_string())
            .arg("--seed")
            .arg(&file)
            .env("RUST_LOG", "warn");
        let mut process = Process::start("pool", folder, &mut command)?;
        let url = format!("http://localhost:{}", port.number());
        let keys = format!("{url}/{POOL_ID}/.well-known/jwks.json");
        process
            .ready(async || http.get(&keys).send().await.is_ok())
            .await?;
        Ok(Self {
            process,
            port,
            url,
            http: http.clone(),
            issued: Mutex::default(),
            counted_until: AtomicI64::new(0),
        })
    }

    /// Its address.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// Makes an account that has answered everything the application asks; its `CHANGED` attribute is `value`.
    pub async fn add_person(&self, email: &str, value: &str) -> Fallible<()> {
        let attributes = [
            ("email", email),
            ("email_verified", "true"),
            ("name", "Ada Example"),
            (CHANGED, value),
            ("custom:department", "design"),
            ("custom:about", "I grow things."),
        ];
        let attributes = attributes.map(|(name, value)| json!({ "Name": name, "Value": value }));
        self.administer(
            "AdminCreateUser",
            json!({ "Username": email, "MessageAction": "SUPPRESS", "UserAttributes": attributes }),
        )
        .await?;
        let password = json!({ "Username": email, "Password": PASSWORD, "Permanent": true });
        self.administer("AdminSetUserPassword", password).await?;
        Ok(())
    }

    /// What the pool holds for a person's `CHANGED` attribute.
    pub async fn value_of(&self, email: &str) -> Fallible<String> {
        let user = self
            .administer("AdminGetUser", json!({ "Username": email }))
            .await?;
        let attributes = user["UserAttributes"].as_array().ok_or("no attributes")?;
        let found = attributes.iter().find(|attribute| attribute["Name"] == CHANGED);
        Ok(found
            .and_then(|found| found["Value"].as_str())
            .unwrap_or_default()
            .to_owned())
    }

    /// Ends all that a person has at the pool: tokens and refresh tokens.
    pub async fn end_all_of(&self, email: &str) -> Fallible<()> {
        self.administer("AdminUserGlobalSignOut", json!({ "Username": email }))
            .await
            .map(drop)
    }

    /// Moves the pool's clock ahead.
    pub async fn advance(&self, seconds: i64) -> Fallible<()> {
        let body = json!({ "advance_seconds": seconds });
        self.send(self.http.post(self.at("/_clock")).json(&body))
            .await
            .map(drop)
    }

    /// Does something wrong, by its name in the pool's README, the next so many times.
    pub async fn misbehave(&self, name: &str, times: u32) -> Fallible<()> {
        let body = json!({ "name": name, "times": times });
        self.send(self.http.post(self.at("/_misbehave")).json(&body))
            .await
            .map(drop)
    }

    /// Does everything right again.
    pub async fn behave(&self) -> Fallible<()> {
        self.send(self.http.delete(self.at("/_misbehave")))
            .await
            .map(drop)
    }

    /// Stands still: connections stay open, nothing is answered.
    pub fn pause(&self) -> Fallible<()> {
        self.process.pause()
    }

    /// Whether it still does.
    pub fn stands_still(&self) -> Fallible<bool> {
        self.process.stands_still()
    }

    /// Waits until a request lies before it that it has not read: while it stands still, it stays there.
    pub async fn until_asked(&self) -> Fallible<()> {
        let latest = Instant::now() + ASKED_WITHIN;
        while !has_unread(self.port.number()) {
            if Instant::now() > latest {
                return Err("nobody asks the pool anything".into());
            }
            sleep(LOOK_AGAIN_AFTER).await;
        }
        Ok(())
    }

    /// Goes on after a pause.
    pub fn go_on(&self) -> Fallible<()> {
        self.process.signal(Signal::Continue)
    }

    /// How often tokens were refreshed, or tried to be.
    pub async fn refreshes(&self) -> Fallible<usize> {
        Ok(self
            .requests()
            .await?
            .iter()
            .filter(|request| is_refresh(request))
            .count())
    }

    /// What it was asked: the last ten thousand requests.
    pub async fn requests(&self) -> Fallible<Vec<Value>> {
        let all = self.send(self.http.get(self.at("/_requests.json"))).await?;
        Ok(serde_json::from_str(&all)?)
    }

    /// The same since this was last asked.
    pub async fn new_refreshes(&self) -> Fallible<usize> {
        let since = self.counted_until.load(Ordering::Relaxed);
        let at = |request: &Value| request["at"].as_i64().unwrap_or_default();
        let all = self.requests().await?;
        let new = all.iter().filter(|request| at(request) > since);
        let refreshes = new.filter(|request| is_refresh(request)).count();
        let latest = all.iter().map(at).max().unwrap_or(since);
        self.counted_until.store(latest, Ordering::Relaxed);
        Ok(refreshes)
    }

    /// Every token there has been, as far as this was called often enough: the pool keeps the last ten thousand.
    pub async fn issued_tokens(&self) -> Fallible<HashSet<String>> {
        let new = self.send(self.http.get(self.at("/_issued_tokens.json"))).await?;
        let new: Vec<String> = serde_json::from_str(&new)?;
        let mut issued = self.issued.lock().unwrap_or_else(PoisonError::into_inner);
        issued.extend(new);
        Ok(issued.clone())
    }

    async fn administer(&self, operation: &str, mut body: Value) -> Fallible<Value> {
        body["UserPoolId"] = POOL_ID.into();
        let request = self
            .http
            .post(self.at("/"))
            .header("authorization", SIGNATURE)
            .header("content-type", "application/x-amz-json-1.1")
            .header(
                "x-amz-target",
                format!("AWSCognitoIdentityProviderService.{operation}"),
            )
            .body(body.to_string());
        Ok(serde_json::from_str(&self.send(request).await?)?)
    }

    async fn send(&self, request: RequestBuilder) -> Fallible<String> {
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if status.is_success() {
            Ok(text)
        } else {
            Err(format!("the pool answers {status}: {text}").into())
        }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.url)
    }
}

fn is_refresh(request: &Value) -> bool {
    request["grant_type"] == "refresh_token"
}

fn seed(rotates: bool) -> String {
    if !rotates {
        return SEED.to_owned();
    }
    let (client, flow) = ("[[pools.clients]]\n", ", \"ALLOW_REFRESH_TOKEN_AUTH\"");
    let rotation = "refresh_token_rotation = { grace_seconds = 60 }\n";
    // Cognito allows only one of the two.
    SEED.replacen(client, &format!("{client}{rotation}"), 1)
        .replacen(flow, "", 1)
}
