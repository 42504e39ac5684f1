//! A front before the pool. Calls of the JSON API are passed on, held up, or refused in its place; all else is passed on.

use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::header::{AUTHORIZATION, HOST};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use reqwest::Client;
use url::Url;

const TARGET: &str = "x-amz-target";
const TYPE: &str = "content-type";
const JSON: &str = "application/x-amz-json-1.1";

/// What becomes of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Call {
    /// The pool answers.
    Through,
    /// Nobody answers.
    HeldUp,
    /// The pool does what is asked, and its answer is lost.
    Lost,
    /// This error code answers, without the pool.
    Refused(&'static str),
}

/// Decides about an operation and the body of a call.
type Rule = Box<dyn Fn(&str, &str) -> Call + Send>;

/// The front.
pub struct Front {
    pub url: Url,
    inner: Arc<Inner>,
}

struct Inner {
    pool: Mutex<Option<Url>>,
    rule: Mutex<Rule>,
    http: Client,
}

impl Front {
    /// Starts one that hands everything on.
    pub async fn start() -> Self {
        let inner = Arc::new(Inner {
            pool: Mutex::default(),
            rule: Mutex::new(Box::new(|_, _| Call::Through)),
            http: test_support::http_client(),
        });
        let router = Router::new().fallback(answer).with_state(Arc::clone(&inner));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self {
            url: url.parse().unwrap(),
            inner,
        }
    }

    /// Stands before this pool from now on.
    pub fn stand_before(&self, pool: Url) {
        *self.inner.pool.lock().unwrap_or_else(PoisonError::into_inner) = Some(pool);
    }

    /// Decides in this way from now on.
    pub fn rule(&self, rule: impl Fn(&str, &str) -> Call + Send + 'static) {
        *self.inner.rule.lock().unwrap_or_else(PoisonError::into_inner) = Box::new(rule);
    }
}

async fn answer(
    State(front): State<Arc<Inner>>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let Some(target) = headers.get(TARGET) else {
        return front.relay(method, &uri, &headers, body).await;
    };
    let target = target.to_str().unwrap().to_owned();
    let operation = target.rsplit('.').next().unwrap();
    let decided = {
        let rule = front.rule.lock().unwrap_or_else(PoisonError::into_inner);
        rule(operation, &String::from_utf8_lossy(&body))
    };
    match decided {
        Call::HeldUp => std::future::pending::<Response>().await,
        Call::Refused(code) => {
            let said = format!("{{\"__type\":\"{code}\",\"message\":\"No.\"}}");
            (StatusCode::BAD_REQUEST, [(TYPE, JSON)], said).into_response()
        }
        Call::Lost => {
            front.pass_on(target, body).await;
            StatusCode::BAD_GATEWAY.into_response()
        }
        Call::Through => front.pass_on(target, body).await,
    }
}

impl Inner {
    fn pool(&self) -> Url {
        let pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
        pool.clone().unwrap()
    }

    async fn pass_on(&self, target: String, body: Bytes) -> Response {
        let request = self.http.post(self.pool()).header(TARGET, target);
        let (status, kind, text) = answered(request.header(TYPE, JSON).body(body)).await;
        (status, [(TYPE, kind)], text).into_response()
    }

    /// Descriptions, keys, and the OAuth endpoints.
    async fn relay(&self, method: Method, uri: &Uri, headers: &HeaderMap, body: Bytes) -> Response {
        let url = self.pool().join(&uri.to_string()).unwrap();
        let mut request = self.http.request(method, url).body(body);
        for name in [AUTHORIZATION.as_str(), TYPE] {
            if let Some(value) = headers.get(name) {
                request = request.header(name, value);
            }
        }
        let (status, kind, text) = answered(request).await;
        // What describes the pool names its address, and the client takes keys from no other than its own.
        let host = headers[HOST].to_str().unwrap();
        let text = text.replace(self.pool().as_str(), &format!("http://{host}/"));
        (status, [(TYPE, kind)], text).into_response()
    }
}

/// Status, type and text of an answer.
async fn answered(request: reqwest::RequestBuilder) -> (StatusCode, String, String) {
    let answered = request.send().await.unwrap();
    let status = StatusCode::from_u16(answered.status().as_u16()).unwrap();
    let kind = answered.headers()[TYPE].to_str().unwrap().to_owned();
    (status, kind, answered.text().await.unwrap())
}
