//! What an operator says of the pool that is wanted, beside `attributes.toml`. Each value is checked by itself here, so
//! that what is wrong is told with the name of its option.

use clap::{Args, ValueEnum};
use jiff::SignedDuration;
use url::{Host, Url};

use crate::branding::{BrandStyle, parse_brand};
use crate::cli::{SESSION_LIMIT, parse_span};
use crate::messages::MessageOptions;

/// The pool that is wanted.
#[derive(Clone, Debug, Args)]
pub struct PlanOptions {
    /// What the pool and its app client are called.
    #[arg(long, value_name = "NAME", default_value = "leptos-cognito", value_parser = parse_name)]
    pub name: String,
    /// The app's public address: https, or http on localhost.
    #[arg(long, value_name = "URL", env = "APP_ORIGIN", default_value = "http://localhost:3000", value_parser = parse_origin)]
    pub app_origin: Url,
    /// Where the pool sends people back; by the app's address if not given.
    #[arg(long, value_name = "URL", env = "REDIRECT_URI", value_parser = parse_app_url)]
    pub redirect_uri: Option<String>,
    /// Where the pool sends people after signing out; by the app's address if not given.
    #[arg(long, value_name = "URL", env = "SIGN_OUT_URI", value_parser = parse_app_url)]
    pub sign_out_uri: Option<String>,
    #[command(flatten)]
    pub domain: DomainOptions,
    #[command(flatten)]
    pub mail: MailOptions,
    #[command(flatten)]
    pub sms: SmsOptions,
    #[command(flatten)]
    pub messages: MessageOptions,
    /// The look of the sign-in pages, from the app's brand.toml; else they look as the service has them.
    #[arg(long, value_name = "FILE", value_parser = parse_brand)]
    pub brand: Option<BrandStyle>,
    /// The pool's feature plan. Lite has neither managed login nor passkeys, so this app cannot use it.
    #[arg(long, default_value = "essentials")]
    pub tier: Tier,
    /// The second factor, an authenticator app.
    #[arg(long, default_value = "optional")]
    pub mfa: MfaChoice,
    /// Passkeys beside passwords, for this domain: that of the sign-in pages, such as my-app.auth.us-east-1.amazoncognito.com or
    /// the custom domain. Another domain later makes all passkeys void.
    #[arg(long, value_name = "DOMAIN", value_parser = parse_domain)]
    pub passkeys: Option<String>,
    /// Whether a refresh token is replaced when it is used.
    #[arg(long, default_value = "on")]
    pub rotation: Switch,
    /// Whether people may make an account themselves.
    #[arg(long, default_value = "open")]
    pub sign_up: SignUpChoice,
    /// A group of users; may be given several times.
    #[arg(long = "group", value_name = "NAME", value_parser = parse_group)]
    pub groups: Vec<String>,
    /// How long a session of the app lasts at most: refresh tokens live as long.
    #[arg(long, value_name = "SPAN", env = "SESSION_LIMIT", default_value = SESSION_LIMIT, value_parser = parse_session_limit)]
    pub session_limit: SignedDuration,
}

/// Where the sign-in pages are.
#[derive(Clone, Debug, Args)]
pub struct DomainOptions {
    /// The sign-in pages are at PREFIX.auth.REGION.amazoncognito.com.
    #[arg(long, value_name = "PREFIX", value_parser = parse_prefix, required_unless_present = "custom_domain", conflicts_with = "custom_domain")]
    pub domain_prefix: Option<String>,
    /// The sign-in pages are at a domain of your own, such as auth.example.com.
    #[arg(long, value_name = "DOMAIN", value_parser = parse_domain, requires = "certificate")]
    pub custom_domain: Option<String>,
    /// The ARN of its certificate in AWS Certificate Manager, in us-east-1.
    #[arg(long, value_name = "ARN", value_parser = parse_certificate, requires = "custom_domain")]
    pub certificate: Option<String>,
}

