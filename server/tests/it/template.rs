//! A person's way through a pool that was made of a template: what is deployed is what is tried here.

use crate::test_app::{Person, TestApp};

/// Written by `operator pool template` of that list.
const TEMPLATE: &str = include_str!("../../../crates/operator/src/template/golden/small.yaml");
const LIST: &str = include_str!("../../../crates/operator/src/template/golden/attributes.toml");

const ANA: Person = Person {
    email: "ana@example.com",
    password: "Ana-in-1865-too",
};
const NEW: &str = "anna@example.com";

fn latest_code(world: &TestApp) -> String {
    world.pool.outbox().pop().expect("a code was sent").code
}

#[tokio::test]
async fn person_uses_a_pool_of_a_template() {
    let list = TestApp::builder().template(TEMPLATE).list(|_| LIST.to_owned());
    let world = list.start().await;
    let mut visitor = world.visitor();
    visitor.get("/signup").await;
    let token = world.open_form_token(&visitor);
    let fields = [
        ("csrf", token.as_str()),
        ("username", ANA.email),
        ("password", ANA.password),
        ("values[name]", "Ana"),
        ("values[custom:employee_id]", "E-1"),
    ];
    let posted = visitor.post_form("/api/sign_up", &fields).await;
    assert_eq!(posted.location(), "/confirm", "{}", posted.body);
    visitor.get("/confirm").await;
    let (token, code) = (world.open_form_token(&visitor), latest_code(&world));
    let fields = [("csrf", token.as_str()), ("code", code.as_str())];
    visitor.post_form("/api/confirm_sign_up", &fields).await;

    let mut ana = world.sign_in(&ANA).await;
    let fields = [
        ("values[name]", "Ana"),
        ("values[custom:team]", "design"),
        ("values[custom:desk]", "7"),
    ];
    world.post(&mut ana, "/api/save_profile", &fields).await;
    let fields = [("address", "Email"), ("value", NEW)];
    world.post(&mut ana, "/api/change_address", &fields).await;
    let code = latest_code(&world);
    let fields = [("address", "Email"), ("code", code.as_str())];
    world.post(&mut ana, "/api/confirm_address", &fields).await;

    let attributes = ana.attributes().await;
    for (name, value) in [
        ("email", NEW),
        ("name", "Ana"),
        ("custom:team", "design"),
        ("custom:desk", "7"),
        ("custom:employee_id", "E-1"),
    ] {
        assert_eq!(attributes.get(name).map(String::as_str), Some(value), "{name}");
    }
}
