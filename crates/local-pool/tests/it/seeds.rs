use local_pool::Seed;

#[test]
fn the_demo_seed_is_as_promised() {
    assert!(Seed::demo().check().is_ok());
    let users = Seed::demo_users();
    assert_eq!(
        users.iter().map(|(email, _)| email.as_str()).collect::<Vec<_>>(),
        ["alice@example.com", "bob@example.com"]
    );
}

#[test]
fn seed_problems_are_named_together() {
    let text = r#"
        colour = "red"
        [[pools]]
        id = "nowhere"
        name = "P"
        username_attributes = ["email", "shoe_size"]
        required_attributes = ["custom:x"]
        custom_attributes = [{ name = "a name that is much too long", type = "String", min = 9, max = 3 }]
        password_policy = { minimum_length = 2, require_poetry = true }
        [[pools.clients]]
        id = "c1"
        name = "C"
        secret = "short"
        flows = ["device"]
        scopes = ["openid", "admin"]
        callback_urls = ["http://example.com/x", "/relative", "javascript:alert(1)"]
        access_token_seconds = 1
        write_attributes = ["custom:missing", "email_verified"]
        [[pools.users]]
        password = "weak"
        attributes = { nickname = "N", "custom:what" = "1" }
        identities = [{ provider_name = "", provider_type = "Myspace", user_id = "1" }]
    "#;
    let problems = Seed::from_toml(text).expect_err("problems").0;
    for expected in [
        "`colour` is not a key of a seed",
        "`pools.0.password_policy.require_poetry` is not a key of a seed",
        "pool nowhere: the id must look like eu-west-1_local0001",
        "pool nowhere: username_attributes: `shoe_size` is not one of email, phone_number",
        "pool nowhere: required_attributes: `custom:x` is not a standard attribute that can be required",
        "pool nowhere: password_policy.minimum_length must be 6 to 99",
        "client c1: the secret must be 24 to 64 letters, digits, `_` or `+`",
        "client c1: flows: `device` is not one of code, implicit, client_credentials",
        "client c1: http://example.com/x: http is for localhost only",
        "client c1: /relative: not an absolute URL",
        "client c1: javascript:alert(1): a script is no address",
        "client c1: access_token_seconds must be 300 to 86400",
        "client c1: write_attributes: `custom:missing` is not in the schema",
        "client c1: write_attributes: `email_verified` is written by nobody but the service",
        "pool nowhere, user 1: identities: `Myspace` is not one of SAML, Facebook, Google, LoginWithAmazon, SignInWithApple, OIDC",
        "pool nowhere, user 1: identities: a provider has a name of 1 to 32 characters, and knows people by an id",
        "pool nowhere, user 1: has none of email, shoe_size",
        "pool nowhere, user 1: `custom:what` is not in the schema",
        "pool nowhere, user 1: Password did not conform with policy: Password must have uppercase characters",
    ] {
        assert!(
            problems.iter().any(|problem| problem == expected),
            "missing: {expected}\n{problems:#?}"
        );
    }
}

#[test]
fn a_seed_that_is_no_toml_is_refused() {
    assert!(Seed::from_toml("pools = 3").is_err());
    assert!(Seed::from_toml("[[pools]").is_err());
    assert!(
        Seed::from_toml("pools = []")
            .expect_err("no pool")
            .0
            .iter()
            .any(|p| p == "`pools` is empty")
    );
}
