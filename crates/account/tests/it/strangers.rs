//! Accounts that a stranger begins with somebody else's address, and what is left of a stranger after a recovery.

use std::time::Duration;

use account::{Address, CodeError, FinishedSignIn, Stage as At};
use attributes::Values;
use cognito::ConfirmationCode;
use local_pool::Seed;
use signin::{BrowserId, FinishError, HostedPage, ReturnTo, SignInOptions};
use test_support::Browser;

use crate::front::{Call, Front};
use crate::jar::Jar;
use crate::sign_up::filled_in;
use crate::stage::{BOB, LIST, Person, Stage, callback_answer, form, posted};

const STRANGER: Person = Person {
    name: "ada@example.com",
    password: "Stranger-knows-1",
};
const OWNER: Person = Person {
    password: "Only-mine-2026",
    ..STRANGER
};

impl Stage {
    /// The owner chooses a new password, from this browser and on the pool's pages, and comes back signed in.
    async fn recover(
        &self,
        browser: Option<BrowserId>,
        person: Person,
    ) -> Result<FinishedSignIn, FinishError> {
        let options = SignInOptions {
            page: HostedPage::ForgotPassword,
            ..SignInOptions::default()
        };
        let browser = self.jar(browser);
        let (browser, location_of_pool) = self.start(browser, ReturnTo::default(), &options).await;
        let code = || self.pool.outbox().pop().unwrap().code;
        let mut at_pool = Browser::new(self.pool.url());
        let reset = at_pool.reset_password(location_of_pool.as_str(), person.name, person.password, code);
        let answer = callback_answer(&reset.await.next());
        self.hand_in(&browser, &answer).await
    }

    /// That of a browser in which somebody has signed up, or of a new one.
    fn jar(&self, browser: Option<BrowserId>) -> Jar {
        browser.map_or_else(Jar::default, |browser| Jar::of_browser(&self.account, &browser))
    }

    async fn try_to_sign_in(
        &self,
        browser: Option<BrowserId>,
        person: Person,
    ) -> Result<FinishedSignIn, FinishError> {
        let (browser, answer) = self.visit_pool(Some(self.jar(browser)), person).await;
        self.hand_in(&browser, &answer).await
    }

    /// A stranger has signed up with the owner's address, the owner has signed up, too, and typed the code.
    async fn owner_confirms_what_a_stranger_made(&self) -> (BrowserId, BrowserId) {
        let theirs = self.sign_up(STRANGER).await;
        let mine = self.sign_up(OWNER).await;
        self.until_called("ResendConfirmationCode", 1).await;
        self.confirm(&mine).await.unwrap();
        (theirs, mine)
    }

    async fn confirm(&self, browser: &BrowserId) -> Result<(), CodeError> {
        self.account
            .sign_up
            .confirm(browser, "", &self.latest_code())
            .await
    }
}

#[tokio::test]
async fn stranger_has_nothing_of_account_its_owner_confirmed() {
    let stage = Stage::new().await;
    let (theirs, mine) = stage.owner_confirms_what_a_stranger_made().await;

    for browser in [Some(theirs.clone()), None] {
        let refused = stage.try_to_sign_in(browser, STRANGER).await;
        assert!(
            matches!(refused, Err(FinishError::AddressUnproven)),
            "{refused:?}"
        );
    }
    stage.until_called("GetUserAttributeVerificationCode", 2).await;
    let guess = stage
        .account
        .sign_up
        .confirm(&theirs, "", &stage.wrong_code())
        .await;
    assert!(matches!(guess, Err(CodeError::Code)), "{guess:?}");

    let owner = stage.recover(Some(mine), OWNER).await.unwrap();
    assert!(!owner.complete, "what the stranger filled in is looked through");
    let session = stage.find(&owner.session).await.unwrap();
    assert_eq!(stage.signin().own_sessions.list(&session).await.unwrap().len(), 1);
    assert!(stage.sign_in_is_refused(STRANGER).await);
    assert!(!stage.mfa_status(&session).await.on);
}

