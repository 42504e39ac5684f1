//! What the log holds of a whole sign-in, and what it does not.

use std::cell::RefCell;
use std::io;
use std::sync::Once;

use server::config::LogFormat;
use server::log_lines;
use tracing_subscriber::Registry;
use tracing_subscriber::filter::dynamic_filter_fn;
use tracing_subscriber::prelude::*;

use crate::security::key_on;
use crate::test_app::{BOB, SESSION, TestApp};
use test_support::Page;

thread_local! {
    /// What this thread has logged since [`keep_log`], in both formats.
    static KEPT: RefCell<Option<Kept>> = const { RefCell::new(None) };
}

/// A log in both formats, as the server writes it.
#[derive(Default)]
pub struct Kept {
    pub text: String,
    pub json: String,
}

/// Keeps what this thread logs, at the finest level. One subscriber for the whole process, because which
/// lines there are is decided once and for all threads.
pub fn keep_log() {
    static START: Once = Once::new();
    START.call_once(|| {
        let is_kept = dynamic_filter_fn(|_, _| KEPT.with_borrow(Option::is_some));
        let text = log_lines::<Registry, _>(LogFormat::Text, || Keep(|kept| &mut kept.text), false);
        let json = log_lines::<Registry, _>(LogFormat::Json, || Keep(|kept| &mut kept.json), false);
        let both = text.and_then(json).with_filter(is_kept);
        tracing_subscriber::registry().with(both).init();
    });
    KEPT.set(Some(Kept::default()));
}

/// What was logged since, and no more is kept.
pub fn kept_log() -> Kept {
    KEPT.take().unwrap()
}

struct Keep(fn(&mut Kept) -> &mut String);

impl io::Write for Keep {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let line = std::str::from_utf8(bytes).unwrap();
        KEPT.with_borrow_mut(|kept| self.0(kept.get_or_insert_default()).push_str(line));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Everything a person does, with the log of it. At the finest level: an operator who looks for a fault must
/// not begin to collect secrets.
#[tokio::test]
async fn no_secret_and_nothing_personal_is_logged() {
    keep_log();
    let world = TestApp::new().await;
    let mut visitor = world.visitor();
    let started = visitor.get("/login?return_to=/profile").await;
    let callback = world
        .callback(&mut visitor, "/login?return_to=/profile", &BOB)
        .await;
    let landing = visitor.get(&callback).await;
    let used = visitor.get(&callback).await;
    let token = world.csrf_token(&visitor);
    let session = visitor.cookie(SESSION).unwrap().to_owned();
    let forged = visitor
        .post_form("/api/save_profile", &[("csrf", "forged-token-value")])
        .await;
    let changes = [
        ("csrf", token.as_str()),
        ("values[custom:job_title]", "Beekeeper"),
    ];
    let saved = visitor.post_form("/api/save_profile", &changes).await;
    let me = visitor.get_json("/api/me").await;
    let out = visitor.post_form("/api/sign_out", &[("csrf", &token)]).await;

    let statuses =
        [&started, &landing, &used, &forged, &saved, &me, &out].map(|answer| answer.status.as_u16());
    assert_eq!(statuses, [303, 303, 303, 403, 303, 200, 303]);
    let log = kept_log().text;
    for expected in [
        "answered",
        "event=\"forged_request\"",
        "event=\"sign_in\" outcome=\"done\"",
        "path=\"/logged_in\"",
        "status=303",
        id(&saved),
    ] {
        assert!(log.contains(expected), "no line says {expected}");
    }
    let pending = started.set_cookies()[1].value.to_owned();
    let mut secrets = vec![token, session, pending, world.pool.client_secret().to_owned()];
    secrets.extend(
        [
            "forged-token-value",
            "Beekeeper",
            "Gardener",
            BOB.email,
            BOB.password,
        ]
        .map(String::from),
    );
    secrets.extend(query_values(&callback));
    secrets.extend(query_values(started.location()).filter(|value| value.len() >= 43));
    secrets.extend(world.pool.issued_tokens());
    for secret in secrets {
        let line = log.lines().find(|line| line.contains(&secret));
        assert_eq!(line, None, "the log holds {secret}");
    }
}

/// Passwords, codes, keys of authenticator apps and new addresses stay out of the log, too.
#[tokio::test]
async fn account_page_input_is_never_logged() {
    keep_log();
    let world = TestApp::new().await;
    let mut visitor = world.sign_in(&BOB).await;
    let mut key = String::new();
    for (path, fields) in [
        (
            "/api/change_password",
            &[
                ("current_password", "Typed-by-mistake-1"),
                ("new_password", "Typed-as-new-1"),
            ][..],
        ),
        ("/api/begin_factor", &[]),
        ("/api/finish_factor", &[("code", "918273")]),
        (
            "/api/change_address",
            &[("address", "Email"), ("value", "robert@example.com")],
        ),
        (
            "/api/confirm_address",
            &[("address", "Email"), ("code", "192837")],
        ),
        ("/api/delete_account", &[("name", "somebody-else")]),
    ] {
        let shown = world.post(&mut visitor, path, fields).await;
        assert_eq!(shown.status, 200, "{path}: {}", shown.body);
        if path == "/api/begin_factor" {
            key = key_on(&shown);
        }
    }
    assert!(key.len() >= 16);
    let log = kept_log().text;
    assert!(log.contains("event=\"password_change\" outcome=\"refused\""));
    let code = world.pool.outbox().pop().unwrap().code;
    let typed = [
        "Typed-by-mistake-1",
        "Typed-as-new-1",
        "918273",
        "robert@",
        "192837",
        "somebody-else",
        &key,
        &code,
    ];
    for secret in typed {
        let line = log.lines().find(|line| line.contains(secret));
        assert_eq!(line, None, "the log holds {secret}");
    }
}

fn id(answer: &Page) -> &str {
    answer.header("x-request-id").unwrap()
}

fn query_values(address: &str) -> impl Iterator<Item = String> {
    let query = address.split_once('?').unwrap().1.as_bytes();
    url::form_urlencoded::parse(query)
        .map(|(_, value)| value.into_owned())
        .collect::<Vec<_>>()
        .into_iter()
}
