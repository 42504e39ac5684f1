//! The running app, asked as a browser asks it: by its public address, through whatever stands in front of it. Nothing is
//! signed in and nothing is stored; a sign-in is begun, as by anybody who opens `/login`.

mod asking;
mod clock;
mod cookies;
mod headers;
mod sign_in;

use aws_sdk_cognitoidentityprovider::types::{UserPoolClientType, UserPoolType};
use serde::Deserialize;
use tokio::join;
use url::Url;

use super::Finding;
use crate::cli::{Look, address};
use asking::{Answer, Asking};

const APP: &str = "app";
/// A reason that is longer is somebody else's page.
const LONGEST_REASON: usize = 80;

/// What the app is compared with.
pub struct Expected<'a> {
    pub look: &'a Look,
    pub pool: &'a UserPoolType,
    pub client: &'a UserPoolClientType,
}

/// What a pool says of itself (OpenID Connect Discovery 1.0 section 3).
#[derive(Deserialize)]
struct Description {
    authorization_endpoint: Url,
}

/// Everything that does not fit between the settings, the pool, and what arrives.
pub async fn compare(expected: &Expected<'_>) -> Result<Vec<Finding>, String> {
    let asking = Asking::new()?;
    let origin = &expected.look.app_origin;
    let description = description_of(expected.look)?;
    let health = at(origin, "/healthz")?;
    // At once, because their clocks are compared.
    let (alive, described) = join!(asking.get(&health), asking.get(&description));
    let alive = match alive {
        Ok(alive) => alive,
        Err(reason) => return Ok(vec![unreachable(origin, &reason)]),
    };
    if alive.status != 200 || alive.body.trim() != "ok" {
        let reason = format!("/healthz answers {}, which is not the app", alive.status);
        return Ok(vec![unreachable(origin, &reason)]);
    }
    let page = match asking.get(&at(origin, "/")?).await {
        Ok(page) => page,
        Err(reason) => return Ok(vec![unreachable(origin, &reason)]),
    };
    if let Some(finding) = leads_elsewhere(origin, &page) {
        return Ok(vec![finding]);
    }
    let mut findings = Vec::new();
    findings.extend(readiness(asking.get(&at(origin, "/readyz")?).await.ok().as_ref()));
    let again = asking.get(&at(origin, "/")?).await.ok();
    findings.extend(headers::compare(origin, &page, again.as_ref()));
    let login = at(origin, "/login")?;
    let started = asking.get(&login).await?;
    let endpoint = described.as_ref().ok().and_then(endpoint_of);
    findings.extend(sign_in::compare(expected, endpoint.as_ref(), &started));
    if started.is_redirect() {
        findings.extend(headers::of_sign_in(&started));
        let mut lost = cookies::compare(origin, &started);
        // What arrives under another name cannot go back as it should.
        if lost.is_none() {
            let again = asking.get_with_cookies(&login, &started).await.ok();
            lost = cookies::returned(&started, again.as_ref());
        }
        findings.extend(lost);
    }
    findings.extend(described.ok().and_then(|pool| clock::compare(&alive, &pool)));
    Ok(findings)
}

/// Where the pool describes itself.
fn description_of(look: &Look) -> Result<Url, String> {
    let (pool, region) = (&look.at.pool_id, look.at.pool_id.split('_').next());
    let amazon = || {
        Url::parse(&format!(
            "https://cognito-idp.{}.amazonaws.com",
            region.unwrap_or_default()
        ))
    };
    let service = match look.at.endpoint() {
        Some(url) => url.clone(),
        None => amazon().map_err(|error| error.to_string())?,
    };
    at(&service, &format!("/{pool}/.well-known/openid-configuration"))
}

fn endpoint_of(description: &Answer) -> Option<Url> {
    let described: Description = serde_json::from_str(&description.body).ok()?;
    Some(described.authorization_endpoint)
}

fn at(origin: &Url, path: &str) -> Result<Url, String> {
    let address = address(origin, path);
    Url::parse(&address).map_err(|error| format!("{address}: {error}"))
}

fn unreachable(origin: &Url, reason: &str) -> Finding {
    Finding::error(
        "app-unreachable",
        APP,
        format!("it does not answer at {}: {reason}", origin.origin().ascii_serialization()),
        "APP_ORIGIN must be the app's public address; let the proxy hand everything on to LISTEN_ADDR, with a certificate \
         that browsers trust"
            .to_owned(),
    )
}

/// A page that is anywhere else: the server has another address in mind, or is told another one by the proxy.
fn leads_elsewhere(origin: &Url, page: &Answer) -> Option<Finding> {
    let advice = "give the server this APP_ORIGIN, and let the proxy hand on the Host header as it came (nginx: \
                  proxy_set_header Host $host; Apache: ProxyPreserveHost On; CloudFront: the policy AllViewer)";
    let location = page.header("location").filter(|_| page.is_redirect());
    if let Some(location) = location {
        let there = origin.join(location).map_or_else(
            |_| "an address that is none".to_owned(),
            |url| address(&url, url.path()),
        );
        let difference = format!("its page / leads to {there} instead of being shown");
        return Some(Finding::error(
            "app-elsewhere",
            APP,
            difference,
            advice.to_owned(),
        ));
    }
    (page.status != 200).then(|| unreachable(origin, &format!("/ answers {}", page.status)))
}

fn readiness(ready: Option<&Answer>) -> Option<Finding> {
    // A proxy need not hand this address on.
    let ready = ready.filter(|ready| ready.status == 503)?;
    let said = ready.body.trim();
    let is_ours = said.starts_with("not ready") && said.len() <= LONGEST_REASON;
    let reason = if is_ours { said } else { "it does not say why" };
    Some(Finding::error(
        "app-not-ready",
        APP,
        format!("it says that it should not be sent requests: {reason}"),
        "`store`: SESSION_STORE must be writable; `pool`: the server must reach the pool's keys; the server's log has more"
            .to_owned(),
    ))
}
