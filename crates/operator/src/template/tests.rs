use std::path::PathBuf;

use clap::Parser;

use super::*;
use crate::cli::{Cli, PoolCommand, TopCommand};

/// A list with one attribute of each type.
const LIST: &str = include_str!("golden/attributes.toml");

/// The options of a command line, or what is wrong with it.
fn options(arguments: &str) -> Result<Template, String> {
    let line = format!("operator pool template {arguments}");
    let cli = Cli::try_parse_from(line.split_whitespace()).map_err(|error| error.to_string())?;
    match cli.topic {
        TopCommand::Pool(PoolCommand::Template(options)) => Ok(*options),
        _ => Err("another command".to_owned()),
    }
}

fn written(arguments: &str, list: &str) -> Result<String, String> {
    let options = options(arguments)?;
    let plan = read_plan(&options, list)?;
    render(&plan, options.format)
}

/// Compares with a file of `golden/`; with `GOLDEN=write` in the environment it is written instead.
#[track_caller]
fn is_golden(name: &str, arguments: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("src/template/golden")
        .join(name);
    let text = written(arguments, LIST).unwrap();
    if std::env::var_os("GOLDEN").is_some_and(|value| value == "write") {
        std::fs::write(&path, &text).unwrap();
    }
    assert_eq!(text, std::fs::read_to_string(&path).unwrap(), "{name}");
    assert_eq!(written(arguments, LIST).unwrap(), text, "two runs differ");
}

const SMALL: &str = "--domain-prefix app-example --app-origin https://app.example.com";
const LARGE: &str = "--custom-domain auth.example.com --certificate arn:aws:acm:us-east-1:111122223333:certificate/abc \
     --app-origin https://app.example.com --mail-from no-reply@example.com \
     --language en,es,he --app-name Acme --group staff --group editors --tier plus \
     --mfa on --rotation off --session-limit 36h";

#[test]
fn cloudformation_is_as_reviewed() {
    is_golden("small.yaml", &format!("--format cloudformation {SMALL}"));
    is_golden("large.yaml", &format!("--format cloudformation {LARGE}"));
}

#[test]
fn terraform_is_as_reviewed() {
    is_golden("small.tf", &format!("--format terraform {SMALL}"));
    is_golden("large.tf", &format!("--format terraform {LARGE}"));
}

#[test]
fn commands_are_as_reviewed() {
    is_golden("small.sh", &format!("--format cli {SMALL} --group it's"));
}

#[test]
fn stacks_keep_every_resource_when_deleted() {
    let list = "version = 1\n[contact]\nphone_number = 'verified first'\n";
    for arguments in [SMALL, LARGE] {
        let text = written(&format!("--format cloudformation {arguments}"), list).unwrap();
        let lines: Vec<&str> = text.lines().collect();
        let is_resource = |line: &&str| line.starts_with("    Type: AWS::");
        let kept = "    DeletionPolicy: Retain|    UpdateReplacePolicy: Retain";
        let mut count = 0;
        for at in (0..lines.len()).filter(|at| is_resource(&lines[*at])) {
            assert_eq!(lines[at + 1..=at + 2].join("|"), kept, "{}", lines[at]);
            count += 1;
        }
        assert!(count > 4, "{text}");
    }
}

#[test]
fn scripts_say_how_mail_goes_over() {
    let text = written(&format!("--format cli {LARGE}"), "version = 1\n").unwrap();
    assert!(text.contains("Send email\n# with Amazon SES"), "{text}");
    assert!(!text.contains("operator doctor"), "{text}");
}

#[test]
fn bad_options_are_refused_by_name() {
    for (arguments, option) in [
        ("--domain-prefix my-cognito-app", "--domain-prefix"),
        (
            "--domain-prefix x --app-origin http://app.example.com",
            "--app-origin",
        ),
        (
            "--domain-prefix x --redirect-uri http://app.example.com/a",
            "--redirect-uri",
        ),
        (
            "--domain-prefix x --custom-domain auth.example.com",
            "--custom-domain",
        ),
        ("--custom-domain auth.example.com", "--certificate"),
        ("", "--domain-prefix"),
        (
            "--custom-domain a.example.com --certificate arn:aws:acm:eu-west-1:111122223333:certificate/x",
            "--certificate",
        ),
        ("--domain-prefix x --tier lite", "--tier"),
        (
            "--domain-prefix x --mail-identity arn:aws:ses:eu-west-1:111122223333:identity/x",
            "--mail-from",
        ),
        ("--domain-prefix x --session-limit 5m", "--session-limit"),
    ] {
        let problem = options(&format!("--format cli {arguments}")).unwrap_err();
        assert!(problem.contains(option), "{arguments}: {problem}");
    }
}

#[test]
fn bad_lists_are_refused_by_line() {
    let attribute = |name: &str| format!("[[attribute]]\nname = '{name}'\ntype = 'String'\nlabel = 'x'\n");
    let many: String = (1..=51)
        .map(|number| attribute(&format!("custom:a{number}")))
        .collect();
    let cases = [
        (
            attribute("custom:custom:a"),
            "attributes.toml:3: `custom:custom:a`",
        ),
        (attribute(&format!("custom:{}", "a".repeat(21))), "line 3"),
        (many, "one too many"),
        (
            attribute("custom:a") + "min_length = 9\nmax_length = 3\n",
            "line 6",
        ),
        (attribute("custom:a") + "max_length = 4000\n", "line 6"),
    ];
    for (list, expected) in cases {
        let problem = written(
            &format!("--format terraform {SMALL}"),
            &format!("version = 1\n{list}"),
        )
        .unwrap_err();
        assert!(problem.contains(expected), "{expected}: {problem}");
    }
}

