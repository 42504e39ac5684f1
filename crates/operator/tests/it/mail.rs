//! Each finding of the sender: broken at a stand-in for SES, found alone, and gone when it is mended.

use std::collections::BTreeSet;
use std::io::Write;
use std::net::{TcpListener, TcpStream};

use serde_json::{Value, json};

use crate::doctor::{call, codes, doctor, findings};
use crate::fixture::OperatorFixture;
use crate::lossy::read_message;
use crate::pairs::with_sender;
use crate::ses_stand_in::SesStandIn;

/// Everything that is tested here.
pub const CODES: [&str; 9] = [
    "mail-failure",
    "mail-identity-missing",
    "mail-identity-unverified",
    "mail-dkim",
    "mail-from-domain",
    "mail-paused",
    "mail-sandbox",
    "mail-quota",
    "mail-not-seen",
];

/// A pool that sends by SES, and the SES.
async fn with_ses() -> (OperatorFixture, SesStandIn) {
    let fixture = OperatorFixture::demo().await;
    let (status, answer) = call(&fixture, "UpdateUserPool", &with_sender().to_string());
    assert_eq!(status, 200, "{answer}");
    (fixture, SesStandIn::start())
}

/// The findings of the sender alone.
fn of_mail(fixture: &OperatorFixture, arguments: &[&str]) -> Vec<Value> {
    let mut found = findings(fixture, arguments);
    found.retain(|finding| finding["code"].as_str().unwrap().starts_with("mail-"));
    found
}

type Broken = fn(&SesStandIn);

