//! The pool that is wanted: one description from which templates and requests are written, and with which a pool that
//! exists is compared.

mod client;
mod options;
mod pool;
mod senders;
mod settings;

use attributes::{
    Attribute, ContactChange, PasswordRules, STANDARD_ATTRIBUTES, Schema, SignUpPages, Username,
};

pub use client::ClientPlan;
pub use options::{
    DomainOptions, MailAddress, MailOptions, MfaChoice, PlanOptions, SignUpChoice, SmsOptions, Switch, Tier,
};
pub use pool::schema_attribute;
pub use settings::{Reference, Setting, Settings, Value};

use settings::{map, settings_of};

use crate::branding::BrandStyle;
use crate::messages::Messages;

/// What the app asks for always. The last one lets people change their own attributes.
const SCOPES: [&str; 4] = ["openid", "email", "profile", "aws.cognito.signin.user.admin"];

/// A pool, its app client and what belongs to them.
#[derive(Clone, Debug)]
pub struct PoolPlan {
    pub name: String,
    pub tier: Tier,
    /// What people sign in with.
    pub username: Username,
    /// Addresses that the pool proves by a code, e-mail first.
    pub verified: Vec<&'static str>,
    /// Those among them of which the old one stays until the new one is proven.
    pub verified_first: Vec<&'static str>,
    pub mfa: MfaChoice,
    /// The domain that passkeys are for, if people may have them.
    pub passkeys: Option<String>,
    pub password: PasswordRules,
    pub sign_up_open: bool,
    /// The custom attributes of the list, in its order.
    pub custom: Vec<Attribute>,
    pub sender: Sender,
    /// Who sends text messages, if telephone numbers are used.
    pub sms: Option<Sms>,
    /// What the pool writes to people, if not the service's own words.
    pub messages: Option<Messages>,
    pub client: ClientPlan,
    pub domain: Domain,
    /// The look of the sign-in pages, if not the service's own.
    pub style: Option<BrandStyle>,
    pub groups: Vec<String>,
}

/// Who sends the pool's mail.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sender {
    /// 50 a day for the whole account, for tests.
    Cognito,
    Ses {
        from: MailAddress,
        reply_to: Option<MailAddress>,
        identity: Identity,
    },
}

/// What mail is sent as.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Identity {
    /// The sender's domain, which is to be proven yet.
    New,
    /// By its ARN.
    Verified(String),
}

/// Who sends text messages.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sms {
    /// By its ARN; none if the role is to be made.
    pub role: Option<String>,
    pub external_id: String,
}

/// Where the sign-in pages are.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Domain {
    Prefix(String),
    Custom { name: String, certificate: String },
}

impl PoolPlan {
    /// The plan, or everything in which list and options contradict each other.
    pub fn new(schema: &Schema, options: &PlanOptions) -> Result<Self, Vec<String>> {
        let rules = schema.sign_up_rules();
        let addresses = addresses(schema);
        let mut problems = contradictions(schema, options);
        let messages = messages(options, &addresses).unwrap_or_else(|others| {
            problems.extend(others);
            None
        });
        if !problems.is_empty() {
            return Err(problems);
        }
        let waits = |name: &&str| schema.contact_change(name) != ContactChange::AtOnce;
        let uses_sms = addresses.contains(&"phone_number");
        Ok(Self {
            name: options.name.clone(),
            tier: options.tier,
            username: rules.username,
            verified_first: addresses.iter().copied().filter(waits).collect(),
            mfa: options.mfa,
            passkeys: options.passkeys.clone(),
            password: rules.password,
            sign_up_open: options.sign_up == SignUpChoice::Open,
            custom: custom(schema),
            sender: sender(options),
            sms: uses_sms.then(|| Sms {
                role: options.sms.sms_role.clone(),
                external_id: options.sms.sms_external_id.clone(),
            }),
            messages,
            client: ClientPlan::new(schema, &addresses, options),
            domain: domain(options),
            style: options.brand.clone(),
            groups: options.groups.clone(),
            verified: addresses,
        })
    }
}

