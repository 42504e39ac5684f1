//! Settings: what each variable takes, and that everything wrong is said at once and without values.

use server::config::{Config, LogFormat, Pool, Problems, SessionKey, Variables};

const KEY: &str = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

const REAL_POOL: [(&str, &str); 4] = [
    ("COGNITO_USER_POOL_ID", "us-east-1_AbC123"),
    ("CLIENT_ID", "1example23456789"),
    ("CLIENT_SECRET", "s3cr3t+/="),
    ("SESSION_KEY", KEY),
];

/// The shipped list of attributes: tests run in the folder of their package.
const ATTRIBUTES: (&str, &str) = ("ATTRIBUTES_FILE", "../attributes.toml");

fn read(variables: &[(&str, &str)]) -> Result<Config, Problems> {
    let variables: Variables = [ATTRIBUTES].iter().chain(variables).copied().collect();
    Config::read(&variables)
}

/// A real pool with some variables changed; an empty value takes one away.
fn read_real(changes: &[(&str, &str)]) -> Result<Config, Problems> {
    read(&[&REAL_POOL, changes].concat())
}

fn names(outcome: Result<Config, Problems>) -> Vec<&'static str> {
    outcome
        .err()
        .map(|Problems(problems)| problems.iter().map(|problem| problem.name).collect())
        .unwrap_or_default()
}

#[test]
fn empty_environment_runs_on_the_local_pool() {
    let config = read(&[]).unwrap();
    let Pool::Local(pool) = config.pool else {
        panic!("not the local pool")
    };
    assert_eq!((pool.port, pool.test_controls), (9229, false));
    assert_eq!(config.web.origin.as_str(), "http://localhost:3000");
    assert_eq!(config.web.listen.to_string(), "127.0.0.1:3000");
    assert_eq!(
        config.web.redirect_uri.as_str(),
        "http://localhost:3000/logged_in"
    );
    assert_eq!(
        config.web.sign_out_uri.as_str(),
        "http://localhost:3000/logged_out"
    );
    assert_eq!(config.sessions.store.to_string(), "var/sessions.db");
    let SessionKey::KeptIn(file) = config.sessions.key else {
        panic!("a key was given")
    };
    assert_eq!(file.to_str(), Some("var/session.key"));
    assert_eq!(config.log.format, LogFormat::Text);
}

#[test]
fn claim_sources_are_shown_where_it_is_said() {
    const NAME: &str = "SHOW_CLAIM_SOURCES";
    assert!(read(&[]).unwrap().shows_claim_sources, "on the local pool");
    assert!(!read(&[(NAME, "false")]).unwrap().shows_claim_sources);
    assert!(!read_real(&[]).unwrap().shows_claim_sources);
    assert!(read_real(&[(NAME, "true")]).unwrap().shows_claim_sources);
}

#[test]
fn a_whole_configuration_talks_to_a_real_pool() {
    let config = read_real(&[("APP_ORIGIN", "https://app.example")]).unwrap();
    let Pool::Real(pool) = config.pool else {
        panic!("the local pool")
    };
    assert_eq!(pool.pool_id.region(), "us-east-1");
    assert_eq!(
        pool.endpoint.as_str(),
        "https://cognito-idp.us-east-1.amazonaws.com/"
    );
    assert_eq!(pool.domain, None);
    assert_eq!(config.web.redirect_uri.as_str(), "https://app.example/logged_in");
    assert!(matches!(config.sessions.key, SessionKey::Given(_)));
}

#[test]
fn listen_port_follows_the_app_origin() {
    for (origin, listen) in [
        ("http://localhost:4000", "127.0.0.1:4000"),
        ("http://localhost", "127.0.0.1:3000"),
    ] {
        assert_eq!(
            read(&[("APP_ORIGIN", origin)]).unwrap().web.listen.to_string(),
            listen
        );
    }
    let both = read(&[
        ("APP_ORIGIN", "http://localhost:4000"),
        ("LISTEN_ADDR", "0.0.0.0:80"),
    ]);
    assert_eq!(both.unwrap().web.listen.to_string(), "0.0.0.0:80");
}

#[test]
fn hosted_ui_may_be_url_host_or_prefix() {
    for (text, domain) in [
        ("https://auth.example.com", "https://auth.example.com/"),
        ("auth.example.com", "https://auth.example.com/"),
        ("my-app", "https://my-app.auth.us-east-1.amazoncognito.com/"),
        ("http://localhost:9229", "http://localhost:9229/"),
    ] {
        let config = read_real(&[("COGNITO_DOMAIN", text)]).unwrap();
        let Pool::Real(pool) = config.pool else {
            panic!("the local pool")
        };
        assert_eq!(pool.domain.map(String::from).as_deref(), Some(domain), "{text}");
    }
}

