//! A pool is made in steps, and a run that is cut off is gone on with.

use std::fs::Permissions;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use aws_sdk_cognitoidentityprovider::types::{
    SoftwareTokenMfaConfigType, UserPoolMfaType, WebAuthnConfigurationType,
};

use crate::fixture::{OperatorFixture, Ran};
use crate::lossy::Lossy;

pub const STEPS: [&str; 6] = [
    "CreateUserPool\r\n",
    "SetUserPoolMfaConfig\r\n",
    "CreateUserPoolClient\r\n",
    "CreateUserPoolDomain\r\n",
    "CreateManagedLoginBranding\r\n",
    "CreateGroup\r\n",
];

/// The command with these arguments beside its own.
pub fn command(fixture: &OperatorFixture, endpoint: &str, more: &[&str]) -> Command {
    let arguments = [
        "pool",
        "create",
        "--region",
        "eu-west-1",
        "--name",
        "Made",
        "--domain-prefix",
        "made",
        "--group",
        "staff",
        "--endpoint",
        endpoint,
    ];
    let mut command = fixture.program(&arguments);
    command.args(more);
    command
}

pub fn create(fixture: &OperatorFixture, endpoint: &str, more: &[&str]) -> Ran {
    command(fixture, endpoint, more).output().unwrap().into()
}

/// How often each step had an effect at the pool.
pub fn effects(fixture: &OperatorFixture) -> Vec<usize> {
    let operations = STEPS.iter().map(|step| step.trim_end());
    operations.map(|operation| fixture.done(operation)).collect()
}

#[tokio::test]
async fn lost_answers_make_nothing_twice() {
    for step in STEPS {
        let fixture = OperatorFixture::demo().await;
        let lossy = Lossy::before(&fixture.pool, step);
        let cut = create(&fixture, &lossy.url, &["--yes"]).expect(2);
        assert_eq!(lossy.lost(), 1, "{step}");
        assert!(
            cut.err.contains("The same command goes on from here"),
            "{}",
            cut.err
        );
        assert!(!fixture.path(".env").exists(), "{step}");
        let url = fixture.pool.url();
        create(&fixture, url.as_str(), &["--yes"]).expect(0);
        assert_eq!(effects(&fixture), [1; 6], "{step}");
        let settings = fixture.read(".env");
        create(&fixture, url.as_str(), &["--yes"]).expect(0);
        assert_eq!(effects(&fixture), [1; 6], "{step}: a third run");
        assert_eq!(fixture.read(".env"), settings);
    }
}

/// A setting of the file that was written.
#[track_caller]
pub fn written(fixture: &OperatorFixture, name: &str) -> String {
    let settings = fixture.read(".env");
    let mut lines = settings.lines();
    let value = lines.find_map(|line| line.strip_prefix(&format!("{name}=")));
    value
        .unwrap_or_else(|| panic!("no {name}"))
        .trim_matches('\'')
        .to_owned()
}

#[tokio::test]
async fn second_factor_stays_as_it_was_set() {
    let fixture = OperatorFixture::demo().await;
    let url = fixture.pool.url();
    create(&fixture, url.as_str(), &["--yes"]).expect(0);
    let pool = written(&fixture, "COGNITO_USER_POOL_ID");
    let apps = SoftwareTokenMfaConfigType::builder().enabled(true).build();
    let set = fixture.client().set_user_pool_mfa_config().user_pool_id(&pool);
    let set = set.mfa_configuration(UserPoolMfaType::On);
    set.software_token_mfa_configuration(apps).send().await.unwrap();
    let ran = create(&fixture, url.as_str(), &["--yes"]).expect(0);
    assert!(ran.out.contains("MFA        ON was there"), "{}", ran.out);
    let get = fixture.client().get_user_pool_mfa_config().user_pool_id(&pool);
    let found = get.send().await.unwrap().mfa_configuration;
    assert_eq!(found, Some(UserPoolMfaType::On));
}

/// Cut off when the pool was made; somebody sets passkeys before the second run.
#[tokio::test]
async fn second_factor_leaves_passkeys_alone() {
    let fixture = OperatorFixture::demo().await;
    let lossy = Lossy::before(&fixture.pool, "CreateUserPool\r\n");
    create(&fixture, &lossy.url, &["--yes"]).expect(2);
    let pools = fixture.client().list_user_pools().max_results(10).send().await;
    let pools = pools.unwrap().user_pools.unwrap();
    let pool = pools.iter().find(|pool| pool.name() == Some("Made")).unwrap();
    let passkeys = WebAuthnConfigurationType::builder().relying_party_id("auth.example.com");
    let set = fixture.client().set_user_pool_mfa_config();
    let set = set
        .set_user_pool_id(pool.id.clone())
        .mfa_configuration(UserPoolMfaType::Off);
    set.web_authn_configuration(passkeys.build())
        .send()
        .await
        .unwrap();
    create(&fixture, fixture.pool.url().as_str(), &["--yes"]).expect(0);
    let get = fixture
        .client()
        .get_user_pool_mfa_config()
        .set_user_pool_id(pool.id.clone());
    let found = get.send().await.unwrap();
    assert_eq!(found.mfa_configuration(), Some(&UserPoolMfaType::Optional));
    let kept = found.web_authn_configuration().unwrap();
    assert_eq!(kept.relying_party_id(), Some("auth.example.com"));
}

