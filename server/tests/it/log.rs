//! What the log holds of a whole sign-in, and what it does not.

use std::io;
use std::sync::{Arc, Mutex};

use tracing::Level;
use tracing_subscriber::fmt::MakeWriter;

use crate::visitor::Answer;
use crate::world::{BOB, World};

/// Log lines, kept.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// Everything a person does, with the log of it. At the finest level: an operator who looks for a fault must
/// not begin to collect secrets.
#[tokio::test]
async fn no_secret_and_nothing_personal_is_logged() {
    let lines = Lines::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::TRACE)
        .with_ansi(false)
        .with_writer(lines.clone());
    let _guard = tracing::subscriber::set_default(subscriber.finish());

    let world = World::new().await;
    let mut visitor = world.visitor();
    let started = visitor.get("/login?return_to=/profile").await;
    let callback = world
        .callback(&mut visitor, "/login?return_to=/profile", &BOB)
        .await;
    let landing = visitor.get(&callback).await;
    let used = visitor.get(&callback).await;
    let token = world.csrf_token(&visitor);
    let session = visitor.cookie("session").unwrap().to_owned();
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
    assert_eq!(statuses, [303, 303, 400, 403, 303, 200, 303]);
    let log = lines.text();
    for expected in [
        "answered",
        "a forged request was refused",
        "path=\"/logged_in\"",
        "status=303",
        id(&saved),
    ] {
        assert!(log.contains(expected), "no line says {expected}");
    }
    let browser = visitor.cookie("signin").unwrap_or("-no-such-cookie-").to_owned();
    let mut secrets = vec![token, session, browser, world.pool.client_secret().to_owned()];
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

fn id(answer: &Answer) -> &str {
    answer.header("x-request-id").unwrap()
}

fn query_values(address: &str) -> impl Iterator<Item = String> {
    let query = address.split_once('?').unwrap().1.as_bytes();
    url::form_urlencoded::parse(query)
        .map(|(_, value)| value.into_owned())
        .collect::<Vec<_>>()
        .into_iter()
}
