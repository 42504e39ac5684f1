//! Requests that nobody sends by mistake.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::support::{ALICE, CALLBACK, CLIENT, SCOPES, Stranger, authorize_query, demo, demo_with, form};

impl Stranger {
    fn connect(&self) -> TcpStream {
        let port = self.pool.url().port().expect("a port");
        let stream = TcpStream::connect(("127.0.0.1", port)).expect("a connection");
        stream
            .set_read_timeout(Some(Duration::from_secs(30)))
            .expect("an option");
        stream
    }

    /// Whatever is answered to these bytes until the connection is closed, or nothing.
    fn raw(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        // The pool may hang up before it has read everything.
        let _ = stream.write_all(request);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        String::from_utf8_lossy(&answer).into_owned()
    }

    async fn is_well(&self) {
        assert_eq!(self.get("/").await.status(), 200);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn malformed_http_is_refused() {
    let pool = demo().await;
    for bytes in [
        b"\x16\x03\x01\x02\x00\x01\x00".to_vec(),
        b"GET\r\n\r\n".to_vec(),
        b"GET / HTTP/9.9\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: -5\r\n\r\n".to_vec(),
        b"POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nabcdef".to_vec(),
        b"POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\n".to_vec(),
        b"GET /login?\x00\xff HTTP/1.1\r\nhost: x\r\n\r\n".to_vec(),
        vec![b'A'; 4096],
    ] {
        let answer = pool.raw(&bytes);
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 4"), "{answer}");
    }
    pool.is_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn headers_and_bodies_have_a_bound() {
    let pool = demo().await;
    let huge = format!(
        "GET / HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n",
        "y".repeat(2_000_000)
    );
    let answer = pool.raw(huge.as_bytes());
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    let many: String = (0..5000).fold(String::from("GET / HTTP/1.1\r\nhost: x\r\n"), |all, n| {
        all + &format!("x-{n}: y\r\n")
    });
    let answer = pool.raw(format!("{many}\r\n").as_bytes());
    assert!(
        answer.is_empty() || answer.starts_with("HTTP/1.1 431"),
        "{answer}"
    );
    let body = "x".repeat(300_000);
    for (path, kind) in [
        ("/", "application/x-amz-json-1.1"),
        ("/oauth2/token", "application/x-www-form-urlencoded"),
    ] {
        // The pool hangs up on bodies it does not read, so each has a connection of its own.
        let request = test_support::http_client()
            .post(pool.url(path))
            .header("content-type", kind);
        let answer = request.body(body.clone()).send().await.expect("an answer");
        assert_eq!(answer.status(), 413, "{path}");
    }
    pool.is_well().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn silent_connections_do_not_block_others() {
    let pool = demo().await;
    let unfinished: &[u8] =
        b"POST /oauth2/token HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-www-form-urlencoded\r\n\
                              content-length: 100\r\n\r\ngrant";
    let silent: Vec<TcpStream> = (0..200)
        .map(|n| {
            let mut stream = pool.connect();
            if n % 2 == 0 {
                stream.write_all(unfinished).expect("a request");
            }
            stream
        })
        .collect();
    pool.is_well().await;
    pool.tokens_of(ALICE).await;
    drop(silent);
    pool.is_well().await;
}

#[tokio::test]
async fn a_state_stays_one_parameter_of_one_header() {
    let pool = demo().await;
    let state = "a\r\nSet-Cookie: cognito=mine\r\n\r\n<script>&code=other#x\u{7f}\u{e9}";
    let query = form(&[
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", CALLBACK),
        ("state", state),
    ]);
    let mut browser = pool.browser();
    let login = format!("/login?{query}");
    let page = browser.get(&login).await;
    assert!(!page.body.contains("<script>"));
    let done = browser
        .submit(&login, &[("username", ALICE.0), ("password", ALICE.1)])
        .await;
    assert!(done.goes_to(CALLBACK));
    assert_eq!(done.param("state").as_deref(), Some(state));
    let mut cookies = done.headers.get_all("set-cookie").iter();
    assert!(cookies.all(|line| line != "cognito=mine"));
}

#[tokio::test]
async fn pages_redirect_to_registered_addresses_only() {
    let pool = demo().await;
    let query = authorize_query(SCOPES);
    for path in [
        format!("/login?{query}&redirect_uri=https%3A%2F%2Fevil.example"),
        format!("//evil.example/login?{query}"),
        format!("/oauth2/authorize?{query}&x=//evil.example"),
        format!("/logout?client_id={CLIENT}&logout_uri=https%3A%2F%2Fevil.example"),
        format!("/logout?client_id={CLIENT}&logout_uri=javascript%3Aalert(1)"),
        format!("/confirmforgotPassword?{query}"),
        format!("/_second-factor?{query}"),
        format!("/_set-up-second-factor?{query}"),
        format!("/_new-password?{query}"),
    ] {
        let page = pool.browser().get(&path).await;
        let stays = page
            .header("location")
            .is_none_or(|to| to.starts_with('/') && !to.starts_with("//") && !to.starts_with("/\\"));
        assert!(stays, "{path}: {:?}", page.header("location"));
    }
}

#[tokio::test]
async fn markup_of_strangers_is_text() {
    let markup = "<img src=x onerror=alert(1)>\"'";
    let pool = demo_with(|seed| {
        let pool = &mut seed.pools[0];
        pool.name = markup.into();
        pool.clients[0].name = markup.into();
        pool.users[0].attributes.insert("name".into(), markup.into());
    })
    .await;
    let mut browser = pool.browser();
    let query = authorize_query(SCOPES);
    let encoded = form(&[("error", markup), ("client_id", markup), ("login_hint", markup)]);
    let reset = format!("/forgotPassword?{query}&{encoded}");
    browser.get(&reset).await;
    let echoed = browser.submit(&reset, &[("username", markup)]).await;
    let mut pages = vec![echoed.body];
    browser
        .submit(&format!("/forgotPassword?{query}"), &[("username", ALICE.0)])
        .await;
    for path in [
        "/".to_owned(),
        "/_inbox".to_owned(),
        format!("/error?{encoded}"),
        format!("/<img src=x>?{encoded}").replace([' ', '<', '>'], "%3C"),
        format!("/login?{query}&x={markup}").replace([' ', '<', '>', '"'], "%3C"),
        format!("/signup?{query}"),
    ] {
        pages.push(browser.get(&path).await.body);
    }
    for page in pages {
        assert!(!page.contains("<img"), "{page}");
    }
}

#[tokio::test]
async fn form_token_of_another_browser_is_refused() {
    let pool = demo().await;
    let login = format!("/login?{}", authorize_query(SCOPES));
    let (mut victim, mut attacker) = (pool.browser(), pool.browser());
    victim.get(&login).await;
    attacker.get(&login).await;
    let stolen = attacker.cookie("XSRF-TOKEN").unwrap().to_owned();
    assert_ne!(victim.cookie("XSRF-TOKEN").unwrap(), stolen);
    let fields = [
        ("_csrf", stolen.as_str()),
        ("username", ALICE.0),
        ("password", ALICE.1),
    ];
    let page = victim.post_form(&login, &fields).await;
    assert_eq!(page.status, 200);
    assert!(victim.cookie("cognito").is_none());
}

#[tokio::test]
async fn page_with_our_origin_name_reads_nothing() {
    let pool = demo().await;
    for path in ["/_inbox.json", "/_requests.json", "/"] {
        let request = pool.http.get(pool.url(path)).header("host", "evil.example:80");
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), 421, "{path}");
    }
    let request = pool.http.get(pool.url("/_inbox.json"));
    let answer = request.header("host", "127.0.0.1").send().await;
    assert_eq!(answer.expect("an answer").status(), 200);
}
