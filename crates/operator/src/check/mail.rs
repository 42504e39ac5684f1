//! Who sends the pool's mail, and whether Amazon SES lets them.

use aws_sdk_cognitoidentityprovider::types::{EmailSendingAccountType, UserPoolType};
use aws_sdk_sesv2::operation::get_account::GetAccountOutput;
use aws_sdk_sesv2::operation::get_email_identity::GetEmailIdentityOutput;
use aws_sdk_sesv2::types::{DkimAttributes, DkimStatus, MailFromDomainStatus};
use tokio::join;

use super::Finding;
use super::fix::Fix;
use crate::cli::Look;
use crate::pool::PoolError;
use crate::ses::{IdentityArn, Ses};

const SENDER: &str = "mail";
/// Of the quota of a day; what is left may be gone in an hour.
const NEARLY_ALL: f64 = 0.8;
/// What a quota says that is none (API reference, `SendQuota`).
const UNLIMITED: f64 = -1.0;

/// Asks SES if it is what sends. A stand-in for Cognito has no SES unless its address is given, too.
pub async fn compare(look: &Look, pool: &UserPoolType) -> Result<Vec<Finding>, String> {
    let mut findings: Vec<Finding> = failure(pool).into_iter().collect();
    let Some(identity) = identity_of(pool) else {
        return Ok(findings);
    };
    let endpoint = look.ses_endpoint();
    if endpoint.is_none() && look.at.endpoint().is_some() {
        return Ok(findings);
    }
    let ses = Ses::connect(&identity.region, endpoint).await?;
    let (found, account) = join!(ses.identity(&identity.name), ses.account());
    findings.extend(of_identity(&identity, found));
    findings.extend(of_account(look, &identity, account));
    Ok(findings)
}

/// What the pool has noticed itself.
fn failure(pool: &UserPoolType) -> Option<Finding> {
    let said = pool
        .email_configuration_failure()
        .filter(|said| !said.is_empty())?;
    Some(Finding::error(
        "mail-failure",
        SENDER,
        format!("the pool says that its mail fails: {said}"),
        "in the console: Authentication methods, Email; the identity must be verified, and in a region that the pool may use"
            .to_owned(),
    ))
}

fn identity_of(pool: &UserPoolType) -> Option<IdentityArn> {
    let configuration = pool.email_configuration()?;
    let is_ses = configuration.email_sending_account() == Some(&EmailSendingAccountType::Developer);
    IdentityArn::parse(configuration.source_arn()?).filter(|_| is_ses)
}

fn not_seen(what: &str, permission: &str, error: &PoolError) -> Finding {
    Finding::warning(
        "mail-not-seen",
        SENDER,
        format!("{what} cannot be seen: {error}"),
        format!("allow {permission}, or look in the console of SES"),
    )
}

/// A command of the AWS CLI, and the lines that say the same, where there are any.
fn fix(identity: &IdentityArn, command: &str, cloudformation: String, terraform: String) -> Fix {
    Fix {
        cli: Some(format!("aws sesv2 {command} --region {}", identity.region)),
        cloudformation,
        terraform,
        request: None,
    }
}

fn of_identity(
    identity: &IdentityArn,
    found: Result<Option<GetEmailIdentityOutput>, PoolError>,
) -> Vec<Finding> {
    let found = match found {
        Ok(Some(found)) => found,
        Ok(None) => return vec![missing(identity)],
        Err(error) => {
            return vec![not_seen(
                "the identity of its sender",
                "ses:GetEmailIdentity",
                &error,
            )];
        }
    };
    if !found.verified_for_sending_status() {
        return vec![unverified(identity, &found)];
    }
    let found = [dkim(identity, &found), mail_from(&found)];
    found.into_iter().flatten().collect()
}

fn missing(identity: &IdentityArn) -> Finding {
    let IdentityArn { region, name } = identity;
    let finding = Finding::error(
        "mail-identity-missing",
        SENDER,
        format!("SES has no identity {name} in {region}"),
        "make it, and put its records into the DNS; or it is of another account, which cannot be seen from here".to_owned(),
    );
    let create = format!("create-email-identity --email-identity {name}");
    let lines = (
        format!("EmailIdentity: {name}\n"),
        format!("email_identity = \"{name}\"\n"),
    );
    with(finding, fix(identity, &create, lines.0, lines.1))
}

fn unverified(identity: &IdentityArn, found: &GetEmailIdentityOutput) -> Finding {
    let remedy = if identity.name.contains('@') {
        format!("open the link that SES has sent to {}", identity.name)
    } else {
        format!(
            "put these records into the DNS of {}: {}",
            identity.name,
            records(identity, found)
        )
    };
    let difference = format!("the identity {} is not verified for sending", identity.name);
    Finding::error("mail-identity-unverified", SENDER, difference, remedy)
}

