//! What attributes.toml says of addresses and of new accounts, beside the pool.

use local_pool::{PoolSeed, Seed};

use crate::check::{client, differences, differences_of};
use crate::fixture::{OperatorFixture, list};

/// Who signs in with an address cannot have it changed at once.
const CONTRADICTION: &str = "error contradiction attributes.toml";

/// A list that says this of both addresses, beside a pool where people sign in with their e-mail address.
async fn contact_differences(
    email: &str,
    phone_number: &str,
    change: impl FnOnce(&mut PoolSeed),
) -> Vec<String> {
    let mut seed = Seed::demo();
    let client = client(&mut seed);
    client.scopes.push("phone".to_owned());
    let readable = ["phone_number", "phone_number_verified"].map(String::from);
    client.read_attributes.as_mut().unwrap().extend(readable);
    client
        .write_attributes
        .as_mut()
        .unwrap()
        .push("phone_number".to_owned());
    change(&mut seed.pools[0]);
    let fixture = OperatorFixture::seeded(seed).await;
    let said = "[contact]\nemail = \"verified first\"\n";
    let contact = format!("[contact]\nemail = \"{email}\"\nphone_number = \"{phone_number}\"\n");
    assert!(list().contains(said), "the shipped list has another wording");
    fixture.write("attributes.toml", &list().replace(said, &contact));
    differences(&fixture, &[]).into_iter().collect()
}

#[tokio::test]
async fn contact_change_setting_must_match_the_pool() {
    type Change = fn(&mut PoolSeed);
    let both = |pool: &mut PoolSeed| {
        let phone = "phone_number".to_owned();
        pool.auto_verified_attributes.push(phone.clone());
        pool.attributes_require_verification_before_update.push(phone);
    };
    let none = |pool: &mut PoolSeed| pool.attributes_require_verification_before_update.clear();
    let codes_only = |pool: &mut PoolSeed| pool.auto_verified_attributes.push("phone_number".to_owned());
    let read_only = |pool: &mut PoolSeed| {
        pool.auto_verified_attributes.push("phone_number".to_owned());
        let write = pool.clients[0].write_attributes.as_mut().unwrap();
        write.retain(|name| name != "phone_number");
    };
    let cases: [(&str, &str, Change, &[&str]); 11] = [
        ("verified first", "off", |_| {}, &[]),
        ("verified first", "verified first", both, &[]),
        ("off", "off", |_| {}, &[]),
        ("verified first", "off", none, &["error unverified-change email"]),
        (
            "at once",
            "off",
            none,
            &[CONTRADICTION, "error unverified-change email"],
        ),
        ("off", "off", none, &["warning unverified-change email"]),
        (
            "at once",
            "off",
            |_| {},
            &[CONTRADICTION, "error verified-change email"],
        ),
        (
            "verified first",
            "verified first",
            codes_only,
            &["error unverified-change phone_number"],
        ),
        ("verified first", "at once", codes_only, &[]),
        (
            "verified first",
            "at once",
            |_| {},
            &["warning no-code phone_number"],
        ),
        (
            "verified first",
            "at once",
            read_only,
            &["error not-writable phone_number"],
        ),
    ];
    for (email, phone_number, change, expected) in cases {
        let told = contact_differences(email, phone_number, change).await;
        assert_eq!(told, expected, "{email}, {phone_number}");
    }
}

#[tokio::test]
async fn address_remedy_names_setting_and_list_line() {
    let mut seed = Seed::demo();
    seed.pools[0]
        .attributes_require_verification_before_update
        .clear();
    let ran = OperatorFixture::seeded(seed).await.run(&["check"]).expect(1);
    for expected in [
        "email: attributes.toml says \"verified first\", and AttributesRequireVerificationBeforeUpdate lacks it",
        "keep the original value active when an update is pending",
        "or write into [contact]: email = \"off\"",
    ] {
        assert!(ran.out.contains(expected), "{expected}: {}", ran.out);
    }
}

#[tokio::test]
async fn changeable_phone_number_needs_scope_and_right() {
    let fixture = OperatorFixture::demo().await;
    let text = list().replace("[contact]\n", "[contact]\nphone_number = \"at once\"\n");
    fixture.write("attributes.toml", &text);
    let told: Vec<_> = differences(&fixture, &[]).into_iter().collect();
    assert_eq!(
        told,
        [
            "error not-writable phone_number",
            "error scope app client",
            "warning no-code phone_number"
        ]
    );
}

#[tokio::test]
async fn the_ways_to_make_an_account_are_compared() {
    let fixture = OperatorFixture::demo().await;
    for (tables, expected) in [
        ("[password]\nmin_length = 12\n", &["warning password sign-up"][..]),
        (
            "[sign_up]\npages = \"own\"\nusername = \"name\"\n",
            &["error username sign-up"],
        ),
        ("[sign_up]\npages = \"own\"\nusername = \"email\"\n", &[]),
        ("[sign_up]\npages = \"hosted\"\nusername = \"name\"\n", &[]),
    ] {
        // The first is the list's own version; consents have theirs.
        let text =
            list_without_sign_up().replacen("\nversion = 1\n", &format!("\nversion = 1\n{tables}\n"), 1);
        fixture.write("own.toml", &text);
        let told: Vec<_> = differences(&fixture, &["--file", "own.toml"])
            .into_iter()
            .collect();
        assert_eq!(told, expected, "{tables}");
    }
    let mut seed = Seed::demo();
    seed.pools[0].self_sign_up = false;
    let fixture = OperatorFixture::seeded(seed).await;
    fixture.write("attributes.toml", &list());
    let told = differences(&fixture, &[]);
    assert!(told.contains("error closed sign-up"), "{told:?}");
}

/// The shipped list without what it says of making an account.
fn list_without_sign_up() -> String {
    let list = list();
    let (before, rest) = list.split_once("\n[sign_up]\n").unwrap();
    let (_, after) = rest.split_once("\n[contact]\n").unwrap();
    format!("{before}\n[contact]\n{after}")
}

#[tokio::test]
async fn attributes_required_by_pool_must_be_listed() {
    let told = differences_of(|seed| seed.pools[0].required_attributes.push("given_name".to_owned())).await;
    assert_eq!(told, ["error required-not-on-the-list given_name"]);
    let told = differences_of(|seed| {
        seed.pools[0].required_attributes.push("phone_number".to_owned());
        client(seed)
            .write_attributes
            .as_mut()
            .unwrap()
            .push("phone_number".to_owned());
    })
    .await;
    assert_eq!(told, ["error required-not-asked phone_number"]);
    let mut seed = Seed::demo();
    seed.pools[0].required_attributes.push("given_name".to_owned());
    let fixture = OperatorFixture::seeded(seed).await;
    let hosted = list().replace("pages = \"own\"", "pages = \"hosted\"");
    assert_ne!(hosted, list(), "the shipped list has another wording");
    fixture.write("attributes.toml", &hosted);
    let told = differences(&fixture, &[]);
    assert_eq!(
        told,
        ["warning required-not-on-the-list given_name".to_owned()].into()
    );
}
