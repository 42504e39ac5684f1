//! The app as it answers through a proxy that leaves everything as it is, and one thing that a bad proxy or wrong settings
//! change. That the app does answer like this is for `end2end/contract/python/test_app.py` to say.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use clock::Clock;
use test_support::self_signed;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;

use crate::fixture::CLIENT;

/// One answer, before it is sent.
pub struct Sent {
    pub path: String,
    /// Which answer it is.
    pub number: usize,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

/// What is changed of each answer.
pub type Spoil = fn(&mut Sent);

impl Sent {
    pub fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.add(name, value);
    }

    pub fn add(&mut self, name: &str, value: &str) {
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub fn remove(&mut self, name: &str) {
        self.headers.retain(|(found, _)| found != name);
    }

    /// Replaces that by this in all values of a header.
    pub fn replace(&mut self, name: &str, that: &str, this: &str) {
        for (_, value) in self.headers.iter_mut().filter(|(found, _)| found == name) {
            *value = value.replace(that, this);
        }
    }

    pub fn answer(&mut self, status: u16, body: &str) {
        self.status = status;
        body.clone_into(&mut self.body);
    }
}

/// An app at a port of its own.
pub struct StandIn {
    pub origin: String,
    /// The certificate, for those who are to trust it.
    pub certificate: Vec<u8>,
}

struct App {
    pool: String,
    is_https: bool,
    spoil: Spoil,
    pages: AtomicUsize,
}

impl StandIn {
    /// Signs people in at the pool of this address.
    pub async fn start(scheme: &str, pool: &str, spoil: Spoil) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("{scheme}://localhost:{}", listener.local_addr().unwrap().port());
        let app = Arc::new(App {
            pool: pool.trim_end_matches('/').to_owned(),
            is_https: scheme == "https",
            spoil,
            pages: AtomicUsize::new(0),
        });
        let (certificate, key) = self_signed("localhost");
        let trusted = certificate.to_vec();
        let config = ServerConfig::builder().with_no_client_auth();
        let config = config.with_single_cert(vec![certificate], key).unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        tokio::spawn(async move {
            while let Ok((connection, _)) = listener.accept().await {
                let (app, acceptor) = (Arc::clone(&app), acceptor.clone());
                tokio::spawn(async move {
                    if !app.is_https {
                        app.serve(connection).await;
                    } else if let Ok(connection) = acceptor.accept(connection).await {
                        app.serve(connection).await;
                    }
                });
            }
        });
        Self {
            origin,
            certificate: trusted,
        }
    }
}

impl App {
    async fn serve(&self, mut connection: impl AsyncRead + AsyncWrite + Unpin) {
        let (mut head, mut byte) = (Vec::new(), [0]);
        while !head.ends_with(b"\r\n\r\n") {
            if connection.read_exact(&mut byte).await.is_err() {
                return;
            }
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).unwrap();
        let path = head.split(' ').nth(1).unwrap();
        let cookie = head.lines().find_map(|line| line.strip_prefix("cookie: "));
        let mut sent = self.answer(path, cookie);
        (self.spoil)(&mut sent);
        let mut text = format!(
            "HTTP/1.1 {} Said\r\ncontent-length: {}\r\nconnection: close\r\n",
            sent.status,
            sent.body.len()
        );
        for (name, value) in &sent.headers {
            let _ = write!(text, "{name}: {value}\r\n");
        }
        text.push_str("\r\n");
        text.push_str(&sent.body);
        let _ = connection.write_all(text.as_bytes()).await;
        let _ = connection.shutdown().await;
    }

    fn answer(&self, path: &str, cookie: Option<&str>) -> Sent {
        let (status, body) = match path {
            "/healthz" => (200, "ok"),
            "/readyz" => (200, "ready"),
            "/" => (200, "<h1>Welcome</h1>"),
            "/login" => (302, ""),
            _ => (404, ""),
        };
        let page = self.pages.fetch_add(1, Ordering::Relaxed);
        let mut sent = Sent {
            path: path.to_owned(),
            number: page,
            status,
            headers: Vec::new(),
            body: body.to_owned(),
        };
        sent.add("date", &date(0));
        sent.add("cache-control", "no-store");
        sent.add(
            "content-security-policy",
            &format!("default-src 'none'; script-src 'self' 'nonce-{page}'; frame-ancestors 'none'"),
        );
        sent.add("x-content-type-options", "nosniff");
        sent.add("cross-origin-opener-policy", "same-origin");
        sent.add("cross-origin-resource-policy", "same-origin");
        let referrer = if path == "/login" {
            "no-referrer"
        } else {
            "same-origin"
        };
        sent.add("referrer-policy", referrer);
        if self.is_https {
            sent.add("strict-transport-security", "max-age=63072000");
        }
        if path == "/login" {
            self.start_sign_in(&mut sent, cookie, page);
        }
        sent
    }

    fn start_sign_in(&self, sent: &mut Sent, cookie: Option<&str>, number: usize) {
        let location = format!(
            "{}/oauth2/authorize?response_type=code&client_id={CLIENT}&redirect_uri=http%3A%2F%2Flocalhost%3A3000%2Flogged_in\
             &scope=openid+email+profile+aws.cognito.signin.user.admin&state=x",
            self.pool
        );
        sent.add("location", &location);
        let (before, after, secure) = if self.is_https {
            ("__Host-", "", "; Secure")
        } else {
            ("", "-3000", "")
        };
        let name = format!("{before}lc-browser{after}");
        let held = cookie.and_then(|line| {
            line.split("; ")
                .find_map(|pair| pair.strip_prefix(&format!("{name}=")))
        });
        let browser = held.map_or_else(|| format!("browser{number}"), ToOwned::to_owned);
        let attributes = format!("Path=/; HttpOnly; SameSite=Lax; Max-Age=86400{secure}");
        sent.add("set-cookie", &format!("{name}={browser}; {attributes}"));
        let signin = format!("{before}lc-signin-a{after}");
        sent.add("set-cookie", &format!("{signin}=sealed{number}; {attributes}"));
    }
}

/// So many seconds from now.
pub fn date(offset: i64) -> String {
    let now = Clock::system().now().since_unix_epoch().as_secs();
    let then = Duration::from_secs(now.saturating_add_signed(offset));
    httpdate::fmt_http_date(SystemTime::UNIX_EPOCH + then)
}
