//! The plan as commands of the AWS CLI.

use std::fmt::Write;

use serde_json::Value as Json;

use super::cloudformation::secret_name;
use super::new_identity;
use crate::plan::{MfaChoice, PoolPlan, Reference, Settings};

/// The text of the script, or why there is none.
pub fn write(plan: &PoolPlan) -> Result<String, String> {
    if plan.sms.as_ref().is_some_and(|sms| sms.role.is_none()) {
        return Err(
            "the list uses telephone numbers, and the commands make no role: name one with --sms-role"
                .to_owned(),
        );
    }
    let mut out = head(plan);
    if let Some(domain) = new_identity(plan) {
        out.push_str(&mail(domain));
    }
    let pool = plan.api_settings();
    out.push_str("\nPOOL=$(");
    out.push_str(&command(
        "create-user-pool",
        &pool,
        "--query UserPool.Id --output text ",
    ));
    out.push_str(")\necho \"COGNITO_USER_POOL_ID=$POOL\"\n");
    if let Some(factors) = factors(plan) {
        let _ = writeln!(
            out,
            "aws cognito-idp set-user-pool-mfa-config --user-pool-id \"$POOL\" --mfa-configuration {}{factors} >/dev/null",
            plan.mfa.name()
        );
    }
    out.push_str("CLIENT=$(");
    let query = "--query UserPoolClient.ClientId --output text ";
    out.push_str(&command(
        "create-user-pool-client",
        &plan.client.settings(),
        query,
    ));
    out.push_str(")\necho \"CLIENT_ID=$CLIENT\"\n");
    out.push_str(&rest(plan));
    Ok(out)
}

/// Authenticator apps and passkeys, if there is one of them.
fn factors(plan: &PoolPlan) -> Option<String> {
    let mut options = String::new();
    if plan.mfa != MfaChoice::Off {
        options.push_str(" \\\n  --software-token-mfa-configuration Enabled=true");
    }
    if let Some(config) = plan.passkey_config() {
        let _ = write!(options, " \\\n  --web-authn-configuration '{config}'");
    }
    (!options.is_empty()).then_some(options)
}

fn head(plan: &PoolPlan) -> String {
    format!(
        "\
#!/usr/bin/env bash
# The user pool {name}, written by `operator pool template` from attributes.toml. Run it once: it makes a new pool each time.
# `operator pool create` does the same, goes on where it stopped, and writes a .env.
set -euo pipefail
",
        name = plan.name
    )
}

fn mail(domain: &str) -> String {
    format!(
        "
# The pool takes this sender once the domain is verified: see the records with
#   aws sesv2 get-email-identity --email-identity {domain}
# Until then Cognito sends itself: 50 messages a day. Then, in the console: Authentication methods, Email, Edit, Send email
# with Amazon SES; then `operator pool update --language` sets the texts, if they are to be yours. (`aws cognito-idp update-user-pool` resets every setting that it is not given.)
aws sesv2 create-email-identity --email-identity {domain} \\
  --dkim-signing-attributes NextSigningKeyLength=RSA_2048_BIT >/dev/null
aws sesv2 put-email-identity-mail-from-attributes --email-identity {domain} \\
  --mail-from-domain bounce.{domain} --behavior-on-mx-failure USE_DEFAULT_VALUE
"
    )
}

/// The client's style, the domain, the groups and the secret.
fn rest(plan: &PoolPlan) -> String {
    let mut out = String::new();
    for (action, settings) in [
        ("create-user-pool-domain", plan.domain_settings()),
        ("create-managed-login-branding", plan.branding_settings()),
    ] {
        let _ = writeln!(out, "{} >/dev/null", command(action, &settings, ""));
    }
    for name in &plan.groups {
        let settings = PoolPlan::group_settings(name);
        let _ = writeln!(out, "{} >/dev/null", command("create-group", &settings, ""));
    }
    let _ = write!(
        out,
        "\
# The secret goes from one command into the next, and not onto the screen; without the line's end, which is no part of it.
aws cognito-idp describe-user-pool-client --user-pool-id \"$POOL\" --client-id \"$CLIENT\" \\
  --query UserPoolClient.ClientSecret --output text | tr -d '\\n' |
  aws secretsmanager create-secret --name {secret} --secret-string file:///dev/stdin >/dev/null
echo \"CLIENT_SECRET is in Secrets Manager: {secret}\"
",
        secret = secret_name(&plan.name)
    );
    out
}

/// One command with its request as JSON, in which the shell fills in what came before.
fn command(action: &str, settings: &Settings, options: &str) -> String {
    let json = settings.to_json(&|reference| {
        match reference {
            Reference::PoolId => "'\"$POOL\"'",
            Reference::ClientId => "'\"$CLIENT\"'",
            // Neither is in a script: an identity is not verified yet, and a role is named.
            Reference::MailIdentityArn | Reference::SmsRoleArn => "",
        }
        .to_owned()
    });
    format!(
        "aws cognito-idp {action} {options}--cli-input-json '{}'",
        escaped(&json)
    )
}

/// JSON between the shell's single quotes.
fn escaped(json: &Json) -> String {
    let text = serde_json::to_string_pretty(json).unwrap_or_default();
    // What closes and opens the quotes around a variable stays; any other quote is in a value.
    let (pool, client) = ("'\\\"$POOL\\\"'", "'\\\"$CLIENT\\\"'");
    let text = text.replace(pool, "\u{1}").replace(client, "\u{2}");
    let text = text.replace('\'', r"'\''");
    text.replace('\u{1}', "'\"$POOL\"'")
        .replace('\u{2}', "'\"$CLIENT\"'")
}