#[test]
fn the_addresses_the_pool_compares_keep_their_spelling() {
    let config = read(&[
        ("REDIRECT_URI", "http://LOCALHOST:3000/logged_in"),
        ("SIGN_OUT_URI", "https://example.com"),
    ]);
    let web = config.unwrap().web;
    assert_eq!(web.redirect_uri.as_str(), "http://LOCALHOST:3000/logged_in");
    assert_eq!(web.sign_out_uri.as_str(), "https://example.com");
}

#[test]
fn half_a_configuration_names_what_is_missing() {
    for (given, missing) in [
        (
            "COGNITO_USER_POOL_ID",
            vec!["CLIENT_ID", "CLIENT_SECRET", "SESSION_KEY"],
        ),
        (
            "CLIENT_ID",
            vec!["COGNITO_USER_POOL_ID", "CLIENT_SECRET", "SESSION_KEY"],
        ),
        (
            "CLIENT_SECRET",
            vec!["COGNITO_USER_POOL_ID", "CLIENT_ID", "SESSION_KEY"],
        ),
    ] {
        let pair = REAL_POOL.iter().find(|(name, _)| *name == given).unwrap();
        assert_eq!(names(read(&[*pair])), missing, "only {given}");
    }
    for optional in [
        ("COGNITO_DOMAIN", "auth.example.com"),
        ("COGNITO_REGION", "us-east-1"),
        ("COGNITO_ENDPOINT", "http://localhost:9229"),
    ] {
        let missing = [
            "COGNITO_USER_POOL_ID",
            "CLIENT_ID",
            "CLIENT_SECRET",
            "SESSION_KEY",
        ];
        assert_eq!(names(read(&[optional])), missing, "only {}", optional.0);
    }
}

#[test]
fn each_bad_value_is_refused_by_name() {
    for (name, value) in [
        ("COGNITO_USER_POOL_ID", "AbC123"),
        ("CLIENT_ID", "not an id"),
        ("COGNITO_DOMAIN", "http://auth.example.com"),
        ("COGNITO_DOMAIN", "auth.example.com/login"),
        ("COGNITO_DOMAIN", "https://auth.example.com/login"),
        ("COGNITO_REGION", "eu-west-1"),
        ("COGNITO_REGION", "Frankfurt!"),
        ("COGNITO_ENDPOINT", "http://cognito.example.com"),
        ("COGNITO_ENDPOINT", "https://cognito.example.com/path"),
        ("APP_ORIGIN", "http://app.example"),
        ("APP_ORIGIN", "http://localhost:3000/app"),
        ("REDIRECT_URI", "/logged_in"),
        ("REDIRECT_URI", "http://localhost:4000/logged_in"),
        ("REDIRECT_URI", "http://localhost:3000/logged_in#now"),
        ("SIGN_OUT_URI", "http://example.com"),
        ("LISTEN_ADDR", "3000"),
        ("PICTURE_HOSTS", "https://pictures.example.com"),
        ("PICTURE_HOSTS", "*.example.com"),
        ("ATTRIBUTES_FILE", "no/such/file.toml"),
        ("COGNITO_QUOTA_PERCENT", "0"),
        ("COGNITO_QUOTA_PERCENT", "101"),
        ("SESSION_STORE", "memcached://localhost"),
        ("SESSION_IDLE_LIMIT", "1m"),
        ("SESSION_LIMIT", "31d"),
        ("REFRESH_TOKEN_LIFE", "30"),
        ("SESSION_STORE", "sqlite://"),
        ("SESSION_KEY", "c2hvcnQ="),
        ("SESSION_KEY", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="),
        ("LOG_FORMAT", "xml"),
        ("RUST_LOG", "auth=loud"),
        ("LOCAL_POOL_PORT", "70000"),
        ("LOCAL_POOL_TEST_CONTROLS", "yes"),
        ("SHOW_CLAIM_SOURCES", "maybe"),
        ("LOCAL_POOL_TEST_CONTROLS", "true"),
    ] {
        assert_eq!(names(read_real(&[(name, value)])), [name], "{name}={value}");
    }
}

#[test]
fn proxies_are_named_or_none() {
    for (value, is_stated) in [("", false), ("none", true), ("10.0.0.7, 2001:db8::/32", true)] {
        let proxies = read(&[("TRUSTED_PROXIES", value)]).unwrap().web.trusted_proxies;
        assert_eq!(proxies.is_stated(), is_stated, "{value:?}");
    }
    assert_eq!(names(read(&[("TRUSTED_PROXIES", "nginx")])), ["TRUSTED_PROXIES"]);
}

#[test]
fn misspelt_settings_are_warned_of() {
    let config = read(&[("SESION_LIMIT", "1d"), ("PATH", "/bin")]).unwrap();
    assert_eq!(config.warnings.len(), 1, "{:?}", config.warnings);
    assert!(config.warnings[0].contains("SESION_LIMIT") && config.warnings[0].contains("SESSION_LIMIT"));
}

#[test]
fn everything_wrong_is_said_at_once() {
    let outcome = read(&[
        ("APP_ORIGIN", "nonsense"),
        ("CLIENT_ID", "x y"),
        ("LISTEN_ADDR", "nonsense"),
        ("LOG_FORMAT", "nonsense"),
        ("SESSION_STORE", "nonsense"),
        ("ATTRIBUTES_FILE", "nonsense"),
    ]);
    let mut names = names(outcome);
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "APP_ORIGIN",
            "ATTRIBUTES_FILE",
            "CLIENT_ID",
            "CLIENT_SECRET",
            "COGNITO_USER_POOL_ID",
            "LISTEN_ADDR",
            "LOG_FORMAT",
            "SESSION_KEY",
            "SESSION_STORE",
        ]
    );
}

