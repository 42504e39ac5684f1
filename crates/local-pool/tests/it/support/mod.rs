//! A pool on a random port, and strangers who talk to it.

mod crowd;
mod program;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use clock::{Clock, Timestamp};
use local_pool::{Builder, LocalPool, Seed, SigningKeys};
use reqwest::{RequestBuilder, Response};
use serde_json::{Value, json};
use test_support::{Browser, Page, http_client};

pub use crowd::crowd;
pub use program::Program;

pub const CLIENT: &str = "4q8vd3m1k7ztn0hx5w2rcyb6ga";
pub const SECRET: &str = "k2v9x0q4+m7w1z8r5t3y6u+p0s4d7f1g9h2j5l8";
pub const POOL: &str = "eu-west-1_local0001";
pub const CALLBACK: &str = "http://localhost:3000/logged_in";
pub const SCOPES: &str = "openid email profile aws.cognito.signin.user.admin";
pub const VERIFIER: &str = "0123456789012345678901234567890123456789012";
/// SHA-256 of [`VERIFIER`] in base64url, computed elsewhere.
pub const CHALLENGE: &str = "_RpfHqw8pAZIomzVUE7sjRmHSM543WVdC4o-Kc4_3C0";
pub const ALICE: (&str, &str) = ("alice@example.com", "Alice-in-1865");
pub const BOB: (&str, &str) = ("bob@example.com", "Bob-is-here-7");
/// 2027-01-15 08:00:00 UTC
pub const START: i64 = 1_800_000_000;

/// The demo pool with a clock that stands still.
pub async fn demo() -> Stranger {
    start(LocalPool::builder()).await
}

/// A pool of one's own making.
pub async fn with_seed(seed: &str) -> Stranger {
    let seed = Seed::from_toml(seed).expect("a seed without problems");
    start(LocalPool::builder().seed(seed)).await
}

/// The demo pool, with changes.
pub async fn demo_with(change: impl FnOnce(&mut Seed)) -> Stranger {
    let mut seed = Seed::demo();
    change(&mut seed);
    start(LocalPool::builder().seed(seed)).await
}

pub async fn start(builder: Builder) -> Stranger {
    let builder = builder
        .clock(Clock::fixed_at(Timestamp::from_unix_seconds(START)))
        .signing_keys(SigningKeys::shared())
        .test_controls(true);
    let pool = builder.start().await.expect("a free port");
    let base = pool.url().as_str().trim_end_matches('/').to_owned();
    Stranger {
        pool,
        base,
        http: http_client(),
    }
}

/// Somebody who knows the pool's address and speaks its protocols.
pub struct Stranger {
    pub pool: LocalPool,
    pub base: String,
    pub http: reqwest::Client,
}

impl Stranger {
    pub fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    pub async fn get(&self, path: &str) -> Response {
        self.http.get(self.url(path)).send().await.expect("an answer")
    }

    pub fn browser(&self) -> Browser {
        Browser::new(self.pool.url())
    }

    pub fn advance(&self, seconds: u64) {
        self.pool.clock().advance(Duration::from_secs(seconds));
    }

    /// A call of the JSON API: status and body.
    pub async fn api(&self, operation: &str, body: Value) -> (u16, Value) {
        answered(self.api_request(operation).body(body.to_string())).await
    }

    pub fn api_request(&self, operation: &str) -> RequestBuilder {
        self.http
            .post(self.url("/"))
            .header("content-type", "application/x-amz-json-1.1")
            .header(
                "x-amz-target",
                format!("AWSCognitoIdentityProviderService.{operation}"),
            )
    }

    /// A call by somebody with AWS credentials.
    pub async fn admin(&self, operation: &str, body: Value) -> (u16, Value) {
        self.admin_in("eu-west-1", operation, body).await
    }

    /// The same, in a region.
    pub async fn admin_in(&self, region: &str, operation: &str, body: Value) -> (u16, Value) {
        let scope = format!("AKIDEXAMPLE/20270115/{region}/cognito-idp/aws4_request");
        let signature = format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0");
        let request = self.api_request(operation).header("authorization", signature);
        answered(request.body(body.to_string())).await
    }

    pub async fn admin_ok(&self, operation: &str, body: Value) -> Value {
        let (status, body) = self.admin(operation, body).await;
        assert_eq!(status, 200, "{operation}: {body}");
        body
    }

    pub async fn admin_refused(&self, operation: &str, body: Value, exception: &str) -> String {
        let (status, body) = self.admin(operation, body).await;
        assert_eq!(
            (status, &body["__type"]),
            (400, &json!(exception)),
            "{operation}: {body}"
        );
        body["message"].as_str().expect("a message").to_owned()
    }

    /// A call that must be refused with this exception; gives its message.
    pub async fn api_refused(&self, operation: &str, body: Value, exception: &str) -> String {
        let (status, body) = self.api(operation, body).await;
        assert_eq!(
            (status, &body["__type"]),
            (400, &json!(exception)),
            "{operation}: {body}"
        );
        body["message"].as_str().expect("a message").to_owned()
    }

