//! Making an account, confirming it, and all ways out of being half-way.

use std::sync::Arc;
use std::time::Duration;

use account::{CodeError, PendingSignUp, SignUpError, Stage as At};
use attributes::{FieldError, NameRule, Password, PasswordRule, Rule, SignUpErrors, SignUpForm};
use cognito::ConfirmationCode;
use local_pool::{Misbehaviour, Times};
use session_store::MemoryStore;
use signin::{Attempt, BrowserId, ReturnTo, Session, SignInOptions};

use crate::jar::Jar;
use crate::stage::{ALICE, Person, Stage, form};

const ADA: Person = Person {
    name: "ada@example.com",
    password: "Correct-horse-9",
};

/// A good form of this person.
pub fn filled_in(person: Person) -> SignUpForm {
    SignUpForm {
        username: person.name.to_owned(),
        email: String::new(),
        password: Password(person.password.to_owned()),
        values: form([
            ("name", "Ada Example"),
            ("custom:job_title", "Countess"),
            ("custom:department", "design"),
            ("custom:about", "Likes engines."),
        ]),
    }
}

impl Stage {
    pub async fn sign_up(&self, person: Person) -> BrowserId {
        let browser = self.signin().sign_in.new_browser();
        let to = ReturnTo::parse("/profile");
        self.account
            .sign_up
            .sign_up(&browser, &filled_in(person), to)
            .await
            .unwrap();
        browser
    }

    pub async fn refused(&self, form: &SignUpForm) -> SignUpError {
        let browser = self.signin().sign_in.new_browser();
        let refused = self
            .account
            .sign_up
            .sign_up(&browser, form, ReturnTo::default())
            .await;
        assert!(self.pending(&browser).await.is_none());
        refused.unwrap_err()
    }

    #[track_caller]
    pub fn faults(error: SignUpError) -> SignUpErrors {
        match error {
            SignUpError::Invalid(faults) => faults,
            other => panic!("{other:?}"),
        }
    }

    pub async fn pending(&self, browser: &BrowserId) -> Option<PendingSignUp> {
        self.account.pending_sign_ups.find(browser).await.unwrap()
    }

    /// From a confirmed account to its session, by way of a sign-in page that knows the name already.
    pub async fn come_in(&self, browser: BrowserId, person: Person) -> Session {
        let options = SignInOptions::default();
        let to = ReturnTo::default();
        let browser = Jar::of_browser(&self.account, &browser);
        let (browser, location) = self.start(browser, to, &options).await;
        let hint = ("login_hint".into(), person.name.into());
        assert!(location.query_pairs().any(|pair| pair == hint));
        let answer = self.answer_at_pool(location, person).await;
        let signed_in = self.hand_in(&browser, &answer).await.unwrap();
        let session = self.find(&signed_in.session).await.unwrap();
        assert_eq!(
            signed_in.complete,
            !session.is_to_review(),
            "nothing is left to be asked"
        );
        session
    }

    pub fn latest_code(&self) -> ConfirmationCode {
        ConfirmationCode::new(self.pool.outbox().last().expect("a code was sent").code.clone())
    }

    pub fn wrong_code(&self) -> ConfirmationCode {
        let right = self.latest_code();
        ConfirmationCode::new(if right.expose() == "000000" {
            "000001"
        } else {
            "000000"
        })
    }
}

#[tokio::test]
async fn new_person_signs_up_confirms_and_signs_in() {
    let stage = Stage::new().await;
    let browser = stage.sign_up(ADA).await;
    let pending = stage.pending(&browser).await.unwrap();
    assert_eq!(pending.stage(), At::CodeSent);
    assert_eq!(pending.address(), Some(ADA.name));
    assert!(pending.made_here());
    assert_eq!(*pending.return_to(), ReturnTo::parse("/profile"));

    let code = stage.latest_code();
    stage.account.sign_up.confirm(&browser, "", &code).await.unwrap();
    assert_eq!(stage.pending(&browser).await.unwrap().stage(), At::Confirmed);

    stage.come_in(browser.clone(), ADA).await;
    assert!(stage.pending(&browser).await.is_none());
}

#[tokio::test]
async fn confirming_twice_is_success() {
    let stage = Stage::new().await;
    let browser = stage.sign_up(ADA).await;
    let code = stage.latest_code();
    for username in ["", ADA.name, ""] {
        stage
            .account
            .sign_up
            .confirm(&browser, username, &code)
            .await
            .unwrap();
    }
    stage.account.sign_up.resend_code(&browser, "").await.unwrap();
    assert_eq!(stage.calls("ConfirmSignUp"), 1);
    assert_eq!(stage.calls("ResendConfirmationCode"), 0);
    assert_eq!(stage.pending(&browser).await.unwrap().stage(), At::Confirmed);
}

