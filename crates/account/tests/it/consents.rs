//! What people agree to: asked before they go on, kept with version and time, withdrawn, and asked again for a new text.

use std::time::Duration;

use account::SaveError;
use attributes::{Consent, FieldError, Rule, Values};
use local_pool::Seed;
use signin::{ReturnTo, Session};

use crate::sign_up::filled_in;
use crate::stage::{ALICE, BOB, LIST, Person, Stage, form, posted};

const DAY: Duration = Duration::from_hours(24);
/// What the stage's clock begins with.
const START: &str = "2027-01-15T08:00:00Z";
const TERMS: &str = "custom:terms";
const MARKETING: &str = "custom:marketing";

/// The shipped list with terms that are required, and marketing that is asked for.
fn list(terms: u32, marketing: u32) -> String {
    // The two consents of the shipped list stand at its end.
    let (before, _) = LIST.rsplit_once("[[attribute]]").unwrap();
    let (before, _) = before.rsplit_once("[[attribute]]").unwrap();
    let consent = |name: &str, version: u32, ask: &str| {
        format!(
            "[[attribute]]\nname = '{name}'\ntype = 'String'\nlabel = 'I agree'\ninput = 'consent'\n\
             version = {version}\nlink = 'https://example.com/{version}'\nask = '{ask}'\n"
        )
    };
    before.to_owned() + &consent(TERMS, terms, "required") + &consent(MARKETING, marketing, "skippable")
}

/// A pool whose app asks for consents.
async fn stage() -> Stage {
    Stage::of(Seed::demo(), &list(1, 1)).await
}

impl Stage {
    async fn values(&self, session: &Session) -> Values {
        self.account.profiles.get(session).await.unwrap().values
    }

    async fn asked_consents(&self, session: &Session) -> Vec<String> {
        let profile = self.account.profiles.get(session).await.unwrap();
        let asked = self.account.onboarding.pending_prompts(session, &profile).await;
        let asked = asked.unwrap().into_iter();
        asked
            .filter(|attribute| attribute.consent.is_some())
            .map(|attribute| attribute.name.clone())
            .collect()
    }