#[tokio::test]
async fn strangers_answers_are_reviewed_before_owner_goes_on() {
    let stage = Stage::new().await;
    let (_, mine) = stage.owner_confirms_what_a_stranger_made().await;
    let owner = stage.recover(Some(mine), OWNER).await.unwrap();
    let session = stage.find(&owner.session).await.unwrap();
    let profile = stage.account.profiles.get(&session).await.unwrap();
    let asked: Vec<_> = stage
        .account
        .onboarding
        .pending_prompts(&session, &profile)
        .await
        .unwrap();
    let names: Vec<&str> = asked.iter().map(|attribute| attribute.name.as_str()).collect();
    for name in filled_in(STRANGER).values.keys() {
        assert!(names.contains(&name.as_str()), "{name} is not among {names:?}");
    }
    assert!(!stage.account.onboarding.is_complete(&session, &profile));

    // Another sign-in before that is asked, too.
    let other = stage.session(OWNER).await;
    assert!(
        !stage
            .account
            .onboarding
            .pending_prompts(&other, &profile)
            .await
            .unwrap()
            .is_empty()
    );

    let corrected = form([("name", "Ada Lovelace")]);
    stage
        .account
        .save_profile
        .save(&session, &posted(corrected))
        .await
        .unwrap();
    let session = stage.find(&owner.session).await.unwrap();
    let profile = stage.account.profiles.get(&session).await.unwrap();
    assert_eq!(profile.values["name"], "Ada Lovelace");
    assert!(
        stage
            .account
            .onboarding
            .pending_prompts(&session, &profile)
            .await
            .unwrap()
            .is_empty()
    );
    let next = stage.session(OWNER).await;
    assert!(
        stage
            .account
            .onboarding
            .pending_prompts(&next, &profile)
            .await
            .unwrap()
            .is_empty()
    );
}

#[tokio::test]
async fn strangers_fixed_answers_go_with_the_account() {
    let stage = Stage::new().await;
    let number = |form: &mut Values, value: &str| {
        form.insert("custom:employee_id".to_owned(), value.to_owned());
    };
    let mut theirs = filled_in(STRANGER);
    number(&mut theirs.values, "E-6666");
    let mut own = filled_in(OWNER);
    number(&mut own.values, "E-0001");
    let browser = stage.signin().sign_in.new_browser();
    let to = ReturnTo::default();
    stage
        .account
        .sign_up
        .sign_up(&browser, &theirs, to.clone())
        .await
        .unwrap();
    let mine = stage.signin().sign_in.new_browser();
    stage
        .account
        .sign_up
        .sign_up(&mine, &own, to.clone())
        .await
        .unwrap();
    stage.until_called("ResendConfirmationCode", 1).await;
    stage.confirm(&mine).await.unwrap();
    let recovered = stage.recover(Some(mine.clone()), OWNER).await.unwrap();
    let session = stage.find(&recovered.session).await.unwrap();
    let fresh = stage.signin().reauth.require_recent_auth(&session).unwrap();
    stage.account.deletion.delete(&fresh).await.unwrap();

    stage.account.sign_up.sign_up(&mine, &own, to).await.unwrap();
    stage.confirm(&mine).await.unwrap();
    let session = stage.come_in(mine, OWNER).await;
    let values = stage.account.profiles.get(&session).await.unwrap().values;
    assert_eq!(values["custom:employee_id"], "E-0001");
}

#[tokio::test]
async fn strangers_earlier_proof_opens_nothing_after_recovery() {
    let stage = Stage::new().await;
    let (_, mine) = stage.owner_confirms_what_a_stranger_made().await;
    let options = SignInOptions::default();
    let start = async || {
        let to = ReturnTo::default();
        stage.start(Jar::default(), to, &options).await
    };
    let (browser, location) = start().await;
    let (answer, mut known) = stage.answer_and_be_known(location, STRANGER).await;
    let refused = stage.hand_in(&browser, &answer).await;
    assert!(
        matches!(refused, Err(FinishError::AddressUnproven)),
        "{refused:?}"
    );

    stage.until_called("GetUserAttributeVerificationCode", 1).await;
    stage.pass(Duration::from_secs(5));
    stage.recover(Some(mine), OWNER).await.unwrap();
    // The pool still knows the stranger's browser, and asks it for no password.
    let (browser, location) = start().await;
    let back = known.get(location.as_str()).await.next();
    let refused = stage.hand_in(&browser, &callback_answer(&back)).await;
    assert!(
        matches!(refused, Err(FinishError::BeforeRecovery(_))),
        "{refused:?}"
    );
}