/// The addresses people have in this pool: what they sign up with, and what they may change.
fn addresses(schema: &Schema) -> Vec<&'static str> {
    let own = schema.sign_up_rules().username.address_attribute();
    let has = |name: &&str| *name == own || schema.contact_change(name) != ContactChange::Off;
    ["email", "phone_number"].into_iter().filter(has).collect()
}

fn contradictions(schema: &Schema, options: &PlanOptions) -> Vec<String> {
    let mut problems = Vec::new();
    let rules = schema.sign_up_rules();
    let signs_in = match rules.username {
        Username::Email => Some("email"),
        Username::PhoneNumber => Some("phone_number"),
        Username::Name => None,
    };
    if let Some(name) = signs_in.filter(|name| schema.contact_change(name) == ContactChange::AtOnce) {
        problems.push(format!(
            "[contact]: {name} = \"at once\", and people sign in with it: whoever mistypes a new one is locked out. \
             Write {name} = \"verified first\""
        ));
    }
    if rules.pages == SignUpPages::Own && options.sign_up == SignUpChoice::Closed {
        problems.push(
            "--sign-up closed, and [sign_up] says pages = \"own\": the app's form would not work. Write pages = \"hosted\""
                .to_owned(),
        );
    }
    if !(6..=99).contains(&rules.password.min_length) {
        problems.push(format!(
            "[password]: min_length = {} must be 6 to 99, as Cognito has it",
            rules.password.min_length
        ));
    }
    problems.extend(passkey_problems(options));
    for name in twice(&options.groups) {
        problems.push(format!("--group {name} is given twice"));
    }
    problems
}

/// Cognito's own sender takes no words of others; text messages do not go by it
/// (API reference, `VerificationMessageTemplateType`).
fn messages(options: &PlanOptions, addresses: &[&str]) -> Result<Option<Messages>, Vec<String>> {
    let messages = Messages::new(&options.messages, &options.app_origin)?;
    if messages.is_some() && options.mail.from.is_none() && addresses.contains(&"email") {
        return Err(vec![
            "--language: Cognito's own sender has its own words, in English. Name a sender with --mail-from"
                .to_owned(),
        ]);
    }
    Ok(messages)
}

/// Developer guide, "Passkey sign-in": the relying party of managed login is its own domain.
fn passkey_problems(options: &PlanOptions) -> Vec<String> {
    let Some(domain) = &options.passkeys else {
        return Vec::new();
    };
    let mut problems = Vec::new();
    let prefix = options.domain.domain_prefix.as_deref().unwrap_or_default();
    let is_pages = match &options.domain.custom_domain {
        Some(custom) => domain == custom,
        None => domain.starts_with(&format!("{prefix}.auth.")) && domain.ends_with(".amazoncognito.com"),
    };
    if !is_pages {
        problems.push(format!(
            "--passkeys {domain} is not the domain of the sign-in pages: browsers would offer no passkey there"
        ));
    }
    if options.mfa == MfaChoice::On {
        problems.push(
            "--passkeys and --mfa on: a passkey alone is one factor, and Cognito wants two. Write --mfa optional".to_owned(),
        );
    }
    problems
}

fn twice(names: &[String]) -> Vec<&String> {
    let again = names.iter().enumerate();
    again
        .filter(|(at, name)| names[..*at].contains(name))
        .map(|(_, name)| name)
        .collect()
}

fn custom(schema: &Schema) -> Vec<Attribute> {
    let custom = schema
        .attributes()
        .iter()
        .filter(|attribute| attribute.is_custom());
    custom.cloned().collect()
}

fn sender(options: &PlanOptions) -> Sender {
    let Some(from) = options.mail.from.clone() else {
        return Sender::Cognito;
    };
    Sender::Ses {
        from,
        reply_to: options.mail.reply_to.clone(),
        identity: options
            .mail
            .identity
            .clone()
            .map_or(Identity::New, Identity::Verified),
    }
}

fn domain(options: &PlanOptions) -> Domain {
    let DomainOptions {
        domain_prefix,
        custom_domain,
        certificate,
    } = options.domain.clone();
    match (custom_domain, certificate) {
        (Some(name), Some(certificate)) => Domain::Custom { name, certificate },
        // One of the two is there: the command line says so.
        _ => Domain::Prefix(domain_prefix.unwrap_or_default()),
    }
}