/// Who sends the pool's mail. Without an address it is Cognito itself: 50 a day, for tests.
#[derive(Clone, Debug, Args)]
pub struct MailOptions {
    /// The sender: no-reply@example.com, or "App <no-reply@example.com>". Sent by Amazon SES, for whose domain an identity
    /// is made unless --mail-identity names one.
    #[arg(id = "mail_from", long = "mail-from", value_name = "ADDRESS", value_parser = parse_sender)]
    pub from: Option<MailAddress>,
    /// The ARN of an SES identity that is verified already.
    #[arg(id = "mail_identity", long = "mail-identity", value_name = "ARN", value_parser = parse_identity, requires = "mail_from")]
    pub identity: Option<String>,
    /// Where answers to the pool's mail go.
    #[arg(id = "mail_reply_to", long = "mail-reply-to", value_name = "ADDRESS", value_parser = parse_sender, requires = "mail_from")]
    pub reply_to: Option<MailAddress>,
}

/// Who sends text messages, for lists that use telephone numbers.
#[derive(Clone, Debug, Args)]
pub struct SmsOptions {
    /// The ARN of a role that lets Cognito send text messages; one is made if not given.
    #[arg(long, value_name = "ARN", value_parser = parse_role)]
    pub sms_role: Option<String>,
    /// The external id that the role asks for.
    #[arg(long, value_name = "ID", default_value = "leptos-cognito-sms")]
    pub sms_external_id: String,
}

/// `UserPoolTier`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Tier {
    Essentials,
    Plus,
}

