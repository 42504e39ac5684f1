//! A list of attributes that is laxer than its pool: whatever the pool refuses then is told at the field it means, and
//! nothing is written.

use account::{SaveError, SignUpError};
use attributes::{FieldError, Password, PasswordRule, Rule, SignUpForm};
use local_pool::{AttributeType, CustomAttributeSeed, PoolSeed, Seed};
use signin::ReturnTo;

use crate::stage::{BOB, Person, Stage, form, posted};

/// A list that asks for text everywhere, whatever the pool wants.
fn list() -> String {
    let names = [
        "custom:short",
        "custom:long",
        "custom:number",
        "custom:low",
        "custom:high",
        "custom:yes",
        "custom:moment",
        "custom:fixed",
        "custom:forbidden",
        "custom:unheard_of",
    ];
    let custom = names.map(|name| {
        format!("[[attribute]]\nname = \"{name}\"\ntype = \"String\"\nlabel = \"L\"\nsign_up = true\n")
    });
    let standard = ["name", "nickname", "preferred_username", "gender"]
        .map(|name| format!("[[attribute]]\nname = \"{name}\"\nlabel = \"L\"\nsign_up = true\n"));
    let head = "version = 1\n[sign_up]\npages = \"own\"\n";
    format!("{head}{}{}", standard.concat(), custom.concat())
}

fn custom(
    name: &str,
    attribute_type: AttributeType,
    min: Option<i64>,
    max: Option<i64>,
) -> CustomAttributeSeed {
    CustomAttributeSeed {
        name: name.to_owned(),
        attribute_type,
        min,
        max,
        mutable: name != "fixed",
    }
}

fn strict_pool() -> Seed {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    pool.custom_attributes = vec![
        custom("short", AttributeType::String, Some(5), None),
        custom("long", AttributeType::String, None, Some(3)),
        custom("number", AttributeType::Number, None, None),
        custom("low", AttributeType::Number, Some(10), None),
        custom("high", AttributeType::Number, None, Some(5)),
        custom("yes", AttributeType::Boolean, None, None),
        custom("moment", AttributeType::DateTime, None, None),
        custom("fixed", AttributeType::String, None, None),
        custom("forbidden", AttributeType::String, None, None),
    ];
    pool.required_attributes.push("nickname".to_owned());
    let names = pool
        .custom_attributes
        .iter()
        .map(|custom| format!("custom:{}", custom.name));
    let names: Vec<String> = names.collect();
    let client = &mut pool.clients[0];
    for rights in [&mut client.read_attributes, &mut client.write_attributes] {
        let rights = rights.as_mut().unwrap();
        rights.retain(|name| !name.starts_with("custom:"));
        rights.extend(names.iter().cloned());
    }
    let writable = client.write_attributes.as_mut().unwrap();
    writable.retain(|name| name != "custom:forbidden" && name != "gender");
    writable.push("preferred_username".to_owned());
    for user in &mut pool.users {
        user.attributes.retain(|name, _| !name.starts_with("custom:"));
        user.attributes.insert("nickname".to_owned(), "Bo".to_owned());
    }
    seed
}

/// What the pool refuses for its schema, in every form: text of a wrong length, number, range, type, and a name that it
/// does not have.
const OF_SCHEMA: [(&str, &str); 9] = [
    ("custom:short", "four"),
    ("custom:long", "four"),
    ("custom:number", "seven"),
    ("custom:low", "9"),
    ("custom:high", "6"),
    ("custom:yes", "perhaps"),
    ("custom:moment", "2026-02-30"),
    ("custom:moment", "tomorrow"),
    ("custom:unheard_of", "x"),
];

#[tokio::test]
async fn refused_write_is_told_at_its_field() {
    let stage = Stage::of(strict_pool(), &list()).await;
    let session = stage.session(BOB).await;
    let before = stage.account.profiles.get(&session).await.unwrap().values;
    let of_write = [
        ("custom:fixed", "x"),
        // Required by the pool: nobody can take it away.
        ("nickname", ""),
    ];
    for (name, value) in OF_SCHEMA.into_iter().chain(of_write) {
        let edit = form([(name, value), ("name", "Somebody Else")]);
        let refused = stage.account.save_profile.save(&session, &posted(edit)).await;
        let expected = [FieldError::new(name, Rule::Refused)];
        assert!(
            matches!(&refused, Err(SaveError::Fields(errors)) if *errors == expected),
            "{name} = {value}: {refused:?}"
        );
        let now = stage.account.profiles.get(&session).await.unwrap().values;
        assert_eq!(now, before, "{name} = {value}");
    }
}

#[tokio::test]
async fn all_refused_fields_are_told_together() {
    let stage = Stage::of(strict_pool(), &list()).await;
    let session = stage.session(BOB).await;
    let edit = form([
        ("custom:high", "6"),
        ("custom:low", "11"),
        ("custom:yes", "perhaps"),
        ("name", "Somebody Else"),
    ]);
    let refused = stage.account.save_profile.save(&session, &posted(edit)).await;
    let expected = ["custom:high", "custom:yes"].map(|name| FieldError::new(name, Rule::Refused));
    assert!(
        matches!(&refused, Err(SaveError::Fields(errors)) if *errors == expected),
        "{refused:?}"
    );
}