#[tokio::test]
async fn new_password_ends_sessions_and_changes_of_before() {
    let stage = Stage::new().await;
    let theirs = stage.sign_in(BOB).await.session;
    let session = stage.find(&theirs).await.unwrap();
    let fresh = stage.signin().reauth.require_recent_auth(&session).unwrap();
    stage
        .account
        .address_changes
        .begin(&fresh, Address::Email, "stranger@example.com")
        .await
        .unwrap();
    stage.pass(Duration::from_secs(5));
    let new = Person {
        password: OWNER.password,
        ..BOB
    };
    let owner = stage.recover(None, new).await.unwrap();
    assert!(stage.find(&theirs).await.is_none());
    let session = stage.find(&owner.session).await.unwrap();
    let profile = stage.account.profiles.get(&session).await.unwrap();
    let records = stage.account.users.read(&session).await.unwrap();
    let contacts = stage.account.users.contacts(&profile, &records);
    assert_eq!(contacts[0].pending, None, "the change of address is taken back");
    assert_eq!(contacts[0].value.as_deref(), Some(BOB.name));
    assert!(owner.complete, "nobody filled in anything before them");
}

#[tokio::test]
async fn account_confirmed_elsewhere_opens_with_emailed_code() {
    let stage = Stage::new().await;
    let laptop = stage.sign_up(OWNER).await;
    let telephone = stage.signin().sign_in.new_browser();
    let code = stage.latest_code();
    stage
        .account
        .sign_up
        .confirm(&telephone, OWNER.name, &code)
        .await
        .unwrap();

    stage.pass(Duration::from_hours(48));
    let refused = stage.try_to_sign_in(Some(laptop.clone()), OWNER).await;
    assert!(
        matches!(refused, Err(FinishError::AddressUnproven)),
        "{refused:?}"
    );
    stage.until_called("GetUserAttributeVerificationCode", 1).await;
    let pending = stage.pending(&laptop).await.unwrap();
    assert!(pending.is_proof());
    assert_eq!(pending.address(), Some(OWNER.name));
    stage.confirm(&laptop).await.unwrap();
    stage.try_to_sign_in(Some(laptop), OWNER).await.unwrap();
    stage.session(OWNER).await;
}

#[tokio::test]
async fn used_code_confirms_in_the_first_browser_too() {
    let stage = Stage::new().await;
    let laptop = stage.sign_up(OWNER).await;
    let telephone = stage.signin().sign_in.new_browser();
    let code = stage.latest_code();
    stage
        .account
        .sign_up
        .confirm(&telephone, OWNER.name, &code)
        .await
        .unwrap();

    let wrong = stage
        .account
        .sign_up
        .confirm(&laptop, "", &stage.wrong_code())
        .await;
    assert!(matches!(wrong, Err(CodeError::Code)), "{wrong:?}");
    stage.account.sign_up.confirm(&laptop, "", &code).await.unwrap();
    assert_eq!(stage.pending(&laptop).await.unwrap().stage(), At::Confirmed);
    let session = stage.come_in(laptop, OWNER).await;
    assert!(!session.is_to_review(), "the form was filled in in this browser");

    stage.pass(Duration::from_hours(24));
    let late = stage.signin().sign_in.new_browser();
    let refused = stage.account.sign_up.confirm(&late, OWNER.name, &code).await;
    assert!(matches!(refused, Err(CodeError::Code)), "{refused:?}");
}