#[test]
fn contradictions_are_refused_together() {
    let list = "version = 1\n[sign_up]\npages = 'own'\n[contact]\nemail = 'at once'\n";
    let arguments = format!("--format terraform {SMALL} --sign-up closed --group a --group a");
    let problem = written(&arguments, list).unwrap_err();
    for part in [
        "email = \"at once\"",
        "--sign-up closed",
        "--group a is given twice",
    ] {
        assert!(problem.contains(part), "{part}: {problem}");
    }
}

#[test]
fn languages_need_a_sender_of_ones_own() {
    let by_cognito = format!("--format cli {SMALL} --language en,he");
    let problem = written(&by_cognito, "version = 1\n").unwrap_err();
    assert!(problem.contains("--mail-from"), "{problem}");
    // Nobody there has an e-mail address, and text messages go another way.
    let by_text = "version = 1\n[sign_up]\nusername = 'phone_number'\n[contact]\nphone_number = 'verified first'\nemail = 'off'\n";
    let text = written(
        &format!("--format cloudformation {SMALL} --language en,he"),
        by_text,
    )
    .unwrap();
    assert!(
        text.contains("SmsMessage: '{####} app.example.com: your code / "),
        "{text}"
    );
    assert!(!text.contains("EmailMessage"), "{text}");
    for bad in [
        "--language fr",
        "--app-name Acme",
        "--messages nowhere.toml --language en",
    ] {
        let arguments = format!("--format cli {SMALL} --mail-from a@example.com {bad}");
        assert!(written(&arguments, LIST).is_err(), "{bad}");
    }
}

#[test]
fn write_rights_are_never_empty() {
    for username in ["email", "phone_number", "name"] {
        let list = format!("version = 1\n[sign_up]\nusername = '{username}'\n");
        let options = options(&format!("--format cli {SMALL}")).unwrap();
        let plan = read_plan(&options, &list).unwrap();
        assert!(!plan.client.write.is_empty(), "{username}");
        assert!(!plan.verified.is_empty(), "{username}");
    }
}

#[test]
fn brands_become_styles_in_each_format() {
    let brand = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/guide/examples/acme.toml");
    let text = |format: &str| written(&format!("--format {format} {SMALL} --brand {brand}"), LIST).unwrap();
    let (yaml, hcl, script) = (text("cloudformation"), text("terraform"), text("cli"));
    assert!(yaml.contains("backgroundColor: '6b2a86ff'"), "{yaml}");
    assert!(
        yaml.contains("      Assets:\n        - Category: FORM_LOGO\n"),
        "{yaml}"
    );
    assert!(hcl.contains(r#"\"backgroundColor\":\"6b2a86ff\""#), "{hcl}");
    assert!(
        hcl.contains("  asset {\n    category   = \"FORM_LOGO\"\n"),
        "{hcl}"
    );
    assert!(script.contains(r#""backgroundColor": "6b2a86ff""#), "{script}");
    for text in [yaml, hcl, script] {
        assert!(!text.contains("UseCognitoProvidedValues") && !text.contains("use_cognito_provided_values"));
    }
    let problem = options(&format!("--format cli {SMALL} --brand nowhere.toml"))
        .err()
        .unwrap();
    assert!(
        problem.contains("--brand") && problem.contains("nowhere.toml"),
        "{problem}"
    );
}

#[test]
fn passkeys_are_for_the_sign_in_pages() {
    let domain = "app-example.auth.eu-west-1.amazoncognito.com";
    let text =
        |format: &str| written(&format!("--format {format} {SMALL} --passkeys {domain}"), LIST).unwrap();
    let yaml = text("cloudformation");
    for expected in [
        "AllowedFirstAuthFactors: [PASSWORD, WEB_AUTHN]",
        "WebAuthnRelyingPartyID: app-example.auth.eu-west-1.amazoncognito.com",
        "WebAuthnUserVerification: preferred",
        "ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH, ALLOW_USER_AUTH]",
    ] {
        assert!(yaml.contains(expected), "{expected}: {yaml}");
    }
    let hcl = text("terraform");
    assert!(
        hcl.contains("  web_authn_configuration {\n    relying_party_id"),
        "{hcl}"
    );
    assert!(
        hcl.contains("allowed_first_auth_factors = [\"PASSWORD\", \"WEB_AUTHN\"]"),
        "{hcl}"
    );
    let script = text("cli");
    assert!(
        script.contains("--web-authn-configuration '{\"RelyingPartyId\""),
        "{script}"
    );
    for (more, expected) in [
        (
            "--passkeys app.example.com",
            "is not the domain of the sign-in pages",
        ),
        (&format!("--passkeys {domain} --mfa on"), "--mfa optional"),
    ] {
        let problem = written(&format!("--format cli {SMALL} {more}"), LIST).unwrap_err();
        assert!(problem.contains(expected), "{problem}");
    }
}
