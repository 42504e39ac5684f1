//! `operator doctor`: where `attributes.toml`, the user pool and its app client do not fit together, and what puts it
//! right. `operator attributes check` is the same by its older name.

mod add_attribute;
mod app;
mod attribute;
mod catalog;
mod client;
pub mod contact;
mod finding;
mod fix;
mod ids;
mod mail;
mod messages;
mod pool_state;
mod request;
mod rights;
mod settings;
pub mod sign_up;
mod wanted;
pub mod whole;

use std::process::ExitCode;
use std::time::SystemTime;

use attributes::Schema;
use aws_sdk_cognitoidentityprovider::operation::get_user_pool_mfa_config::GetUserPoolMfaConfigOutput;
use aws_sdk_cognitoidentityprovider::types::{UserPoolClientType, UserPoolType};

use crate::audit::system_time;
use crate::cli::{Check, Look};
use crate::messages::Messages;
use crate::pool::Pool;
use crate::start::{connect, read_schema};
use finding::{Report, text_report};

pub use finding::{Finding, Level};
pub use ids::Ids;
use pool_state::Seen;
pub use request::{Action, Request};
use settings::Domain;

/// Both sides of the comparison.
pub struct Sides<'a> {
    pub schema: &'a Schema,
    pub pool: &'a UserPoolType,
    pub client: &'a UserPoolClientType,
    pub domain: Domain,
    pub ids: Ids,
    /// Where the app wants people sent after signing in, and after signing out.
    pub redirect_uri: String,
    pub sign_out_uri: String,
    /// The longest session of the app, in seconds.
    pub session_limit: i64,
    /// What the pool is to write to people, if anything was asked for.
    pub messages: Option<Messages>,
    /// Whether managed login has a style for the client.
    has_style: Seen<bool>,
    /// Second factors and passkeys.
    factors: Seen<Box<GetUserPoolMfaConfigOutput>>,
    /// The age of each of the client's secrets, in days.
    secrets: Seen<Vec<i64>>,
    /// What the server takes for the client's secret.
    client_secret: Option<String>,
}

/// What the codes of findings of the running app begin with.
const OF_THE_APP: &str = "app-";

/// 0 when they agree, 1 when they differ.
pub async fn run(options: Check) -> Result<ExitCode, String> {
    let schema = read_schema(&options.look.list)?;
    let only = known_codes(&options.only)?;
    let pool = connect(options.look.at.clone()).await?.pool;
    let mut findings = everything(&options, &schema, &pool, &only).await?;
    findings.retain(|finding| only.is_empty() || only.iter().any(|code| code == finding.code));
    let ids = options.look.ids();
    let report = Report::of(&ids, findings);
    if options.json {
        let json = serde_json::to_string_pretty(&report).map_err(|error| error.to_string())?;
        println!("{json}");
    } else {
        print!("{}", text_report(&report));
    }
    Ok(if report.agrees {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(1)
    })
}

/// What list, pool, sender and app have against each other, the worst first.
async fn everything(
    options: &Check,
    schema: &Schema,
    pool: &Pool,
    only: &[String],
) -> Result<Vec<Finding>, String> {
    let looked = look(&options.look, schema, pool).await?;
    let mut others: Vec<Finding> = looked
        .contradictions
        .iter()
        .map(|text| contradiction(text))
        .collect();
    others.extend(mail::compare(&options.look, &looked.pool).await?);
    if options.app || only.iter().any(|code| code.starts_with(OF_THE_APP)) {
        let expected = app::Expected {
            look: &options.look,
            pool: &looked.pool,
            client: &looked.client,
        };
        others.extend(app::compare(&expected).await?);
    }
    let mut findings = looked.findings;
    findings.extend(explained(others));
    findings.sort_by_key(|finding| finding.level);
    Ok(findings)
}

fn contradiction(text: &str) -> Finding {
    Finding::error(
        "contradiction",
        "attributes.toml",
        text.to_owned(),
        "until then no template is written of the list, and no finding has a command".to_owned(),
    )
}