/// The three records of Easy DKIM.
fn records(identity: &IdentityArn, found: &GetEmailIdentityOutput) -> String {
    let tokens = found.dkim_attributes().map_or(&[][..], |dkim| dkim.tokens());
    let domain = identity.domain();
    let records = tokens
        .iter()
        .map(|token| format!("{token}._domainkey.{domain} CNAME {token}.dkim.amazonses.com"));
    let records: Vec<String> = records.collect();
    if records.is_empty() {
        return "those that the console of SES shows".to_owned();
    }
    records.join(", ")
}

fn dkim(identity: &IdentityArn, found: &GetEmailIdentityOutput) -> Option<Finding> {
    let attributes = found.dkim_attributes();
    let status = attributes
        .and_then(|dkim| dkim.status())
        .unwrap_or(&DkimStatus::NotStarted);
    let is_signed = attributes.is_some_and(DkimAttributes::signing_enabled);
    if *status != DkimStatus::Success {
        let difference = format!("DKIM of {} is {}", identity.name, status.as_str());
        let remedy = format!("put these records into the DNS: {}", records(identity, found));
        return Some(Finding::warning("mail-dkim", SENDER, difference, remedy));
    }
    (!is_signed).then(|| {
        let difference = format!("DKIM of {} is proven and off", identity.name);
        let finding = Finding::warning("mail-dkim", SENDER, difference, "switch signing on".to_owned());
        let command = format!(
            "put-email-identity-dkim-attributes --email-identity {} --signing-enabled",
            identity.name
        );
        let lines = "DkimAttributes:\n  SigningEnabled: true\n".to_owned();
        with(finding, fix(identity, &command, lines, String::new()))
    })
}

/// One that was never set is SES's own, which works, too.
fn mail_from(found: &GetEmailIdentityOutput) -> Option<Finding> {
    let attributes = found.mail_from_attributes()?;
    let domain = attributes.mail_from_domain();
    let status = attributes.mail_from_domain_status();
    (!domain.is_empty() && *status != MailFromDomainStatus::Success).then(|| {
        Finding::note(
            "mail-from-domain",
            SENDER,
            format!("the MAIL FROM domain {domain} is {}", status.as_str()),
            format!(
                "put an MX record for {domain} into the DNS, and SPF: \"v=spf1 include:amazonses.com ~all\""
            ),
        )
    })
}

fn of_account(
    look: &Look,
    identity: &IdentityArn,
    account: Result<GetAccountOutput, PoolError>,
) -> Vec<Finding> {
    let account = match account {
        Ok(account) => account,
        Err(error) => return vec![not_seen("what the account may send", "ses:GetAccount", &error)],
    };
    let found = [
        paused(identity, &account),
        sandbox(look, identity, &account),
        quota(&account),
    ];
    found.into_iter().flatten().collect()
}

fn paused(identity: &IdentityArn, account: &GetAccountOutput) -> Option<Finding> {
    let is_shut = account.enforcement_status() == Some("SHUTDOWN");
    (is_shut || !account.sending_enabled()).then(|| {
        let difference = format!("SES sends nothing for this account in {}", identity.region);
        if is_shut {
            let remedy = "SES has shut it down: answer its case in the Support Center".to_owned();
            return Finding::error("mail-paused", SENDER, difference, remedy);
        }
        let finding = Finding::error("mail-paused", SENDER, difference, "switch sending on".to_owned());
        let command = "put-account-sending-attributes --sending-enabled";
        with(finding, fix(identity, command, String::new(), String::new()))
    })
}

fn sandbox(look: &Look, identity: &IdentityArn, account: &GetAccountOutput) -> Option<Finding> {
    (!account.production_access_enabled()).then(|| {
        let finding = Finding::error(
            "mail-sandbox",
            SENDER,
            format!("the account is in SES's sandbox in {}", identity.region),
            "ask for production access; somebody at AWS reads it, usually within a day".to_owned(),
        );
        let site = look.app_origin.origin().ascii_serialization();
        let command = format!(
            "put-account-details --production-access-enabled --mail-type TRANSACTIONAL --website-url {site}"
        );
        with(finding, fix(identity, &command, String::new(), String::new()))
    })
}

fn quota(account: &GetAccountOutput) -> Option<Finding> {
    let quota = account.send_quota()?;
    let (most, sent) = (quota.max24_hour_send(), quota.sent_last24_hours());
    let is_limited = (most - UNLIMITED).abs() > f64::EPSILON;
    (is_limited && sent >= most * NEARLY_ALL).then(|| {
        Finding::warning(
            "mail-quota",
            SENDER,
            format!("{sent:.0} of {most:.0} messages of a day are sent"),
            "ask for a higher sending quota in the console of Service Quotas: Amazon SES, Sending quota"
                .to_owned(),
        )
    })
}

fn with(finding: Finding, fix: Fix) -> Finding {
    Finding {
        fix: Some(fix),
        ..finding
    }
}
