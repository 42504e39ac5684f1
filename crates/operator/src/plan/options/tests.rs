use super::*;

#[test]
fn prefixes_are_as_the_service_wants_them() {
    assert!(parse_prefix("app-1").is_ok());
    for bad in [
        "",
        "App",
        "-a",
        "a-",
        "a.b",
        "my-cognito",
        "laws",
        "xamazon",
        &"a".repeat(64),
    ] {
        assert!(parse_prefix(bad).is_err(), "{bad}");
    }
}

#[test]
fn callbacks_are_https_or_local() {
    for good in [
        "https://app.example.com/x",
        "http://localhost:3000/x",
        "http://127.0.0.1/x",
        "http://[::1]/x",
    ] {
        assert_eq!(parse_app_url(good).as_deref(), Ok(good));
    }
    for bad in [
        "http://app.example.com/",
        "http://localhost.example.com",
        "ftp://localhost",
        "https://a.example/#x",
        "app",
    ] {
        assert!(parse_app_url(bad).is_err(), "{bad}");
    }
    assert!(parse_origin("https://app.example.com/path").is_err());
    assert!(parse_origin("https://app.example.com").is_ok());
}

#[test]
fn certificates_are_of_us_east_1() {
    assert!(parse_certificate("arn:aws:acm:us-east-1:111122223333:certificate/abc").is_ok());
    let error = parse_certificate("arn:aws:acm:eu-west-1:111122223333:certificate/abc").unwrap_err();
    assert!(error.contains("is in eu-west-1"), "{error}");
    for bad in [
        "",
        "arn:aws:iam::111122223333:role/x",
        "arn:aws:acm:us-east-1:1:certificate/abc",
    ] {
        assert!(parse_certificate(bad).is_err(), "{bad}");
    }
}

#[test]
fn senders_have_an_address_with_a_domain() {
    for good in ["a@example.com", "App <a@Example.com>"] {
        assert_eq!(parse_sender(good).unwrap().domain, "example.com", "{good}");
    }
    for bad in [
        "",
        "a",
        "@example.com",
        "a@",
        "App <a@example.com",
        "a@b@example.com",
        "Äpp <a@example.com>",
        "a@localhost",
    ] {
        assert!(parse_sender(bad).is_err(), "{bad}");
    }
}

#[test]
fn domains_are_names_below_a_domain() {
    for bad in [
        "com",
        "Auth.example.com",
        "a..b",
        "-a.example.com",
        "a b.example.com",
    ] {
        assert!(parse_domain(bad).is_err(), "{bad}");
    }
    assert!(parse_domain("auth.example.com").is_ok());
}

#[test]
fn session_limits_fit_a_refresh_token() {
    assert!(parse_session_limit("7d").is_ok());
    for bad in ["30m", "20y", "x"] {
        assert!(parse_session_limit(bad).is_err(), "{bad}");
    }
}
