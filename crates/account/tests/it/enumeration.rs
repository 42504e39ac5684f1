//! Nothing tells who has an account, or who made one, before a right code was typed: neither answers, nor the pool's
//! limits, nor delivery, nor what an answer waits for.

use std::time::Duration;

use cognito::ConfirmationCode;
use local_pool::{Message, Seed};
use signin::{BrowserId, ReturnTo};

use crate::front::{Call, Front};
use crate::sign_up::filled_in;
use crate::stage::{Person, Stage};

/// Refusals that depend on the account, by what was called.
const REFUSALS: [(&str, &[&str]); 3] = [
    (
        "SignUp",
        &["UsernameExistsException", "CodeDeliveryFailureException"],
    ),
    (
        "ConfirmSignUp",
        &[
            "CodeMismatchException",
            "ExpiredCodeException",
            "InvalidParameterException",
            "LimitExceededException",
            "NotAuthorizedException",
            "TooManyFailedAttemptsException",
            "UserNotFoundException",
        ],
    ),
    (
        "ResendConfirmationCode",
        &[
            "CodeDeliveryFailureException",
            "InternalErrorException",
            "InvalidParameterException",
            "LimitExceededException",
            "NotAuthorizedException",
            "TooManyRequestsException",
            "UserLambdaValidationException",
            "UserNotFoundException",
        ],
    ),
];

/// New, begun and never confirmed, confirmed.
const STANDINGS: [&str; 3] = ["new", "unconfirmed", "confirmed"];

fn person(name: String) -> Person {
    Person {
        name: Box::leak(name.into_boxed_str()),
        password: "Correct-horse-9",
    }
}

impl Stage {
    async fn prepare(&self, standing: &str, person: Person) {
        if standing == "new" {
            return;
        }
        let browser = self.sign_up(person).await;
        if standing == "confirmed" {
            self.account
                .sign_up
                .confirm(&browser, "", &self.code_to(person))
                .await
                .unwrap();
        }
    }

    fn code_to(&self, person: Person) -> ConfirmationCode {
        let sent = self.pool.outbox().into_iter().rev();
        let mut to = sent.filter(|message: &Message| message.to == person.name);
        to.next().unwrap().code.into()
    }

    /// All that somebody without the code can do, and all that they get to see of it.
    async fn look(&self, person: Person, tries: usize) -> Vec<String> {
        let [first, second, third] = [(); 3].map(|()| self.signin().sign_in.new_browser());
        let wrong = ConfirmationCode::new("not-it");
        let mut seen = Vec::new();
        for browser in [&first, &second] {
            let form = filled_in(person);
            let done = self
                .account
                .sign_up
                .sign_up(browser, &form, ReturnTo::default())
                .await;
            seen.push(format!("{done:?} {}", self.shown(browser, person).await));
        }
        for (browser, name) in [(&first, ""), (&second, ""), (&third, person.name)] {
            let confirmed = self.account.sign_up.confirm(browser, name, &wrong).await;
            seen.push(format!("{confirmed:?} {}", self.shown(browser, person).await));
            for _ in 0..tries {
                let asked = self.account.sign_up.resend_code(browser, name).await;
                seen.push(format!("{asked:?} {}", self.shown(browser, person).await));
            }
        }
        for browser in [&first, &second] {
            for _ in 1..2 * tries {
                let confirmed = self.account.sign_up.confirm(browser, "", &wrong).await;
                seen.push(format!("{confirmed:?}"));
            }
        }
        seen
    }

    async fn shown(&self, browser: &BrowserId, person: Person) -> String {
        let pending = self.account.pending_sign_ups.find(browser).await.unwrap();
        let shown = pending.map(|pending| {
            let is_own = pending.address() == Some(person.name);
            (pending.stage(), is_own, pending.is_proof())
        });
        format!("{shown:?}")
    }
}

#[tokio::test]
async fn refusals_of_the_pool_tell_nothing_of_accounts() {
    let front = Front::start().await;
    for (operation, codes) in REFUSALS {
        let stage = Stage::behind(&front, Seed::demo(), false).await;
        front.rule(|_, _| Call::Through);
        let expected = stage.look(person("a-nobody@example.com".to_owned()), 1).await;
        for &code in codes {
            for standing in STANDINGS {
                let person = person(format!("a-{standing}-{code}@example.com"));
                front.rule(|_, _| Call::Through);
                stage.prepare(standing, person).await;
                front.rule(move |called, body| {
                    if called == operation && body.contains(person.name) {
                        Call::Refused(code)
                    } else {
                        Call::Through
                    }
                });
                let seen = stage.look(person, 1).await;
                assert_eq!(seen, expected, "{operation} {code} {standing}");
            }
        }
    }
}

#[tokio::test]
async fn limits_of_the_pool_tell_nothing_of_accounts() {
    let front = Front::start().await;
    let stage = Stage::behind(&front, Seed::demo(), true).await;
    let mut seen = Vec::new();
    for standing in STANDINGS {
        let person = person(format!("a-{standing}@example.com"));
        stage.prepare(standing, person).await;
        seen.push(stage.look(person, 6).await);
        // The pool counts all calls by the second, too.
        stage.pass(Duration::from_secs(2));
    }
    assert_eq!(seen[0], seen[1]);
    assert_eq!(seen[0], seen[2]);
}

#[tokio::test]
async fn answers_do_not_wait_for_code_delivery() {
    let front = Front::start().await;
    let stage = Stage::behind(&front, Seed::demo(), false).await;
    front.rule(|called, _| match called {
        "ResendConfirmationCode" => Call::HeldUp,
        _ => Call::Through,
    });
    for standing in STANDINGS {
        let person = person(format!("a-{standing}@example.com"));
        stage.prepare(standing, person).await;
        let before = stage.calls("SignUp");
        let browser = stage.sign_up(person).await;
        stage.account.sign_up.resend_code(&browser, "").await.unwrap();
        assert_eq!(stage.calls("SignUp"), before + 1, "{standing}: one call each");
    }
}