#[tokio::test]
async fn refused_codes_mark_no_account() {
    let stage = Stage::new().await;
    let stranger = stage.signin().sign_in.new_browser();
    let code = ConfirmationCode::new("000000");
    let refused = stage.account.sign_up.confirm(&stranger, BOB.name, &code).await;
    assert!(matches!(refused, Err(CodeError::Code)), "{refused:?}");
    stage.session(BOB).await;
}

#[tokio::test]
async fn confirmation_without_an_answer_marks_the_account() {
    let front = Front::start().await;
    let mut stage = Stage::behind(&front, Seed::demo(), false).await;
    stage.sign_up(STRANGER).await;
    let mine = stage.signin().sign_in.new_browser();
    front.rule(|called, _| match called {
        "ConfirmSignUp" => Call::Lost,
        _ => Call::Through,
    });
    let code = stage.latest_code();
    let lost = stage.account.sign_up.confirm(&mine, OWNER.name, &code).await;
    assert!(matches!(lost, Err(CodeError::Unavailable(_))), "{lost:?}");
    stage.leave_front();
    let refused = stage.try_to_sign_in(None, STRANGER).await;
    assert!(
        matches!(refused, Err(FinishError::AddressUnproven)),
        "{refused:?}"
    );
}

#[tokio::test]
async fn unreadable_sign_up_name_blocks_the_sign_in() {
    let front = Front::start().await;
    let mut stage = Stage::behind(&front, Seed::demo(), false).await;
    // The scope of telephone numbers is not asked for, so that only `GetUser` says what the account goes by.
    let list = LIST.replace("username = \"email\"", "username = \"phone_number\"");
    assert_ne!(list, LIST, "the shipped list has another wording");
    stage.use_list(&list);
    let behind_front = stage.account.clone();
    stage.leave_front();
    let at_pool = stage.visit_pool(None, BOB).await;
    let again = stage.visit_pool(None, BOB).await;
    stage.account = behind_front;

    front.rule(|called, _| match called {
        "GetUser" => Call::Refused("NotAuthorizedException"),
        _ => Call::Through,
    });
    let refused = stage.hand_in(&at_pool.0, &at_pool.1).await;
    assert!(
        matches!(refused, Err(FinishError::Unavailable(_))),
        "the account might be marked: {refused:?}"
    );
    front.rule(|_, _| Call::Through);
    let signed_in = stage.hand_in(&again.0, &again.1).await.unwrap();
    let session = stage.find(&signed_in.session).await.unwrap();
    assert_eq!(stage.signin().own_sessions.list(&session).await.unwrap().len(), 1);
}

#[tokio::test]
async fn owners_consent_survives_review_in_another_session() {
    let consent = "[[attribute]]\nname = 'custom:terms'\ntype = 'String'\nlabel = 'I agree'\ninput = 'consent'\n\
                   version = 1\nlink = 'https://example.com'\nask = 'skippable'\n";
    let (before, _) = LIST.rsplit_once("[[attribute]]").unwrap();
    let (before, _) = before.rsplit_once("[[attribute]]").unwrap();
    let list = before.to_owned() + consent;
    let stage = Stage::of(Seed::demo(), &list).await;
    let (_, mine) = stage.owner_confirms_what_a_stranger_made().await;
    let owner = stage.recover(Some(mine), OWNER).await.unwrap();
    let first = stage.find(&owner.session).await.unwrap();
    let second = stage.session(OWNER).await;
    let save = async |session: &signin::Session, values: Values| {
        let saved = stage.account.save_profile.save(session, &posted(values)).await;
        saved.unwrap().values
    };
    save(&first, form([("name", "Ada Lovelace")])).await;
    let first = stage.find(&owner.session).await.unwrap();
    let given = save(&first, form([("custom:terms", "1")])).await["custom:terms"].clone();
    assert!(given.starts_with("given 1 "), "{given}");

    assert!(second.is_to_review(), "it was open before");
    let values = save(&second, form([("name", "Ada King")])).await;
    assert_eq!(values["custom:terms"], given);
}
