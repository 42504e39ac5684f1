//! Making and confirming an account with a double click, as in `form_once`, with latency to the pool; and with a form that
//! is loaded again.

use std::time::Duration;

use crate::form_once::{Form, assert_both_say, count};
use crate::test_app::{Person, TestApp};

/// To the pool.
const LATENCY: Duration = Duration::from_millis(300);
const ADA: Person = Person {
    email: "ada@example.com",
    password: "Correct-horse-9",
};
const ADAS_FORM: [(&str, &str); 7] = [
    ("username", ADA.email),
    ("password", ADA.password),
    ("values[name]", "Ada Example"),
    ("values[custom:job_title]", "Countess"),
    ("values[custom:department]", "design"),
    ("values[custom:about]", "Likes engines."),
    ("return_to", "/profile"),
];
const SIGN_UP: Form<'static> = Form {
    page: "/signup",
    action: "/api/sign_up",
    fields: &ADAS_FORM,
};

#[tokio::test]
async fn sign_up_pressed_twice_makes_one_account() {
    let world = TestApp::builder().latency(LATENCY).start().await;
    let mut ada = world.visitor();
    let shown = SIGN_UP.press(&world, &mut ada).await;
    assert_both_say(&shown, "ada@example.com");
    // The page loaded anew, filled in as before and posted.
    SIGN_UP.press(&world, &mut ada).await;
    assert_eq!(count(&world, "SignUp"), 1);
    let mails = world.pool.outbox();
    assert_eq!(mails.len(), 1);

    let fields = [("code", mails[0].code.as_str())];
    let form = |action, fields| Form {
        page: "/confirm",
        action,
        fields,
    };
    let confirmed = form("/api/confirm_sign_up", &fields)
        .press(&world, &mut ada)
        .await;
    assert_both_say(&confirmed, "Your account is confirmed");
    for page in confirmed {
        assert!(!page.body.contains("forgot_password"), "{}", page.body);
    }
    assert_eq!(count(&world, "ConfirmSignUp"), 1);
}

#[tokio::test]
async fn sign_up_from_another_browser_keeps_its_caution() {
    let world = TestApp::builder().latency(LATENCY).start().await;
    let (mut ada, mut stranger) = (world.visitor(), world.visitor());
    SIGN_UP.press(&world, &mut ada).await;
    SIGN_UP.press(&world, &mut stranger).await;
    assert_eq!(count(&world, "SignUp"), 2);
    let code = world.pool.outbox().pop().unwrap().code;
    let form = Form {
        page: "/confirm",
        action: "/api/confirm_sign_up",
        fields: &[("code", &code)],
    };
    let confirmed = form.press(&world, &mut stranger).await;
    assert_both_say(&confirmed, "forgot_password");
}

#[tokio::test]
async fn resend_pressed_twice_sends_one_mail() {
    let world = TestApp::builder().latency(LATENCY).start().await;
    let mut ada = world.visitor();
    SIGN_UP.press(&world, &mut ada).await;
    let form = Form {
        page: "/confirm",
        action: "/api/resend_sign_up_code",
        fields: &[],
    };
    let sent = form.press(&world, &mut ada).await;
    assert_both_say(&sent, "class=\"notice success\"");
    // The code is sent after the answer.
    world.state.account.signin.background.finish().await;
    assert_eq!(world.pool.outbox().len(), 2);
}