#[tokio::test]
async fn wrong_and_expired_codes_are_refused() {
    let stage = Stage::new().await;
    let browser = stage.sign_up(ADA).await;
    let confirm = async |code| stage.account.sign_up.confirm(&browser, "", &code).await;
    let refused = confirm(stage.wrong_code()).await;
    assert!(matches!(refused, Err(CodeError::Code)), "{refused:?}");
    let old = stage.latest_code();
    stage.pass(Duration::from_hours(23));
    stage.account.sign_up.resend_code(&browser, "").await.unwrap();
    stage.until_called("ResendConfirmationCode", 1).await;
    let new = stage.latest_code();
    if old != new {
        assert!(matches!(confirm(old).await, Err(CodeError::Code)));
    }
    confirm(new).await.unwrap();
}

#[tokio::test]
async fn later_confirmation_elsewhere_asks_for_the_address() {
    let stage = Stage::new().await;
    stage.sign_up(ADA).await;
    let later = stage.signin().sign_in.new_browser();
    let code = stage.latest_code();
    for (username, rule) in [("", NameRule::Required), ("ada", NameRule::NotAnEmail)] {
        let refused = stage.account.sign_up.confirm(&later, username, &code).await;
        assert!(
            matches!(refused, Err(CodeError::Name(found)) if found == rule),
            "{refused:?}"
        );
    }
    stage.account.sign_up.resend_code(&later, ADA.name).await.unwrap();
    stage.until_called("ResendConfirmationCode", 1).await;
    let pending = stage.pending(&later).await.unwrap();
    assert!(!pending.made_here());
    stage
        .account
        .sign_up
        .confirm(&later, "", &stage.latest_code())
        .await
        .unwrap();
}

#[tokio::test]
async fn second_sign_up_sends_unconfirmed_another_code() {
    let stage = Stage::new().await;
    stage.sign_up(ADA).await;
    let again = stage.sign_up(ADA).await;
    stage.until_called("ResendConfirmationCode", 1).await;
    assert_eq!(stage.pool.outbox().len(), 2);
    let pending = stage.pending(&again).await.unwrap();
    assert!(!pending.made_here(), "the password of the first time counts");
    stage
        .account
        .sign_up
        .confirm(&again, "", &stage.latest_code())
        .await
        .unwrap();
}

#[tokio::test]
async fn existing_account_looks_new_and_gets_nothing() {
    let stage = Stage::new().await;
    let (new, existing) = (stage.sign_up(ADA).await, stage.sign_up(ALICE).await);
    stage.until_called("ResendConfirmationCode", 1).await;
    let (new, existing) = (stage.pending(&new).await, stage.pending(&existing).await);
    let seen = |pending: Option<PendingSignUp>| {
        let pending = pending.unwrap();
        (
            pending.stage(),
            pending.address().is_some(),
            pending.return_to().clone(),
        )
    };
    assert_eq!(seen(new), seen(existing));
    assert_eq!(stage.pool.outbox().len(), 1);
}

#[tokio::test]
async fn sign_up_reveals_no_existing_account() {
    let stage = Stage::new().await;
    stage.sign_up(ADA).await;
    let code = ConfirmationCode::new("000000");
    let code = if stage.latest_code() == code {
        stage.wrong_code()
    } else {
        code
    };
    for name in [ADA.name, ALICE.name, "nobody@example.com"] {
        let browser = stage.signin().sign_in.new_browser();
        let refused = stage.account.sign_up.confirm(&browser, name, &code).await;
        assert!(matches!(refused, Err(CodeError::Code)), "{name}: {refused:?}");
        stage.account.sign_up.resend_code(&browser, name).await.unwrap();
        assert_eq!(
            stage.pending(&browser).await.unwrap().stage(),
            At::CodeSent,
            "{name}"
        );
    }
}

#[tokio::test]
async fn answers_about_accounts_take_constant_time() {
    let time = Duration::from_millis(300);
    let stage = Stage::answering_after(time).await;
    for person in [ADA, ALICE] {
        let started = tokio::time::Instant::now();
        let browser = stage.sign_up(person).await;
        assert!(started.elapsed() >= time, "{} signed up", person.name);
        let started = tokio::time::Instant::now();
        let code = ConfirmationCode::new("x");
        assert!(stage.account.sign_up.confirm(&browser, "", &code).await.is_err());
        assert!(started.elapsed() >= time, "{} confirmed", person.name);
        let started = tokio::time::Instant::now();
        stage.account.sign_up.resend_code(&browser, "").await.unwrap();
        assert!(started.elapsed() >= time, "{} asked again", person.name);
    }
}