/// `MfaConfiguration`
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum MfaChoice {
    Off,
    Optional,
    On,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Switch {
    On,
    Off,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum SignUpChoice {
    Open,
    Closed,
}

/// An address with a name before it, perhaps.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MailAddress {
    /// As it goes into a header.
    pub text: String,
    /// What is behind the `@`.
    pub domain: String,
}

/// `[\w\s+=,.@-]+`, 1 to 128 (API reference, `CreateUserPool`).
fn parse_name(text: &str) -> Result<String, String> {
    let is_good = |c: char| c.is_ascii_alphanumeric() || " _+=,.@-".contains(c);
    if (1..=128).contains(&text.len()) && text.chars().all(is_good) {
        Ok(text.to_owned())
    } else {
        Err("must be 1 to 128 letters, digits, blanks and _+=,.@-".to_owned())
    }
}

/// An origin and nothing behind it.
fn parse_origin(text: &str) -> Result<Url, String> {
    let url = safe_url(text)?;
    if url.path() == "/" && url.query().is_none() && url.username().is_empty() {
        Ok(url)
    } else {
        Err("must be an origin such as https://app.example.com, without a path".to_owned())
    }
}

/// A variable that is set to nothing counts as not set, which an empty text stands for.
fn parse_app_url(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    safe_url(text).map(|_| text.to_owned())
}

/// What Cognito takes as a callback: https, or http on this machine, and no fragment
/// (API reference, `CreateUserPoolClient`, `CallbackURLs`).
fn safe_url(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    let is_local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    if url.fragment().is_some() {
        Err("must have no fragment".to_owned())
    } else if url.scheme() == "https" || url.scheme() == "http" && is_local {
        Ok(url)
    } else {
        Err("must be https://, or http:// on localhost: Cognito sends nobody anywhere else".to_owned())
    }
}

/// What a prefix domain may be called (developer guide, "Using the Amazon Cognito domain").
fn parse_prefix(text: &str) -> Result<String, String> {
    let is_good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let at_edge = text.starts_with('-') || text.ends_with('-');
    if !(1..=63).contains(&text.len()) || !text.chars().all(is_good) || at_edge {
        return Err(
            "must be 1 to 63 lower-case letters, digits and hyphens, no hyphen at either end".to_owned(),
        );
    }
    let reserved = ["aws", "amazon", "cognito"];
    match reserved.into_iter().find(|word| text.contains(word)) {
        Some(word) => Err(format!(
            "must not contain `{word}`: Cognito keeps that word for itself"
        )),
        None => Ok(text.to_owned()),
    }
}

/// A name below a domain, in lower case.
fn parse_domain(text: &str) -> Result<String, String> {
    let is_good = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(is_good)
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    if text.len() <= 253 && text.contains('.') && text.split('.').all(is_label) {
        Ok(text.to_owned())
    } else {
        Err("must be a name of your own domain in lower case, such as auth.example.com".to_owned())
    }
}

/// The parts of an ARN: service, region, account, the rest.
fn arn_parts(text: &str) -> Option<(&str, &str, &str, &str)> {
    let mut parts = text.splitn(6, ':');
    let (arn, partition) = (parts.next()?, parts.next()?);
    let (service, region) = (parts.next()?, parts.next()?);
    let (account, rest) = (parts.next()?, parts.next()?);
    let is_account = account.len() == 12 && account.chars().all(|c| c.is_ascii_digit());
    let is_arn = arn == "arn" && partition.starts_with("aws") && is_account;
    is_arn.then_some((service, region, account, rest))
}

fn parse_certificate(text: &str) -> Result<String, String> {
    match arn_parts(text) {
        Some(("acm", "us-east-1", _, rest)) if rest.starts_with("certificate/") => Ok(text.to_owned()),
        Some(("acm", region, ..)) => Err(format!(
            "is in {region}: a custom domain takes certificates of us-east-1 only, wherever the pool is"
        )),
        _ => Err("must be like arn:aws:acm:us-east-1:111122223333:certificate/…".to_owned()),
    }
}

fn parse_identity(text: &str) -> Result<String, String> {
    match arn_parts(text) {
        Some(("ses", region, _, rest)) if !region.is_empty() && rest.starts_with("identity/") => {
            Ok(text.to_owned())
        }
        _ => Err("must be like arn:aws:ses:eu-west-1:111122223333:identity/example.com".to_owned()),
    }
}

fn parse_role(text: &str) -> Result<String, String> {
    match arn_parts(text) {
        Some(("iam", "", _, rest)) if rest.starts_with("role/") => Ok(text.to_owned()),
        _ => Err("must be like arn:aws:iam::111122223333:role/…".to_owned()),
    }
}

fn parse_sender(text: &str) -> Result<MailAddress, String> {
    let address = match text.split_once('<') {
        Some((_, rest)) => rest.strip_suffix('>'),
        None => Some(text),
    };
    let parts = address.and_then(|address| address.trim().split_once('@'));
    let is_plain = text.chars().all(|c| c.is_ascii() && !c.is_ascii_control());
    match parts {
        Some((local, domain)) if is_plain && !local.is_empty() && !local.contains([' ', '@']) => {
            let domain = parse_domain(&domain.to_ascii_lowercase())?;
            Ok(MailAddress {
                text: text.to_owned(),
                domain,
            })
        }
        _ => Err("must be like no-reply@example.com or \"App <no-reply@example.com>\", in ASCII".to_owned()),
    }
}

/// `[\p{L}\p{M}\p{S}\p{N}\p{P}]+`, 1 to 128 (API reference, `CreateGroup`).
fn parse_group(text: &str) -> Result<String, String> {
    let is_good = |c: char| !c.is_whitespace() && !c.is_control();
    if (1..=128).contains(&text.chars().count()) && text.chars().all(is_good) {
        Ok(text.to_owned())
    } else {
        Err("must be 1 to 128 characters without blanks".to_owned())
    }
}

/// What a refresh token can live: an hour to ten years (API reference, `RefreshTokenValidity`).
fn parse_session_limit(text: &str) -> Result<SignedDuration, String> {
    let limit = parse_span(text)?;
    let hours = limit.as_hours();
    if (1..=10 * 365 * 24).contains(&hours) {
        Ok(limit)
    } else {
        Err("must be an hour to ten years: refresh tokens live that long".to_owned())
    }
}

#[cfg(test)]
mod tests;
