//! Accounts that go by a telephone number, or by a name that their person chose.

use account::{CodeError, SignUpError, Stage as At};
use attributes::{NameRule, SignUpForm};
use local_pool::Seed;
use signin::{BrowserId, ReturnTo};

use crate::sign_up;
use crate::stage::{BOB, LIST, Person, Stage, allow_telephone_numbers};

const PHONED: Person = Person {
    name: "+442079460958",
    password: "Correct-horse-9",
};
const NAMED: Person = Person {
    name: "ada",
    password: "Correct-horse-9",
};

/// The list, where people sign up with this, and their telephone number stands in the profile.
fn list(username: &str) -> String {
    let said = [
        ("username = \"email\"\n", format!("username = \"{username}\"\n")),
        (
            "[contact]\n",
            "[contact]\nphone_number = \"verified first\"\n".to_owned(),
        ),
    ];
    said.into_iter().fold(LIST.to_owned(), |list, (old, new)| {
        assert!(list.contains(old), "the shipped list has another wording");
        list.replace(old, &new)
    })
}

/// A pool with nobody in it, where codes go to this address.
fn seed(code_goes_to: &str) -> Seed {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    pool.users.clear();
    let address = vec![code_goes_to.to_owned()];
    pool.username_attributes.clear();
    pool.auto_verified_attributes.clone_from(&address);
    pool.attributes_require_verification_before_update
        .clone_from(&address);
    pool.required_attributes = vec![code_goes_to.to_owned(), "name".to_owned()];
    allow_telephone_numbers(&mut seed);
    seed
}

fn by_telephone() -> Seed {
    let mut seed = seed("phone_number");
    seed.pools[0].username_attributes = vec!["phone_number".to_owned()];
    seed
}

fn filled_in(name: &str, email: &str) -> SignUpForm {
    SignUpForm {
        username: name.to_owned(),
        email: email.to_owned(),
        ..sign_up::filled_in(PHONED)
    }
}

impl Stage {
    async fn send(&self, form: &SignUpForm) -> Result<BrowserId, SignUpError> {
        let browser = self.signin().sign_in.new_browser();
        let sent = self
            .account
            .sign_up
            .sign_up(&browser, form, ReturnTo::default())
            .await;
        sent.map(|()| browser)
    }
}

#[tokio::test]
async fn written_phone_number_is_the_username() {
    let stage = Stage::of(by_telephone(), &list("phone_number")).await;
    let browser = stage.send(&filled_in(" +44 (20) 7946-0958 ", "")).await.unwrap();
    let pending = stage
        .account
        .pending_sign_ups
        .find(&browser)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(pending.stage(), At::CodeSent);
    assert_eq!(pending.address(), Some(PHONED.name));
    let sent = stage.pool.outbox().pop().unwrap();
    assert_eq!(sent.to, PHONED.name);

    stage
        .account
        .sign_up
        .confirm(&browser, "", &stage.latest_code())
        .await
        .unwrap();
    let session = stage.come_in(browser, PHONED).await;
    let values = stage.account.profiles.get(&session).await.unwrap().values;
    assert_eq!(values["phone_number"], PHONED.name);
    assert_eq!(values["phone_number_verified"], "true");
    assert_eq!(values["custom:job_title"], "Countess");
    assert!(!values.contains_key("email"));
}

#[tokio::test]
async fn phone_number_spellings_share_one_account() {
    let stage = Stage::of(by_telephone(), &list("phone_number")).await;
    stage.send(&filled_in(PHONED.name, "")).await.unwrap();
    let again = stage.send(&filled_in("+44 20 7946 0958", "")).await.unwrap();
    let pending = stage
        .account
        .pending_sign_ups
        .find(&again)
        .await
        .unwrap()
        .unwrap();
    assert!(!pending.made_here(), "the password of the first time counts");
    stage.until_called("ResendConfirmationCode", 1).await;
    assert_eq!(
        stage.pool.outbox().len(),
        2,
        "who never confirmed gets another code"
    );

    let later = stage.signin().sign_in.new_browser();
    let code = stage.latest_code();
    let spelling = "+44-20-7946-0958";
    stage
        .account
        .sign_up
        .confirm(&later, spelling, &code)
        .await
        .unwrap();
    stage.come_in(later, PHONED).await;
}