#[tokio::test]
async fn passkeys_are_set_once() {
    let fixture = OperatorFixture::demo().await;
    let url = fixture.pool.url();
    let domain = "made.auth.eu-west-1.amazoncognito.com";
    for _ in 0..2 {
        create(&fixture, url.as_str(), &["--yes", "--passkeys", domain]).expect(0);
        assert_eq!(effects(&fixture), [1; 6]);
    }
    let pool = written(&fixture, "COGNITO_USER_POOL_ID");
    let get = fixture.client().get_user_pool_mfa_config().user_pool_id(&pool);
    let found = get.send().await.unwrap();
    assert_eq!(found.mfa_configuration(), Some(&UserPoolMfaType::Optional));
    let passkeys = found.web_authn_configuration().unwrap();
    assert_eq!(passkeys.relying_party_id(), Some(domain));
}

#[tokio::test]
async fn sessions_are_as_long_as_asked_for() {
    // A refresh token lives whole hours or days, never shorter than the session.
    for (asked, session, token) in [
        ("36h", "36h", "36h"),
        ("30d", "30d", "30d"),
        ("90m", "90m", "2h"),
        ("1h 30s", "3630s", "2h"),
    ] {
        let fixture = OperatorFixture::demo().await;
        let url = fixture.pool.url();
        create(&fixture, url.as_str(), &["--yes", "--session-limit", asked]).expect(0);
        assert_eq!(written(&fixture, "SESSION_LIMIT"), session, "{asked}");
        assert_eq!(written(&fixture, "REFRESH_TOKEN_LIFE"), token, "{asked}");
    }
}

#[tokio::test]
async fn settings_file_says_its_permissions() {
    let fixture = OperatorFixture::demo().await;
    let url = fixture.pool.url();
    let run = || create(&fixture, url.as_str(), &["--yes", "--env-file", "prod.env"]).expect(0);
    let (private, open) = (
        "prod.env (readable for its owner only)",
        "others can read it: chmod 600 prod.env",
    );
    fixture.write("prod.partial", "somebody's");
    assert!(run().out.contains(private));
    assert_eq!(fixture.read("prod.partial"), "somebody's");
    assert!(run().out.contains(private));
    let mode = Permissions::from_mode(0o644);
    std::fs::set_permissions(fixture.path("prod.env"), mode).unwrap();
    let ran = run();
    assert!(
        ran.out.contains(open) && !ran.out.contains(private),
        "{}",
        ran.out
    );
}

#[test]
fn settings_stay_out_of_the_repository() {
    let ignored = include_str!("../../../../.gitignore");
    for name in ["/.env", "/.env.partial"] {
        assert!(ignored.lines().any(|line| line == name), "{name}");
    }
}

#[tokio::test]
async fn made_pool_has_no_findings() {
    let fixture = OperatorFixture::demo().await;
    let ran = create(&fixture, fixture.pool.url().as_str(), &["--yes"]).expect(0);
    let value = |name: &str| written(&fixture, name);
    assert!(!ran.out.contains(&value("CLIENT_SECRET")), "{}", ran.out);
    let mode = fixture.path(".env").metadata().unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    assert_eq!(value("COGNITO_ENDPOINT"), fixture.pool.url().as_str());
    let mut doctor = fixture.program(&["doctor"]);
    for name in ["COGNITO_USER_POOL_ID", "CLIENT_ID", "CLIENT_SECRET"] {
        doctor.env(name, value(name));
    }
    let ran: Ran = doctor.output().unwrap().into();
    let ran = ran.expect(0);
    assert!(
        !ran.out.contains("error:") && !ran.out.contains("warning:"),
        "{}",
        ran.out
    );
}

#[tokio::test]
async fn plans_and_unasked_runs_make_nothing() {
    let fixture = OperatorFixture::demo().await;
    let url = fixture.pool.url();
    let ran = create(&fixture, url.as_str(), &["--plan"]).expect(0);
    assert!(ran.out.contains("Made (new)"), "{}", ran.out);
    let ran = create(&fixture, url.as_str(), &[]).expect(2);
    assert!(ran.err.contains("--yes"), "{}", ran.err);
    for (more, expected) in [
        (&["--yes", "--mail-from", "a@example.com"][..], "--mail-identity"),
        (&["--yes", "--name", "Demo pool"], "this command has not made"),
    ] {
        // The later name counts.
        let arguments = [
            &[
                "pool",
                "create",
                "--region",
                "eu-west-1",
                "--domain-prefix",
                "made",
                "--endpoint",
                url.as_str(),
            ],
            more,
        ]
        .concat();
        let ran: Ran = fixture.program(&arguments).output().unwrap().into();
        let ran = ran.expect(2);
        assert!(ran.err.contains(expected), "{}", ran.err);
    }
    fixture.write(".env", "RUST_LOG=warn\n");
    let ran = create(&fixture, url.as_str(), &["--yes"]).expect(2);
    assert!(ran.err.contains(".env is there already"), "{}", ran.err);
    assert_eq!(effects(&fixture), [0; 6]);
}
