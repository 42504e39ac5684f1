//! `operator attributes check`: where `attributes.toml`, the user pool and its app client do not fit together.

mod add_attribute;
mod attribute;
mod client;
pub mod contact;
mod finding;
mod ids;
mod rights;
mod settings;
pub mod sign_up;

use std::process::ExitCode;

use attributes::Schema;
use aws_sdk_cognitoidentityprovider::types::{UserPoolClientType, UserPoolType};
use url::Url;

use crate::cli::Check;
use crate::pool::Pool;
use crate::start::{connect, read_schema};
use finding::{Report, text_report};

pub use finding::Finding;
pub use ids::Ids;
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
}

/// 0 when they agree, 1 when they differ.
pub async fn run(options: Check) -> Result<ExitCode, String> {
    let schema = read_schema(&options.list)?;
    let ids = Ids {
        pool: options.at.pool_id.clone(),
        client: options.client_id.clone(),
        endpoint: options.at.endpoint().cloned(),
    };
    let pool = connect(options.at).await?.pool;
    let message = |error: crate::pool::PoolError| error.to_string();
    let described = pool.describe().await.map_err(message)?;
    let client = pool.describe_client(&options.client_id).await.map_err(message)?;
    let by_default = |given: Option<String>, path: &str| {
        given
            .filter(|given| !given.is_empty())
            .unwrap_or_else(|| at(&options.app_origin, path))
    };
    let sides = Sides {
        schema: &schema,
        pool: &described,
        client: &client,
        domain: domain_of(&pool, &described).await,
        ids,
        redirect_uri: by_default(options.redirect_uri, "/logged_in"),
        sign_out_uri: by_default(options.sign_out_uri, "/logged_out"),
        session_limit: options.session_limit.as_secs(),
    };
    let report = Report::of(&sides.ids, compare(&sides));
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
    findings.sort_by_key(|finding| finding.level);
    findings
}

fn at(origin: &Url, path: &str) -> String {
    origin.origin().ascii_serialization() + path
}
