//! Amazon SES, as far as doctor asks it and its commands change it (SES API v2, `GetEmailIdentity`, `GetAccount` and four
//! that write). That the shapes are right is for moto to say: `end2end/contract/python/test_mail.py`.

use std::io::Write;
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};

use crate::lossy::read_message;

/// What there is, and what may not be asked.
#[derive(Default)]
struct State {
    identity: Option<Value>,
    account: Value,
    denied: Option<&'static str>,
}

#[derive(Clone)]
pub struct SesStandIn {
    pub url: String,
    state: Arc<Mutex<State>>,
}

/// A verified domain with DKIM.
fn identity() -> Value {
    json!({
        "IdentityType": "DOMAIN", "VerifiedForSendingStatus": true,
        "DkimAttributes": { "SigningEnabled": true, "Status": "SUCCESS", "Tokens": ["aaa", "bbb", "ccc"] },
        "MailFromAttributes": {
            "MailFromDomain": "bounce.example.com", "MailFromDomainStatus": "SUCCESS",
            "BehaviorOnMxFailure": "USE_DEFAULT_VALUE",
        },
    })
}

fn account() -> Value {
    json!({
        "ProductionAccessEnabled": true, "SendingEnabled": true, "EnforcementStatus": "HEALTHY",
        "SendQuota": { "Max24HourSend": 200.0, "MaxSendRate": 1.0, "SentLast24Hours": 3.0 },
    })
}

impl SesStandIn {
    /// Everything is as it should be.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let stand_in = Self {
            url: format!("http://{}", listener.local_addr().unwrap()),
            state: Arc::new(Mutex::new(State {
                identity: Some(identity()),
                account: account(),
                denied: None,
            })),
        };
        let answering = stand_in.clone();
        std::thread::spawn(move || {
            for mut client in listener.incoming().map_while(Result::ok) {
                let answering = answering.clone();
                std::thread::spawn(move || {
                    while let Some(request) = read_message(&mut client) {
                        let answer = answering.answer(&String::from_utf8_lossy(&request));
                        client.write_all(answer.as_bytes()).unwrap();
                    }
                });
            }
        });
        stand_in
    }

    /// Sets a member of the identity, by its pointer.
    pub fn set_identity(&self, pointer: &str, value: Value) {
        let mut state = self.state.lock().unwrap();
        *state.identity.as_mut().unwrap().pointer_mut(pointer).unwrap() = value;
    }

    pub fn set_account(&self, pointer: &str, value: Value) {
        *self.state.lock().unwrap().account.pointer_mut(pointer).unwrap() = value;
    }

    pub fn forget_identity(&self) {
        self.state.lock().unwrap().identity = None;
    }

    /// As it was at the start.
    pub fn mend(&self) {
        let mut state = self.state.lock().unwrap();
        *state = State {
            identity: Some(identity()),
            account: account(),
            denied: None,
        };
    }

    /// The credentials may not call this from now on.
    pub fn deny(&self, action: Option<&'static str>) {
        self.state.lock().unwrap().denied = action;
    }

    /// What a command of the AWS CLI does here: `aws sesv2 ACTION --option VALUE …`.
    pub fn run_printed(&self, command: &str) {
        let rest = command.strip_prefix("aws sesv2 ").unwrap();
        assert!(rest.ends_with(" --region eu-west-1"), "{command}");
        let mut state = self.state.lock().unwrap();
        match rest.split(' ').next().unwrap() {
            "create-email-identity" => {
                assert!(rest.contains(" --email-identity example.com "), "{command}");
                state.identity = Some(identity());
            }
            "put-email-identity-dkim-attributes" => {
                assert!(
                    rest.contains(" --email-identity example.com --signing-enabled "),
                    "{command}"
                );
                state.identity.as_mut().unwrap()["DkimAttributes"]["SigningEnabled"] = true.into();
            }
            "put-account-sending-attributes" => {
                assert!(rest.contains(" --sending-enabled "), "{command}");
                state.account["SendingEnabled"] = true.into();
            }
            "put-account-details" => {
                assert!(
                    rest.contains(
                        " --production-access-enabled --mail-type TRANSACTIONAL --website-url http"
                    ),
                    "{command}"
                );
                state.account["ProductionAccessEnabled"] = true.into();
            }
            other => panic!("SES has no {other}"),
        }
    }

    fn answer(&self, request: &str) -> String {
        let state = self.state.lock().unwrap();
        let mut line = request.lines().next().unwrap().split(' ');
        let (method, path) = (line.next().unwrap(), line.next().unwrap());
        assert_eq!(method, "GET", "doctor only reads");
        assert!(request.contains("/eu-west-1/ses/aws4_request"), "signed for SES");
        let (action, found) = match path {
            "/v2/email/account" => ("GetAccount", Some(state.account.clone())),
            "/v2/email/identities/example.com" => ("GetEmailIdentity", state.identity.clone()),
            other => panic!("nobody asks for {other}"),
        };
        if state.denied == Some(action) {
            let message = json!({ "message": format!("User: x is not authorized to perform: ses:{action}") });
            return http(
                "403 Forbidden",
                "x-amzn-ErrorType: AccessDeniedException\r\n",
                &message,
            );
        }
        match found {
            Some(found) => http("200 OK", "", &found),
            None => http(
                "404 Not Found",
                "x-amzn-ErrorType: NotFoundException\r\n",
                &json!({ "message": "Email identity example.com does not exist." }),
            ),
        }
    }
}

fn http(status: &str, headers: &str, body: &Value) -> String {
    let body = body.to_string();
    format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}