/// What was seen of a pool.
pub struct Looked {
    /// Everything that does not fit, the worst first, each with why it matters and what puts it right.
    pub findings: Vec<Finding>,
    /// In what the list contradicts itself. Then there is no plan, and no finding has more than advice.
    pub contradictions: Vec<String>,
    pub pool: UserPoolType,
    pub client: UserPoolClientType,
}

/// Looks at pool, client and sign-in pages.
pub async fn look(options: &Look, schema: &Schema, pool: &Pool) -> Result<Looked, String> {
    let message = |error: crate::pool::PoolError| error.to_string();
    let described = pool.describe().await.map_err(message)?;
    let client = pool.describe_client(&options.client_id).await.map_err(message)?;
    let sides = Sides {
        schema,
        pool: &described,
        client: &client,
        domain: domain_of(pool, &described).await,
        ids: options.ids(),
        redirect_uri: options.redirect_uri(),
        sign_out_uri: options.sign_out_uri(),
        session_limit: options.session_limit.as_secs(),
        messages: Messages::new(&options.messages, &options.app_origin)
            .map_err(|problems| problems.join("\n  "))?,
        has_style: seen(pool.has_style(&options.client_id).await),
        factors: seen(pool.factors().await.map(Box::new)),
        secrets: seen(pool.secret_times(&options.client_id).await.map(days_since)),
        client_secret: options.client_secret.clone(),
    };
    let (findings, contradictions) = with_fixes(compare(&sides), &sides);
    drop(sides);
    Ok(Looked {
        findings,
        contradictions,
        pool: described,
        client,
    })
}

/// The codes to look for; none means all.
pub fn known_codes(codes: &[String]) -> Result<Vec<String>, String> {
    match codes.iter().find(|code| catalog::entry_of(code).is_none()) {
        None => Ok(codes.to_vec()),
        Some(unknown) => Err(format!(
            "--only {unknown}: there is no such finding. There are:
{}",
            catalog::table()
        )),
    }
}

/// How many days ago each of these times was, in seconds since the epoch.
fn days_since(times: Vec<i64>) -> Vec<i64> {
    let now = system_time().duration_since(SystemTime::UNIX_EPOCH);
    let now = now.map_or(0, |now| i64::try_from(now.as_secs()).unwrap_or(i64::MAX));
    times
        .into_iter()
        .map(|time| (now - time) / (24 * 60 * 60))
        .collect()
}

fn seen<T>(answer: Result<T, crate::pool::PoolError>) -> Seen<T> {
    match answer {
        Ok(known) => Seen::Known(known),
        Err(error) => Seen::Unknown(error.to_string()),
    }
}

/// With why each matters.
fn explained(findings: Vec<Finding>) -> impl Iterator<Item = Finding> {
    findings.into_iter().map(|finding| Finding {
        why: catalog::entry_of(finding.code).map_or("", |entry| entry.why),
        ..finding
    })
}

/// With what puts each right, or in what the list contradicts itself.
fn with_fixes(findings: Vec<Finding>, sides: &Sides<'_>) -> (Vec<Finding>, Vec<String>) {
    let plan = wanted::plan(sides);
    let mut findings: Vec<Finding> = explained(findings).collect();
    if let Ok(plan) = &plan {
        for finding in &mut findings {
            finding.fix = fix::of(finding, sides, plan);
        }
    }
    (findings, plan.err().unwrap_or_default())
}

/// A custom domain counts before the one of Amazon's.
async fn domain_of(pool: &Pool, described: &UserPoolType) -> Domain {
    let Some(name) = described.custom_domain().or(described.domain()) else {
        return Domain::None;
    };
    match pool.describe_domain(name).await {
        Ok(domain) => Domain::Described(Box::new(domain)),
        Err(error) => Domain::Unknown(error.to_string()),
    }
}

/// Everything that does not fit, the worst first.
fn compare(sides: &Sides<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(attribute::compare(sides));
    findings.extend(rights::compare(sides));
    findings.extend(client::compare(sides));
    findings.extend(settings::compare(sides));
    findings.extend(contact::compare(sides));
    findings.extend(sign_up::compare(sides));
    findings.extend(pool_state::compare(sides));
    findings.extend(messages::compare(sides));
    findings.sort_by_key(|finding| finding.level);
    findings
}