#[tokio::test]
async fn invalid_sign_up_never_reaches_the_pool() {
    let stage = Stage::new().await;
    let broken = SignUpForm {
        username: "ada".to_owned(),
        values: form([("custom:role", "admin"), ("email_verified", "true")]),
        ..filled_in(ADA)
    };
    let faults = Stage::faults(stage.refused(&broken).await);
    assert_eq!(faults.username, Some(NameRule::NotAnEmail));
    for name in ["custom:role", "email_verified"] {
        assert!(
            faults.values.contains(&FieldError::new(name, Rule::NotOnTheList)),
            "{name}"
        );
    }
    assert_eq!(stage.calls("SignUp"), 0);
}

#[tokio::test]
async fn pool_only_rule_is_shown_at_field() {
    let mut seed = local_pool::Seed::demo();
    let pool = &mut seed.pools[0];
    pool.password_policy.minimum_length = 30;
    pool.custom_attributes[0].max = Some(3);
    pool.users.clear();
    let stage = Stage::on_pool(seed, Arc::<MemoryStore>::default()).await;
    let faults = Stage::faults(stage.refused(&filled_in(ADA)).await);
    assert_eq!(
        faults.values,
        [FieldError::new("custom:job_title", Rule::Refused)]
    );

    let mut short_title = filled_in(ADA);
    short_title
        .values
        .insert("custom:job_title".to_owned(), "Cto".to_owned());
    let faults = Stage::faults(stage.refused(&short_title).await);
    assert_eq!(faults.password, [PasswordRule::Accepted]);

    short_title.password = Password("Correct-horse-battery-staple-9".to_owned());
    short_title.username = "ada@localhost.".to_owned();
    let faults = Stage::faults(stage.refused(&short_title).await);
    assert_eq!(faults.username, Some(NameRule::NotAnEmail));
}

#[tokio::test]
async fn pool_without_sign_ups_is_closed() {
    let mut closed = local_pool::Seed::demo();
    closed.pools[0].self_sign_up = false;
    let mut wants_more = local_pool::Seed::demo();
    wants_more.pools[0]
        .required_attributes
        .push("family_name".to_owned());
    wants_more.pools[0].users.clear();
    let mut forbids = local_pool::Seed::demo();
    let writable = forbids.pools[0].clients[0].write_attributes.as_mut().unwrap();
    writable.retain(|name| name != "custom:job_title");
    for seed in [closed, wants_more, forbids] {
        let refused = Stage::on_pool(seed, Arc::<MemoryStore>::default())
            .await
            .refused(&filled_in(ADA))
            .await;
        assert!(matches!(refused, SignUpError::Closed(_)), "{refused:?}");
    }
    let refused = Stage::with_wrong_secret().await.refused(&filled_in(ADA)).await;
    assert!(matches!(refused, SignUpError::Closed(_)), "{refused:?}");
}

#[tokio::test]
async fn busy_pool_makes_no_account() {
    let stage = Stage::new().await;
    for misbehaviour in [
        Misbehaviour::Throttle,
        Misbehaviour::ServerError,
        Misbehaviour::DropConnection,
    ] {
        stage.pool.misbehave(misbehaviour, Times::Once);
        let refused = stage.refused(&filled_in(ADA)).await;
        assert!(matches!(refused, SignUpError::Unavailable(_)), "{refused:?}");
    }
    stage.sign_up(ADA).await;
}

#[tokio::test]
async fn code_guesses_are_limited_across_addresses() {
    let stage = Stage::new().await;
    stage.sign_up(ADA).await;
    let wrong = stage.wrong_code();
    for guess in 0..100 {
        let browser = stage.signin().sign_in.new_browser();
        let spelling = if guess % 2 == 0 {
            "ada@example.com"
        } else {
            " ADA@example.com"
        };
        let refused = stage.account.sign_up.confirm(&browser, spelling, &wrong).await;
        let is_counted_out = matches!(refused, Err(CodeError::TooOften(_)));
        assert_eq!(is_counted_out, guess >= 10, "{guess}: {refused:?}");
    }
    assert_eq!(stage.calls("ConfirmSignUp"), 10);
    stage.pass(Duration::from_mins(10));
    let browser = stage.signin().sign_in.new_browser();
    stage
        .account
        .sign_up
        .confirm(&browser, ADA.name, &stage.latest_code())
        .await
        .unwrap();
}