/// What is found, what is broken, words of the advice, and whether a command mends it.
fn breaks() -> Vec<(&'static str, Broken, &'static str, bool)> {
    vec![
        (
            "mail-identity-missing",
            SesStandIn::forget_identity,
            "make it",
            true,
        ),
        (
            "mail-identity-unverified",
            |ses| ses.set_identity("/VerifiedForSendingStatus", json!(false)),
            "aaa._domainkey.example.com CNAME aaa.dkim.amazonses.com",
            false,
        ),
        (
            "mail-dkim",
            |ses| ses.set_identity("/DkimAttributes/Status", json!("PENDING")),
            "ccc._domainkey.example.com CNAME ccc.dkim.amazonses.com",
            false,
        ),
        (
            "mail-dkim",
            |ses| ses.set_identity("/DkimAttributes/SigningEnabled", json!(false)),
            "switch signing on",
            true,
        ),
        (
            "mail-from-domain",
            |ses| ses.set_identity("/MailFromAttributes/MailFromDomainStatus", json!("FAILED")),
            "MX record for bounce.example.com",
            false,
        ),
        (
            "mail-paused",
            |ses| ses.set_account("/SendingEnabled", json!(false)),
            "switch sending on",
            true,
        ),
        (
            "mail-paused",
            |ses| ses.set_account("/EnforcementStatus", json!("SHUTDOWN")),
            "Support Center",
            false,
        ),
        (
            "mail-sandbox",
            |ses| ses.set_account("/ProductionAccessEnabled", json!(false)),
            "production access",
            true,
        ),
        (
            "mail-quota",
            |ses| ses.set_account("/SendQuota/SentLast24Hours", json!(160.0)),
            "Service Quotas",
            false,
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ses_refuses_is_found_and_mended() {
    let (fixture, ses) = with_ses().await;
    let arguments = ["--ses-endpoint", ses.url.as_str()];
    assert_eq!(of_mail(&fixture, &arguments), Vec::<Value>::new());
    for (code, broken, advice, is_mended_by_command) in breaks() {
        broken(&ses);
        let found = of_mail(&fixture, &arguments);
        assert_eq!(codes(&found), BTreeSet::from([code.to_owned()]));
        let remedy = found[0]["remedy"].as_str().unwrap();
        assert!(remedy.contains(advice), "{code}: {remedy}");
        assert!(!found[0]["why"].as_str().unwrap().is_empty(), "{code}");
        let command = found[0]["fix"]["cli"].as_str();
        assert_eq!(command.is_some(), is_mended_by_command, "{code}");
        match command {
            Some(command) => ses.run_printed(command),
            None => ses.mend(),
        }
        assert_eq!(of_mail(&fixture, &arguments), Vec::<Value>::new(), "{code}");
        ses.mend();
    }
}

/// SES has no limit for some accounts.
#[tokio::test(flavor = "multi_thread")]
async fn unlimited_quota_is_never_used_up() {
    let (fixture, ses) = with_ses().await;
    ses.set_account("/SendQuota/Max24HourSend", json!(-1.0));
    assert_eq!(
        of_mail(&fixture, &["--ses-endpoint", &ses.url]),
        Vec::<Value>::new()
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ses_may_not_be_asked_is_named() {
    let (fixture, ses) = with_ses().await;
    for action in ["GetEmailIdentity", "GetAccount"] {
        ses.deny(Some(action));
        let found = of_mail(&fixture, &["--ses-endpoint", &ses.url]);
        assert_eq!(codes(&found), BTreeSet::from(["mail-not-seen".to_owned()]));
        let remedy = found[0]["remedy"].as_str().unwrap();
        assert!(remedy.contains(&format!("allow ses:{action}")), "{remedy}");
    }
    ses.deny(None);
    assert_eq!(
        of_mail(&fixture, &["--ses-endpoint", &ses.url]),
        Vec::<Value>::new()
    );
}

/// A stand-in for Cognito has no SES of its own.
#[tokio::test(flavor = "multi_thread")]
async fn ses_of_strangers_is_not_asked() {
    let (fixture, _) = with_ses().await;
    assert_eq!(of_mail(&fixture, &[]), Vec::<Value>::new());
    // Cognito's own sender is nobody's identity.
    let demo = OperatorFixture::demo().await;
    let nowhere = ["--ses-endpoint", "http://127.0.0.1:9"];
    assert_eq!(of_mail(&demo, &nowhere), Vec::<Value>::new());
    let found = of_mail(&fixture, &nowhere);
    assert_eq!(codes(&found), BTreeSet::from(["mail-not-seen".to_owned()]));
}

/// Stands before a pool and says of each pool that its mail fails.
fn failing(fixture: &OperatorFixture) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let port = fixture.pool.url().port().unwrap();
    std::thread::spawn(move || {
        for mut client in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || {
                while let Some(request) = read_message(&mut client) {
                    let mut pool = TcpStream::connect(("127.0.0.1", port)).unwrap();
                    pool.write_all(&request).unwrap();
                    let answer = String::from_utf8(read_message(&mut pool).unwrap()).unwrap();
                    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
                    let told = body.replacen(
                        "{\"UserPool\":{",
                        "{\"UserPool\":{\"EmailConfigurationFailure\":\"SES_NOT_ALLOWED\",",
                        1,
                    );
                    let head = answer.split("\r\n").next().unwrap();
                    let length = told.len();
                    let answer = format!(
                        "{head}\r\nContent-Type: application/x-amz-json-1.1\r\nContent-Length: {length}\r\n\r\n{told}"
                    );
                    client.write_all(answer.as_bytes()).unwrap();
                }
            });
        }
    });
    url
}

#[tokio::test(flavor = "multi_thread")]
async fn failure_that_the_pool_tells_is_found() {
    let (fixture, _) = with_ses().await;
    let found = of_mail(&fixture, &["--endpoint", &failing(&fixture)]);
    assert_eq!(codes(&found), BTreeSet::from(["mail-failure".to_owned()]));
    assert!(
        found[0]["difference"]
            .as_str()
            .unwrap()
            .contains("SES_NOT_ALLOWED")
    );
    assert!(of_mail(&fixture, &[]).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn commands_for_ses_are_printed() {
    let (fixture, ses) = with_ses().await;
    ses.set_account("/ProductionAccessEnabled", json!(false));
    let ran = doctor(&fixture, &["--ses-endpoint", &ses.url, "--only", "mail-sandbox"]).expect(1);
    assert!(
        ran.out
            .contains("aws sesv2 put-account-details --production-access-enabled"),
        "{}",
        ran.out
    );
    // There are no lines of a template for it.
    assert!(!ran.out.contains("Terraform:\n"), "{}", ran.out);
}
