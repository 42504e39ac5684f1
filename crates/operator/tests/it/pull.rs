use attributes::{Ask, ContactChange, Schema};
use local_pool::{AttributeType, CustomAttributeSeed, Seed};

use crate::fixture::{CLIENT, OperatorFixture};

fn custom(
    name: &str,
    attribute_type: AttributeType,
    min: Option<i64>,
    max: Option<i64>,
    mutable: bool,
) -> CustomAttributeSeed {
    CustomAttributeSeed {
        name: name.to_owned(),
        attribute_type,
        min,
        max,
        mutable,
    }
}

#[track_caller]
fn read(text: &str) -> Schema {
    Schema::from_toml(text).unwrap_or_else(|problems| panic!("{problems:#?}\n{text}"))
}

#[tokio::test]
async fn a_pulled_list_agrees_with_its_pool() {
    let fixture = OperatorFixture::demo().await;
    fixture.run(&["pull", "--out", "pulled.toml"]).expect(0);
    let schema = read(&fixture.read("pulled.toml"));
    assert!(fixture.read("pulled.toml").contains(CLIENT));
    let checked = fixture.run(&["check", "--file", "pulled.toml"]).expect(0);
    assert!(!checked.out.contains("change"), "{}", checked.out);
    assert_eq!(schema.contact_change("email"), ContactChange::VerifiedFirst);
    assert_eq!(schema.contact_change("phone_number"), ContactChange::Off);
    let name = schema.get("name").unwrap();
    assert_eq!((name.ask, name.sign_up), (Ask::Required, true));
    assert!(schema.get("custom:role").unwrap().authorises);
    assert!(!schema.get("custom:employee_id").unwrap().mutable);
    assert_eq!(
        schema.get("custom:job_title").unwrap().label.in_language("en"),
        "Job title"
    );
    let desk = &schema.get("custom:desk_number").unwrap().kind;
    assert!(
        matches!(
            desk,
            attributes::AttributeType::Number {
                min: Some(1),
                max: Some(500),
                ..
            }
        ),
        "{desk:?}"
    );
    assert!(fixture.read("pulled.toml").contains("username = \"email\""));
    for left_out in ["sub", "email", "email_verified", "middle_name"] {
        assert!(schema.get(left_out).is_none(), "{left_out}");
    }
}

#[tokio::test]
async fn pull_omits_attributes_unsafe_to_change() {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    pool.attributes_require_verification_before_update.clear();
    let fixture = OperatorFixture::seeded(seed).await;
    fixture.run(&["pull", "--out", "pulled.toml"]).expect(0);
    let schema = read(&fixture.read("pulled.toml"));
    assert_eq!(schema.contact_change("email"), ContactChange::Off);
}

#[tokio::test]
async fn no_pool_is_too_strange_to_be_pulled() {
    let mut seed = Seed::demo();
    let pool = &mut seed.pools[0];
    let names = [
        "it's",
        "quo\"te",
        "back\\slash",
        "日本",
        "ÅÄÖ",
        "__",
        "a.b-c",
        "[x]=#",
    ];
    pool.custom_attributes
        .extend(names.map(|name| custom(name, AttributeType::String, None, None, true)));
    pool.custom_attributes.extend([
        custom("tight", AttributeType::String, Some(7), Some(7), true),
        custom("widest", AttributeType::String, Some(0), Some(2048), true),
        custom(
            "huge",
            AttributeType::Number,
            Some(i64::MIN),
            Some(i64::MAX),
            true,
        ),
        custom("when", AttributeType::DateTime, None, None, false),
        custom("flag", AttributeType::Boolean, None, None, false),
    ]);
    pool.required_attributes
        .extend(["birthdate", "phone_number", "address"].map(ToOwned::to_owned));
    pool.password_policy.minimum_length = 11;
    pool.password_policy.require_symbols = false;
    let client = &mut pool.clients[0];
    client.read_attributes = None;
    client.write_attributes = None;
    let fixture = OperatorFixture::seeded(seed).await;
    let ran = fixture.run(&["pull"]).expect(0);
    let schema = read(&ran.out);
    for name in names {
        // Brackets stand for something else in the names of form fields.
        let is_usable = !name.contains(['[', ']']);
        let is_listed = schema.get(&format!("custom:{name}")).is_some();
        assert_eq!(is_listed, is_usable, "{name}");
    }
    let password = schema.sign_up_rules().password;
    assert_eq!(
        (password.min_length, password.symbols, password.numbers),
        (11, false, true)
    );
    let tight = &schema.get("custom:tight").unwrap().kind;
    assert!(
        matches!(
            tight,
            attributes::AttributeType::String {
                min_length: 7,
                max_length: 7,
                ..
            }
        ),
        "{tight:?}"
    );
    assert!(schema.get("birthdate").is_some() && schema.get("address").is_some());
    assert!(schema.get("phone_number").is_none());
}

#[tokio::test]
async fn unreadable_attributes_are_left_out_with_reason() {
    let mut seed = Seed::demo();
    let read_attributes = seed.pools[0].clients[0].read_attributes.as_mut().unwrap();
    read_attributes.retain(|name| name != "custom:department");
    let ran = OperatorFixture::seeded(seed).await.run(&["pull"]).expect(0);
    assert!(
        ran.out
            .contains("#   custom:department: the app client cannot read it\n"),
        "{}",
        ran.out
    );
    assert!(read(&ran.out).get("custom:department").is_none());
}

#[tokio::test]
async fn a_file_that_is_there_is_not_overwritten() {
    let fixture = OperatorFixture::demo().await;
    let before = fixture.read("attributes.toml");
    let ran = fixture.run(&["pull", "--out", "attributes.toml"]).expect(2);
    assert!(ran.err.contains("exists"), "{}", ran.err);
    assert_eq!(fixture.read("attributes.toml"), before);
}