#[tokio::test]
async fn codes_cannot_be_asked_for_without_end() {
    let stage = Stage::new().await;
    // Signing up is open to everybody, however often others did: only the mails stop.
    for _ in 0..10 {
        stage.sign_up(ADA).await;
    }
    stage.until_called("ResendConfirmationCode", 4).await;
    let browser = stage.sign_up(ADA).await;
    for _ in 0..5 {
        stage
            .account
            .sign_up
            .resend_code(&browser, ADA.name)
            .await
            .unwrap();
    }
    let refused = stage.account.sign_up.resend_code(&browser, ADA.name).await;
    let Err(CodeError::TooOften(too_often)) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!(too_often.0, Duration::from_mins(12));
    stage.signin().background.finish().await;
    assert_eq!(stage.calls("ResendConfirmationCode"), 4 + 5);
}

#[tokio::test]
async fn wrong_guesses_of_strangers_never_lock_accounts() {
    let stage = Stage::new().await;
    let mine = stage.sign_up(ADA).await;
    let wrong = stage.wrong_code();
    let guess = async |browser: &BrowserId| stage.account.sign_up.confirm(browser, ADA.name, &wrong).await;
    let stop = async |browser: &BrowserId| {
        while !matches!(guess(browser).await, Err(CodeError::TooOften(_))) {}
    };
    stop(&stage.signin().sign_in.new_browser()).await;
    let stopped = guess(&stage.signin().sign_in.new_browser()).await;
    assert!(
        matches!(stopped, Err(CodeError::TooOften(_))),
        "strangers share: {stopped:?}"
    );
    for _ in 0..4 {
        // Strangers who fill in the form first have budgets of their own.
        stop(&stage.sign_up(ADA).await).await;
    }
    stage.until_called("ResendConfirmationCode", 4).await;
    let code = stage.latest_code();
    stage.account.sign_up.confirm(&mine, "", &code).await.unwrap();
}

#[tokio::test]
async fn browsers_together_guess_no_more_than_sixty_times() {
    let stage = Stage::new().await;
    stage.sign_up(ADA).await;
    let wrong = stage.wrong_code();
    let mut guesses = 0;
    for _ in 0..20 {
        let browser = stage.sign_up(ADA).await;
        while !matches!(
            stage.account.sign_up.confirm(&browser, "", &wrong).await,
            Err(CodeError::TooOften(_))
        ) {
            guesses += 1;
        }
    }
    assert_eq!(guesses, 60);
}

#[tokio::test]
async fn rate_limit_stops_one_client_only() {
    let stage = Stage::new().await;
    let [flooder, other] = ["192.0.2.1", "192.0.2.2"].map(|address| address.parse().unwrap());
    let attempts = (0..1000)
        .take_while(|_| {
            stage
                .signin()
                .limits
                .count_by_address(Attempt::StartSignIn, flooder)
                .is_ok()
        })
        .count();
    assert_eq!(attempts, 120);
    stage
        .signin()
        .limits
        .count_by_address(Attempt::StartSignIn, other)
        .unwrap();
    stage
        .signin()
        .limits
        .count_by_address(Attempt::FinishSignIn, flooder)
        .unwrap();
    stage.pass(Duration::from_secs(1));
    stage
        .signin()
        .limits
        .count_by_address(Attempt::StartSignIn, flooder)
        .unwrap();
}

#[tokio::test]
async fn a_sign_up_is_forgotten_after_a_day() {
    let stage = Stage::new().await;
    let browser = stage.sign_up(ADA).await;
    stage.pass(Duration::from_hours(24));
    assert!(stage.pending(&browser).await.is_none());
}

#[tokio::test]
async fn open_form_token_belongs_to_one_browser() {
    let stage = Stage::new().await;
    let [mine, other] = [
        stage.signin().sign_in.new_browser(),
        stage.signin().sign_in.new_browser(),
    ];
    let token = stage.signin().csrf.open_form_token(&mine);
    assert!(stage.signin().csrf.is_open_form_token(&mine, token.as_str()));
    assert!(!stage.signin().csrf.is_open_form_token(&other, token.as_str()));
    assert!(!stage.signin().csrf.is_open_form_token(&mine, ""));
    let session = stage.sign_in(ALICE).await.session;
    assert!(!stage.signin().csrf.is_csrf_token(&session, token.as_str()));
}