#[tokio::test]
async fn invalid_phone_number_never_reaches_the_pool() {
    let stage = Stage::of(by_telephone(), &list("phone_number")).await;
    for (typed, rule) in [
        ("", NameRule::Required),
        ("020 7946 0958", NameRule::NotAPhoneNumber),
        ("ada@example.com", NameRule::NotAPhoneNumber),
    ] {
        let refused = stage.send(&filled_in(typed, "")).await;
        let Err(SignUpError::Invalid(faults)) = refused else {
            panic!("{typed}: {refused:?}")
        };
        assert_eq!((faults.username, faults.email), (Some(rule), None), "{typed}");
        let browser = stage.signin().sign_in.new_browser();
        let refused = stage.account.sign_up.resend_code(&browser, typed).await;
        assert!(
            matches!(refused, Err(CodeError::Name(found)) if found == rule),
            "{typed}: {refused:?}"
        );
    }
    assert_eq!(stage.calls("SignUp") + stage.calls("ResendConfirmationCode"), 0);
}

#[tokio::test]
async fn username_sign_up_sends_code_to_email() {
    let stage = Stage::of(seed("email"), &list("name")).await;
    let browser = stage.send(&filled_in(" ada ", "ada@example.com")).await.unwrap();
    let pending = stage
        .account
        .pending_sign_ups
        .find(&browser)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(pending.address(), Some("ada@example.com"));
    assert_eq!(stage.pool.outbox().pop().unwrap().to, "ada@example.com");

    stage
        .account
        .sign_up
        .confirm(&browser, "", &stage.latest_code())
        .await
        .unwrap();
    let session = stage.come_in(browser, NAMED).await;
    assert_eq!(session.username(), NAMED.name);
    let values = stage.account.profiles.get(&session).await.unwrap().values;
    assert_eq!(values["email"], "ada@example.com");
    assert_eq!(values["email_verified"], "true");
}

#[tokio::test]
async fn taken_username_looks_like_a_new_one() {
    let stage = Stage::of(seed("email"), &list("name")).await;
    let browser = stage
        .send(&filled_in(NAMED.name, "ada@example.com"))
        .await
        .unwrap();
    stage
        .account
        .sign_up
        .confirm(&browser, "", &stage.latest_code())
        .await
        .unwrap();
    let other = stage
        .send(&filled_in(NAMED.name, "mallory@example.com"))
        .await
        .unwrap();
    let pending = stage
        .account
        .pending_sign_ups
        .find(&other)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(pending.stage(), At::CodeSent);
    assert_eq!(pending.address(), Some("mallory@example.com"));
    stage.until_called("ResendConfirmationCode", 1).await;
    assert_eq!(stage.pool.outbox().len(), 1, "nobody gets a code");
}

#[tokio::test]
async fn username_and_email_are_both_checked() {
    let mut alias = seed("email");
    alias.pools[0].alias_attributes = vec!["email".to_owned()];
    let stage = Stage::of(alias, &list("name")).await;
    for (name, email, username, address) in [
        ("", "", Some(NameRule::Required), Some(NameRule::Required)),
        (
            "a da",
            "ada@",
            Some(NameRule::NotAName),
            Some(NameRule::NotAnEmail),
        ),
        ("ada", "ada", None, Some(NameRule::NotAnEmail)),
        // A pool where addresses are aliases takes none for a name.
        (BOB.name, BOB.name, Some(NameRule::Refused), None),
    ] {
        let refused = stage.send(&filled_in(name, email)).await;
        let Err(SignUpError::Invalid(faults)) = refused else {
            panic!("{name}: {refused:?}")
        };
        assert_eq!(
            (faults.username, faults.email),
            (username, address),
            "{name}, {email}"
        );
        assert!(faults.values.is_empty() && faults.password.is_empty());
    }
}