    async fn answer(&self, session: &Session, values: Values) -> Result<Values, Vec<FieldError>> {
        let saved = self.account.save_profile.save(session, &posted(values)).await;
        match saved {
            Ok(profile) => Ok(profile.values),
            Err(SaveError::Fields(errors)) => Err(errors),
            Err(other) => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn given_consent_holds_version_and_time() {
    let stage = stage().await;
    let session = stage.session(BOB).await;
    assert_eq!(stage.asked_consents(&session).await, [TERMS, MARKETING]);
    let answers = form([(TERMS, "true"), (MARKETING, "")]);
    let values = stage.answer(&session, answers).await.unwrap();
    assert_eq!(values[TERMS], format!("given 1 {START}"));
    assert_eq!(values.get(MARKETING), None);
    assert!(
        stage.sign_in(BOB).await.complete,
        "what was skipped is not asked again"
    );
    stage.pass(Duration::from_mins(2));
    assert_eq!(
        stage.values(&session).await[TERMS],
        format!("given 1 {START}"),
        "at the pool"
    );
}

#[tokio::test]
async fn missing_required_consent_blocks_onboarding() {
    let stage = stage().await;
    let session = stage.session(BOB).await;
    for answer in ["", "false"] {
        let errors = stage.answer(&session, form([(TERMS, answer)])).await.unwrap_err();
        assert_eq!(errors, [FieldError::new(TERMS, Rule::Required)]);
    }
    for forged in [
        "given 1 2020-01-01T00:00:00Z",
        "given 99 2099-01-01T00:00:00Z",
        "yes",
    ] {
        let errors = stage.answer(&session, form([(TERMS, forged)])).await.unwrap_err();
        assert_eq!(errors, [FieldError::new(TERMS, Rule::NotABoolean)], "{forged}");
    }
    assert_eq!(stage.values(&session).await.get(TERMS), None);
    assert!(!stage.sign_in(BOB).await.complete);
}

#[tokio::test]
async fn new_version_is_asked_once() {
    let mut stage = stage().await;
    let session = stage.session(BOB).await;
    let answers = form([(TERMS, "true"), (MARKETING, "true")]);
    stage.answer(&session, answers).await.unwrap();

    stage.use_list(&list(2, 2));
    stage.pass(DAY);
    let session = stage.session(BOB).await;
    assert_eq!(stage.asked_consents(&session).await, [TERMS, MARKETING]);
    let mut submission = posted(form([(TERMS, "true"), (MARKETING, "")]));
    submission.baseline = form([(TERMS, ""), (MARKETING, "")]);
    let saved = stage
        .account
        .save_profile
        .save(&session, &submission)
        .await
        .unwrap();
    assert_eq!(saved.values[TERMS], "given 2 2027-01-16T08:00:00Z");
    assert_eq!(
        saved.values[MARKETING],
        format!("given 1 {START}"),
        "left as it was"
    );
    assert!(stage.asked_consents(&session).await.is_empty());
    assert!(stage.sign_in(BOB).await.complete);
}

#[tokio::test]
async fn optional_consent_is_withdrawn_for_good() {
    let mut stage = stage().await;
    let session = stage.session(BOB).await;
    let answers = form([(TERMS, "true"), (MARKETING, "true")]);
    stage.answer(&session, answers).await.unwrap();
    stage.pass(DAY);
    let values = stage
        .answer(&session, form([(MARKETING, "false")]))
        .await
        .unwrap();
    let withdrawn = format!("withdrawn 1 {START} 2027-01-16T08:00:00Z");
    assert_eq!(values[MARKETING], withdrawn);

    let profile = stage.account.profiles.get(&session).await.unwrap();
    let consents = stage.account.onboarding.consents(&session, &profile);
    let [terms, marketing] = &consents[..] else {
        panic!("two consents")
    };
    assert!(terms.is_current() && !marketing.is_current());
    assert_eq!(marketing.consent, Consent::parse(&withdrawn));

    stage.use_list(&list(1, 2));
    assert!(stage.asked_consents(&stage.session(BOB).await).await.is_empty());
}

#[tokio::test]
async fn sign_up_form_takes_required_consents() {
    const ADA: Person = Person {
        name: "ada@example.com",
        password: "Correct-horse-9",
    };
    let stage = stage().await;
    let mut refused = filled_in(ADA);
    let errors = Stage::faults(stage.refused(&refused).await).values;
    assert_eq!(errors, [FieldError::new(TERMS, Rule::Required)]);
    refused
        .values
        .insert(TERMS.to_owned(), "given 7 1999-01-01T00:00:00Z".to_owned());
    let errors = Stage::faults(stage.refused(&refused).await).values;
    assert_eq!(errors, [FieldError::new(TERMS, Rule::NotABoolean)]);

    let mut agreed = filled_in(ADA);
    agreed.values.insert(TERMS.to_owned(), "true".to_owned());
    let browser = stage.signin().sign_in.new_browser();
    let to = ReturnTo::default();
    stage
        .account
        .sign_up
        .sign_up(&browser, &agreed, to)
        .await
        .unwrap();
    let code = stage.latest_code();
    stage.account.sign_up.confirm(&browser, "", &code).await.unwrap();
    let session = stage.session(ADA).await;
    assert_eq!(stage.values(&session).await[TERMS], format!("given 1 {START}"));
    // Not asked for there.
    assert_eq!(stage.asked_consents(&session).await, [MARKETING]);
}

#[tokio::test]
async fn account_without_answers_has_no_consents() {
    let stage = stage().await;
    let session = stage.session(ALICE).await;
    let profile = stage.account.profiles.get(&session).await.unwrap();
    let consents = stage.account.onboarding.consents(&session, &profile);
    assert!(consents.iter().all(|status| status.consent.is_none()));
}

#[tokio::test]
async fn ticks_of_older_pages_are_asked_again() {
    let stage = Stage::of(Seed::demo(), &list(2, 2)).await;
    let session = stage.session(BOB).await;
    let shown = form([(TERMS, "1"), (MARKETING, "1")]);
    let errors = stage.answer(&session, shown).await.unwrap_err();
    assert_eq!(errors, [FieldError::new(TERMS, Rule::Required)]);

    let shown = form([(TERMS, "2"), (MARKETING, "1")]);
    let values = stage.answer(&session, shown).await.unwrap();
    assert_eq!(values[TERMS], format!("given 2 {START}"));
    assert_eq!(values.get(MARKETING), None);
    // Who ticked the box of another text has not left this one out.
    assert_eq!(stage.asked_consents(&session).await, [MARKETING]);
}
