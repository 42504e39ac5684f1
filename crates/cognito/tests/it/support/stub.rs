//! A server that answers by path with what a test told it, and remembers what it was asked.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use cognito::Url;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use super::{POOL, Signer};

#[derive(Clone)]
pub enum Reply {
    Now {
        status: u16,
        headers: Vec<(&'static str, String)>,
        body: Vec<u8>,
    },
    Never,
}

impl Reply {
    pub fn json(status: u16, body: &Value) -> Self {
        Self::text(status, &body.to_string())
    }

    pub fn text(status: u16, body: &str) -> Self {
        Self::Now {
            status,
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
        }
    }

    pub fn with_header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        if let Self::Now { headers, .. } = &mut self {
            headers.push((name, value.into()));
        }
        self
    }
}

#[derive(Clone, Debug)]
pub struct Recorded {
    pub method: String,
    pub path: String,
    pub headers: HeaderMap,
    pub body: String,
}

#[derive(Default)]
struct Shared {
    replies: Mutex<HashMap<String, Reply>>,
    requests: Mutex<Vec<Recorded>>,
}

#[derive(Clone)]
pub struct Stub {
    origin: String,
    shared: Arc<Shared>,
}

impl Stub {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let shared = Arc::new(Shared::default());
        let router = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { origin, shared }
    }

    pub fn url(&self) -> Url {
        Url::parse(&self.origin).unwrap()
    }

    pub fn issuer(&self) -> String {
        format!("{}/{POOL}", self.origin)
    }

    pub fn discovery_path() -> String {
        format!("/{POOL}/.well-known/openid-configuration")
    }

    pub fn keys_path() -> String {
        format!("/{POOL}/.well-known/jwks.json")
    }

    /// A description of the pool as Cognito's are.
    pub fn discovery(&self) -> Value {
        let origin = &self.origin;
        json!({
            "issuer": self.issuer(),
            "authorization_endpoint": format!("{origin}/oauth2/authorize"),
            "token_endpoint": format!("{origin}/oauth2/token"),
            "userinfo_endpoint": format!("{origin}/oauth2/userInfo"),
            "revocation_endpoint": format!("{origin}/oauth2/revoke"),
            "end_session_endpoint": format!("{origin}/logout"),
            "jwks_uri": format!("{origin}{}", Self::keys_path()),
            "response_types_supported": ["code", "token"],
            "something_new": {"of": 2027},
        })
    }

    /// Sets what a path answers from now on.
    pub fn set(&self, path: &str, reply: Reply) {
        self.shared.replies.lock().unwrap().insert(path.to_owned(), reply);
    }

    pub fn set_keys(&self, signers: &[&Signer]) {
        let keys: Vec<Value> = signers.iter().map(|signer| signer.jwk()).collect();
        self.set(&Self::keys_path(), Reply::json(200, &json!({"keys": keys})));
    }

    /// What a path was asked, in order.
    pub fn requests(&self, path: &str) -> Vec<Recorded> {
        let all = self.shared.requests.lock().unwrap();
        all.iter()
            .filter(|request| request.path == path)
            .cloned()
            .collect()
    }

    pub fn key_downloads(&self) -> usize {
        self.requests(&Self::keys_path()).len()
    }
}

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let path = parts.uri.path().to_owned();
    let body = to_bytes(body, usize::MAX).await.unwrap();
    let recorded = Recorded {
        method: parts.method.to_string(),
        path: path.clone(),
        headers: parts.headers,
        body: String::from_utf8(body.to_vec()).unwrap(),
    };
    shared.requests.lock().unwrap().push(recorded);
    let reply = shared.replies.lock().unwrap().get(&path).cloned();
    match reply {
        Some(Reply::Now {
            status,
            headers,
            body,
        }) => {
            let mut response = Response::builder().status(status);
            for (name, value) in headers {
                response = response.header(name, value);
            }
            response.body(Body::from(body)).unwrap()
        }
        Some(Reply::Never) => std::future::pending().await,
        None => Response::builder()
            .status(StatusCode::NOT_FOUND)
            .body(Body::empty())
            .unwrap(),
    }
}

/// A server that reads a request, sends some bytes and hangs up. Answers its address.
pub async fn raw_server(bytes: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut connection, _)) = listener.accept().await {
            let mut buffer = [0; 16 * 1024];
            let _ = connection.read(&mut buffer).await;
            let _ = connection.write_all(bytes).await;
        }
    });
    format!("http://{address}")
}