#[test]
fn production_refuses_local_pool_and_plain_http() {
    let production = ("APP_ORIGIN", "https://app.example");
    let needed = [
        "COGNITO_USER_POOL_ID",
        "CLIENT_ID",
        "CLIENT_SECRET",
        "SESSION_KEY",
    ];
    assert_eq!(names(read(&[production])), needed);
    for insecure in [
        ("COGNITO_ENDPOINT", "http://localhost:9229"),
        ("COGNITO_DOMAIN", "http://localhost:9229"),
        ("REDIRECT_URI", "http://localhost:3000/logged_in"),
        ("LOCAL_POOL_TEST_CONTROLS", "true"),
        (
            "LOCAL_POOL_TEMPLATE",
            "../crates/operator/src/template/golden/small.yaml",
        ),
    ] {
        assert_eq!(names(read_real(&[production, insecure])), [insecure.0]);
    }
}

#[test]
fn attribute_file_errors_name_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("attributes.toml");
    std::fs::write(
        &file,
        "version = 1\n\n[[attribute]]\nname = \"custom:x\"\ntype = \"Sting\"\nlabel = \"X\"\n",
    )
    .unwrap();
    let problems = read(&[("ATTRIBUTES_FILE", file.to_str().unwrap()), ("LOG_FORMAT", "xml")]).unwrap_err();
    let text = problems.to_string();
    assert!(text.contains("LOG_FORMAT: must be text or json"), "{text}");
    assert!(text.contains("attributes.toml: line 5, column"), "{text}");
}

#[test]
fn neither_messages_nor_debug_output_hold_a_value() {
    let secret = "hunter2 hunter2";
    for (name, _) in REAL_POOL {
        let outcome = read_real(&[(name, secret), ("LOG_FORMAT", "xml")]);
        let text = outcome.unwrap_err().to_string();
        assert!(!text.contains("hunter2"), "{text}");
    }
    let shown = format!("{:?}", read_real(&[("CLIENT_SECRET", "hunter2")]).unwrap());
    assert!(!shown.contains("hunter2") && !shown.contains(KEY), "{shown}");
}

/// The example must not lie: with every line of it switched on, apart from what excludes each other, it is valid.
#[test]
fn the_example_names_every_variable_and_its_default() {
    let example = include_str!("../../../.env.example");
    let defaults: Vec<(&str, &str)> = example
        .lines()
        .filter_map(|line| line.strip_prefix('#')?.split_once('='))
        .filter(|(name, _)| name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_'))
        .collect();
    assert_eq!(defaults.len(), 32, "{defaults:?}");
    let named: Variables = defaults.iter().copied().collect();
    assert_eq!(named.warnings(), [""; 0]);
    let without_pool: Vec<_> = (defaults.into_iter())
        .filter(|(name, _)| !name.starts_with("COGNITO") && !name.starts_with("CLIENT"))
        .filter(|(name, _)| !matches!(*name, "ATTRIBUTES_FILE" | "BRAND_FILE" | "LOCAL_POOL_TEMPLATE"))
        // They take the place of others, and are not there.
        .filter(|(name, _)| !matches!(*name, "SESSION_KEY_FILE" | "SESSION_STORE_FILE"))
        .collect();
    let written = read(&without_pool).unwrap();
    let implied = read(&[]).unwrap();
    assert_eq!(format!("{written:?}"), format!("{implied:?}"));
}
