//! One verdict for all: what the rules accept, the pool takes and keeps as it was sent; what they refuse never
//! reaches it.

use std::time::Duration;

use account::SaveError;
use attributes::{Attribute, AttributeType, FieldError, InputType, Values};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

use crate::stage::{BOB, Stage, posted};

/// How many forms are posted; each has every field there is.
const FORMS: usize = 120;

/// Values for a field: often right, often nearly, sometimes anything.
fn raw(attribute: &Attribute) -> BoxedStrategy<String> {
    let nearly = match (attribute.input, &attribute.kind) {
        (InputType::Number, _) => "[ ]?-?[0-9]{1,3}(\\.[05]{0,2})?",
        (InputType::Date, _) => "[12][0-9]{3}-[01][0-9]-[0-3][0-9]",
        (InputType::Switch, _) | (InputType::Radios, AttributeType::Boolean) => "true|false|on|",
        (InputType::Country, _) => "[A-Za-z]{2}",
        (InputType::Telephone, _) => "(\\+|00)[1-9][0-9 ()-]{5,16}",
        (InputType::Url, _) => "https?://[a-zé0-9-]{1,12}\\.[a-z]{2,5}(:[0-9]{1,5})?(/[!-~é]{0,12})?",
        (InputType::TextArea, _) => "([a-zא-ת ]{0,12}(\r\n|\n)){0,4}[a-z<&]{0,9}",
        _ if attribute.name == "custom:badge" => "[A-Z]{2}-[0-9]{3,5}",
        _ => "[ ]?[a-zé漢👍'<&\"]{0,70}[ ]?",
    };
    let choices: Vec<String> = match &attribute.kind {
        AttributeType::String { choices, .. } => choices.iter().map(|choice| choice.value.clone()).collect(),
        _ => Vec::new(),
    };
    let nearly = nearly.prop_map(|raw: String| raw);
    if choices.is_empty() {
        prop_oneof![6 => nearly, 1 => any::<String>(), 1 => "[x\u{202e}\t]{0,3}"].boxed()
    } else {
        prop_oneof![6 => proptest::sample::select(choices), 1 => nearly].boxed()
    }
}

#[tokio::test]
async fn rules_agree_with_the_pool() {
    // A fast machine saves more forms in a second than Cognito's quota allows.
    let stage = Stage::with_quota_percent(u8::MAX).await;
    let session = stage.session(BOB).await;
    let schema = stage.account.schema.clone();
    let fields: Vec<&Attribute> = schema
        .attributes()
        .iter()
        .filter(|field| field.lock(&[]).is_none() && field.consent.is_none())
        .collect();
    let mut runner = TestRunner::deterministic();
    let (mut accepted, mut refused) = (0, 0);
    for _ in 0..FORMS {
        let (mut fine, mut wrong) = (Values::new(), Vec::new());
        for field in &fields {
            let value = raw(field).new_tree(&mut runner).unwrap().current();
            match field.check(&value) {
                Ok(_) => drop(fine.insert(field.name.clone(), value)),
                Err(rule) => wrong.push((FieldError::new(&field.name, rule), value)),
            }
        }
        accepted += fine.len();
        refused += wrong.len();
        assert_refused(&stage, &session, &fine, &wrong).await;
        let saved = stage
            .account
            .save_profile
            .save(&session, &posted(fine.clone()))
            .await;
        let saved = saved
            .unwrap_or_else(|error| panic!("the pool refused what the rules accept: {error:?} {fine:?}"));
        stage.pass(Duration::from_secs(61));
        let kept = stage.account.profiles.get(&session).await.unwrap().values;
        for field in fields.iter().filter(|field| fine.contains_key(&field.name)) {
            let wanted = field.check(&fine[&field.name]).unwrap();
            let value = |values: &Values| values.get(&field.name).cloned().unwrap_or_default();
            assert_eq!(value(&kept), wanted, "{}", field.name);
            assert_eq!(value(&saved.values), wanted, "{}", field.name);
        }
    }
    assert!(
        accepted > FORMS * 4 && refused > FORMS,
        "{accepted} accepted, {refused} refused"
    );
}

/// All mistakes at once, each by its name and with the rule that the browser names, too.
async fn assert_refused(
    stage: &Stage,
    session: &signin::Session,
    fine: &Values,
    wrong: &[(FieldError, String)],
) {
    if wrong.is_empty() {
        return;
    }
    let before = stage.calls("UpdateUserAttributes");
    let mut form = fine.clone();
    form.extend(
        wrong
            .iter()
            .map(|(error, value)| (error.name.clone(), value.clone())),
    );
    let verdict = stage.account.save_profile.save(session, &posted(form)).await;
    let expected: Vec<_> = wrong.iter().map(|(error, _)| error.clone()).collect();
    assert!(
        matches!(&verdict, Err(SaveError::Fields(errors)) if *errors == expected),
        "{verdict:?} {wrong:?}"
    );
    assert_eq!(stage.calls("UpdateUserAttributes"), before);
}
