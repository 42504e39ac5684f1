//! Settings of the pool that the app relies on: plan, protection, second factor, sender, style and secrets.

use aws_sdk_cognitoidentityprovider::types::{
    DeletionProtectionType, EmailSendingAccountType, IssuerType, UserPoolMfaType, UserPoolTierType,
};

use super::{Domain, Finding, Sides};

const POOL: &str = "user pool";
const CLIENT: &str = "app client";
/// In days.
const OLD_SECRET: i64 = 365;
const SIGN_IN: &str = "in the console: Sign-in, Multi-factor authentication";

/// What could be asked, or why not.
pub enum Seen<T> {
    Known(T),
    /// The credentials may not ask.
    Unknown(String),
}

pub fn compare(sides: &Sides<'_>) -> Vec<Finding> {
    let found = [
        tier(sides),
        protection(sides),
        mfa(sides),
        mail(sides),
        style(sides),
        secrets(sides),
        secret(sides),
        old_secret(sides),
        issuer(sides),
    ];
    found.into_iter().flatten().collect()
}

fn tier(sides: &Sides<'_>) -> Option<Finding> {
    (sides.pool.user_pool_tier() == Some(&UserPoolTierType::Lite)).then(|| {
        Finding::error(
            "tier",
            POOL,
            "it is of the plan Lite, which has no managed login".to_owned(),
            "in the console: Settings, Feature plan: Essentials".to_owned(),
        )
    })
}

fn protection(sides: &Sides<'_>) -> Option<Finding> {
    (sides.pool.deletion_protection() != Some(&DeletionProtectionType::Active)).then(|| {
        Finding::warning(
            "deletion-protection",
            POOL,
            "deletion protection is off: one call deletes it with everybody in it".to_owned(),
            "in the console: Settings, Deletion protection".to_owned(),
        )
    })
}

fn mfa(sides: &Sides<'_>) -> Option<Finding> {
    matches!(sides.pool.mfa_configuration(), None | Some(UserPoolMfaType::Off)).then(|| {
        Finding::note(
            "mfa-off",
            POOL,
            "it has no second factor, so people cannot set one up".to_owned(),
            format!("{SIGN_IN}: optional, with authenticator apps"),
        )
    })
}

fn mail(sides: &Sides<'_>) -> Option<Finding> {
    let account = sides
        .pool
        .email_configuration()
        .and_then(|configuration| configuration.email_sending_account());
    (account != Some(&EmailSendingAccountType::Developer)).then(|| {
        Finding::note(
            "cognito-mail",
            POOL,
            "Cognito itself sends the mail: 50 messages a day for the whole account, for tests".to_owned(),
            "operator pool template --mail-from no-reply@YOUR.DOMAIN shows what Amazon SES needs".to_owned(),
        )
    })
}

fn style(sides: &Sides<'_>) -> Option<Finding> {
    match &sides.has_style {
        Seen::Known(true) => None,
        Seen::Known(false) => matches!(&sides.domain, Domain::Described(domain) if domain.managed_login_version() > Some(1))
            .then(|| {
                Finding::error(
                    "no-style",
                    CLIENT,
                    "managed login has no style for it: people see an error instead of the sign-in page".to_owned(),
                    "in the console: Branding, Managed login, Create a style for the app client".to_owned(),
                )
            }),
        Seen::Unknown(reason) => Some(Finding::warning(
            "style-not-seen",
            CLIENT,
            format!("whether managed login has a style for it cannot be seen: {reason}"),
            "allow cognito-idp:DescribeManagedLoginBrandingByClient, or look in the console: Branding, Managed login"
                .to_owned(),
        )),
    }
}

fn secrets(sides: &Sides<'_>) -> Option<Finding> {
    match &sides.secrets {
        Seen::Known(days) if days.len() > 1 => Some(Finding::note(
            "two-secrets",
            CLIENT,
            format!(
                "it has two secrets, {} days old: the old one stays good until it is deleted",
                days.iter().map(ToString::to_string).collect::<Vec<_>>().join(" and ")
            ),
            "delete the old one once every server has the new one: aws cognito-idp delete-user-pool-client-secret"
                .to_owned(),
        )),
        Seen::Known(_) => None,
        Seen::Unknown(reason) => Some(Finding::note(
            "secrets-not-seen",
            CLIENT,
            format!("how many secrets it has cannot be seen: {reason}"),
            "allow cognito-idp:ListUserPoolClientSecrets".to_owned(),
        )),
    }
}

/// Of two it is the newer one that counts: then the old one is being replaced.
fn old_secret(sides: &Sides<'_>) -> Option<Finding> {
    let Seen::Known(days) = &sides.secrets else {
        return None;
    };
    let newest = days.iter().min().filter(|days| **days > OLD_SECRET)?;
    Some(Finding::note(
        "old-secret",
        CLIENT,
        format!("its secret is {newest} days old"),
        "make another one: aws cognito-idp add-user-pool-client-secret; give the servers CLIENT_SECRET=NEW,OLD; delete the old one \
         when they have it"
            .to_owned(),
    ))
}

/// The app takes both spellings of either kind of pool; others may know one.
fn issuer(sides: &Sides<'_>) -> Option<Finding> {
    let configuration = sides.pool.issuer_configuration();
    let kind = configuration.and_then(|configuration| configuration.r#type());
    (kind == Some(&IssuerType::Updated)).then(|| {
        let region = sides.ids.pool.split_once('_').map_or("REGION", |(region, _)| region);
        Finding::note(
            "updated-issuer",
            POOL,
            format!(
                "its tokens name the issuer https://issuer-cognito-idp.{region}.amazonaws.com/{id}; the app takes this one and \
                 https://cognito-idp.{region}.amazonaws.com/{id}",
                id = sides.ids.pool
            ),
            "look at whatever else verifies its tokens; load balancers and API Gateway take the older one only".to_owned(),
        )
    })
}

/// Of two secrets the pool shows one, so that nothing can be said of the other.
fn secret(sides: &Sides<'_>) -> Option<Finding> {
    let own = sides
        .client_secret
        .as_deref()
        .filter(|own| !own.trim().is_empty())?;
    let of_pool = sides.client.client_secret()?;
    let is_one = matches!(&sides.secrets, Seen::Known(days) if days.len() < 2);
    let differs = own.split(',').all(|own| own.trim() != of_pool);
    (is_one && differs).then(|| {
        Finding::error(
            "secret-differs",
            CLIENT,
            "CLIENT_SECRET is not its secret: every sign-in fails when the code is exchanged".to_owned(),
            "aws cognito-idp describe-user-pool-client prints the right one; or CLIENT_ID is that of another client"
                .to_owned(),
        )
    })
}