/// The pool says that a right is missing, and not which.
#[tokio::test]
async fn missing_write_right_keeps_nothing_else_from_saving() {
    let stage = Stage::of(strict_pool(), &list()).await;
    let session = stage.session(BOB).await;
    for (changed, forbidden) in [
        (&["custom:forbidden"][..], &["custom:forbidden"][..]),
        (&["gender"], &["gender"]),
        (
            &["custom:forbidden", "name", "gender"],
            &["custom:forbidden", "gender"],
        ),
    ] {
        let edit = changed
            .iter()
            .map(|name| ((*name).to_owned(), "x".to_owned()))
            .collect();
        let refused = stage.account.save_profile.save(&session, &posted(edit)).await;
        let expected: Vec<_> = forbidden
            .iter()
            .map(|name| FieldError::new(name, Rule::NotWritable))
            .collect();
        assert!(
            matches!(&refused, Err(SaveError::Fields(errors)) if *errors == expected),
            "{changed:?}: {refused:?}"
        );
    }
    let now = stage.account.profiles.get(&session).await.unwrap().values;
    assert_eq!(now["name"], "x", "what can be saved is saved");
    let saved = stage
        .account
        .save_profile
        .save(&session, &posted(form([("name", "Bobby")])))
        .await;
    assert_eq!(saved.unwrap().values["name"], "Bobby");
}

#[tokio::test]
async fn taken_name_is_told_at_its_field() {
    let mut seed = strict_pool();
    let pool = &mut seed.pools[0];
    pool.username_attributes.clear();
    pool.alias_attributes = vec!["preferred_username".to_owned()];
    for (user, name) in pool.users.iter_mut().zip(["alice", "bob"]) {
        user.username = Some(name.to_owned());
        user.attributes
            .insert("preferred_username".to_owned(), format!("the-{name}"));
    }
    let stage = Stage::of(seed, &list()).await;
    let session = stage.session(Person { name: "bob", ..BOB }).await;
    let edit = form([("preferred_username", "the-alice"), ("name", "Alice")]);
    let refused = stage.account.save_profile.save(&session, &posted(edit)).await;
    let expected = [FieldError::new("preferred_username", Rule::Refused)];
    assert!(
        matches!(&refused, Err(SaveError::Fields(errors)) if *errors == expected),
        "{refused:?}"
    );
}

/// A form of somebody new with these fields, sent to a pool like [`strict_pool`].
async fn sign_up(change: impl FnOnce(&mut PoolSeed), fields: &[(&str, &str)]) -> Result<(), SignUpError> {
    let mut seed = strict_pool();
    seed.pools[0].users.clear();
    change(&mut seed.pools[0]);
    let stage = Stage::of(seed, &list()).await;
    let mut values = form([("name", "Ada"), ("nickname", "Ad")]);
    values.extend(
        fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
    );
    let filled_in = SignUpForm {
        username: "ada@example.com".to_owned(),
        email: String::new(),
        password: Password("Correct-horse-9".to_owned()),
        values,
    };
    let browser = stage.signin().sign_in.new_browser();
    stage
        .account
        .sign_up
        .sign_up(&browser, &filled_in, ReturnTo::default())
        .await
}

#[tokio::test]
async fn refused_sign_up_is_told_at_its_field() {
    let refused = |(name, value)| (name, value, Rule::Refused);
    // Set once and for all when the account is made: not refused here.
    sign_up(|_| {}, &[("custom:fixed", "x")]).await.unwrap();
    let blank = ("nickname", "", Rule::Required);
    for (name, value, rule) in OF_SCHEMA.into_iter().map(refused).chain([blank]) {
        let told = sign_up(|_| {}, &[(name, value)]).await;
        let Err(SignUpError::Invalid(faults)) = told else {
            panic!("{name} = {value}: {told:?}")
        };
        assert_eq!(faults.values, [FieldError::new(name, rule)], "{name} = {value}");
        assert_eq!(
            (faults.username, faults.email, faults.password.len()),
            (None, None, 0)
        );
    }
}

#[tokio::test]
async fn password_refused_by_pool_is_told_at_field() {
    let told = sign_up(|pool| pool.password_policy.minimum_length = 30, &[]).await;
    let Err(SignUpError::Invalid(faults)) = told else {
        panic!("{told:?}")
    };
    assert_eq!(faults.password, [PasswordRule::Accepted]);
    assert!(faults.values.is_empty());
}

/// The person can do nothing about it, and the pool does not say which attribute it is: the form says that it is closed,
/// and the operator finds the reason in the log and in `operator attributes check`.
#[tokio::test]
async fn missing_client_right_closes_the_sign_up() {
    let told = sign_up(|_| {}, &[("custom:forbidden", "x")]).await;
    assert!(matches!(told, Err(SignUpError::Closed(_))), "{told:?}");
}