    /// A call that must succeed.
    pub async fn api_ok(&self, operation: &str, body: Value) -> Value {
        let (status, body) = self.api(operation, body).await;
        assert_eq!(status, 200, "{operation}: {body}");
        body
    }

    /// A call to `/oauth2/token` by the demo client: status and body.
    pub async fn token(&self, form: &[(&str, &str)]) -> (u16, Value) {
        let request = self.http.post(self.url("/oauth2/token"));
        let response = request
            .basic_auth(CLIENT, Some(SECRET))
            .form(form)
            .send()
            .await
            .expect("an answer");
        (response.status().as_u16(), response.json().await.expect("JSON"))
    }

    /// Signs somebody in through the pages and redeems the code.
    pub async fn tokens_of(&self, who: (&str, &str)) -> Value {
        self.tokens_with_scopes(who, SCOPES).await
    }

    pub async fn tokens_with_scopes(&self, who: (&str, &str), scopes: &str) -> Value {
        let code = code_for(&mut self.browser(), who, scopes).await;
        let (status, body) = self.redeem(&code).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    pub async fn redeem(&self, code: &str) -> (u16, Value) {
        self.token(&[
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", CALLBACK),
            ("code_verifier", VERIFIER),
        ])
        .await
    }

    pub async fn refresh(&self, token: &str) -> (u16, Value) {
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)])
            .await
    }

    pub fn last_code(&self) -> String {
        self.pool.outbox().last().expect("a message").code.clone()
    }
}

/// Follows the app's link and signs in.
pub async fn sign_in(browser: &mut Browser, (name, password): (&str, &str), scopes: &str) -> Page {
    let authorize = format!("/oauth2/authorize?{}", authorize_query(scopes));
    browser.sign_in_at_pool(&authorize, name, password).await
}

/// The same; gives the code in the redirect.
pub async fn code_for(browser: &mut Browser, who: (&str, &str), scopes: &str) -> String {
    let page = sign_in(browser, who, scopes).await;
    page.param("code").unwrap_or_else(|| panic!("no code: {page:?}"))
}

/// Status and body of an answer in JSON, which may be empty.
async fn answered(request: RequestBuilder) -> (u16, Value) {
    let response = request.send().await.expect("an answer");
    let status = response.status().as_u16();
    let text = response.text().await.expect("a body");
    let body = if text.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&text).expect("JSON")
    };
    (status, body)
}

/// The usual query of `/oauth2/authorize`.
pub fn authorize_query(scopes: &str) -> String {
    form(&[
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", CALLBACK),
        ("scope", scopes),
        ("state", "the-state"),
        ("nonce", "the-nonce"),
        ("code_challenge", CHALLENGE),
        ("code_challenge_method", "S256"),
    ])
}

pub fn form(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}

pub fn string(value: &Value) -> &str {
    value.as_str().expect("a string")
}

/// The names of an object's members, in alphabetical order.
pub fn names(object: &Value) -> Vec<&str> {
    let members = object.as_object().expect("an object");
    members.keys().map(String::as_str).collect()
}

/// Sends a request whose answer is a document.
pub async fn json_of(request: RequestBuilder) -> Value {
    let answer = request.send().await.expect("an answer");
    answer.json().await.expect("JSON")
}

/// A part of a JWT, decoded without any check.
pub fn part(token: &str, index: usize) -> Value {
    let part = token.split('.').nth(index).expect("a JWT has three parts");
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).expect("base64url")).expect("JSON")
}

pub fn claims(token: &Value) -> Value {
    part(string(token), 1)
}

/// `SecretHash` for the demo client.
pub fn secret_hash(username: &str) -> String {
    use aws_lc_rs::hmac;
    let key = hmac::Key::new(hmac::HMAC_SHA256, SECRET.as_bytes());
    STANDARD.encode(hmac::sign(&key, format!("{username}{CLIENT}").as_bytes()))
}

/// `[{"Name": …, "Value": …}]`
pub fn attributes(pairs: &[(&str, &str)]) -> Value {
    pairs
        .iter()
        .map(|(name, value)| json!({ "Name": name, "Value": value }))
        .collect()
}

/// The value of an attribute in such a list.
pub fn attribute<'a>(list: &'a Value, name: &str) -> Option<&'a str> {
    let list = list.as_array().expect("a list of attributes");
    list.iter()
        .find(|item| item["Name"] == name)
        .and_then(|item| item["Value"].as_str())
}

/// The members that name a user of the demo pool.
pub fn about(name: &str) -> Value {
    json!({ "UserPoolId": POOL, "Username": name })
}

/// `body` with the members of `extra`.
#[expect(clippy::needless_pass_by_value, reason = "reads better at the call")]
pub fn with(mut body: Value, extra: Value) -> Value {
    let extra = extra.as_object().expect("an object").clone();
    body.as_object_mut().expect("an object").extend(extra);
    body
}
