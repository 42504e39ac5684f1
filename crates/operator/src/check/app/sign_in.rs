//! Whether a sign-in goes to the pool that is meant, as the client that is meant.

use url::Url;

use super::asking::Answer;
use super::{APP, Expected, Finding};

const SCOPES: &str = "openid";

pub fn compare(expected: &Expected<'_>, endpoint: Option<&Url>, started: &Answer) -> Vec<Finding> {
    let location = started.header("location").filter(|_| started.is_redirect());
    let Some(location) = location.and_then(|location| Url::parse(location).ok()) else {
        return vec![no_sign_in(started)];
    };
    let found = [
        other_pool(expected, endpoint, &location),
        other_client(expected, &location),
        callback(expected, &location),
        scopes(expected, &location),
    ];
    found.into_iter().flatten().collect()
}

fn no_sign_in(started: &Answer) -> Finding {
    let difference = match started.status {
        429 => "/login answers 429: too many sign-ins were started from here".to_owned(),
        status => format!("/login answers {status} instead of going to the sign-in page"),
    };
    Finding::error(
        "app-no-sign-in",
        APP,
        difference,
        "the server's log says why: the pool may be out of its reach, or TRUSTED_PROXIES may lack the proxy, so that all \
         visitors count as one"
            .to_owned(),
    )
}

fn parameter(location: &Url, name: &str) -> Option<String> {
    let mut pairs = location.query_pairs();
    pairs.find_map(|(key, value)| (key == name).then(|| value.into_owned()))
}

/// The address that the pool itself names, or one of its domains.
fn other_pool(expected: &Expected<'_>, endpoint: Option<&Url>, location: &Url) -> Option<Finding> {
    let region = expected.look.at.pool_id.split('_').next().unwrap_or_default();
    let prefix = expected.pool.domain();
    let prefix = prefix.map(|prefix| format!("https://{prefix}.auth.{region}.amazoncognito.com"));
    let custom = expected
        .pool
        .custom_domain()
        .map(|name| format!("https://{name}"));
    let named = endpoint.map(|url| url.origin().ascii_serialization());
    let known: Vec<String> = [named, custom, prefix].into_iter().flatten().collect();
    let there = location.origin().ascii_serialization();
    if known.contains(&there) && location.path() == "/oauth2/authorize" {
        return None;
    }
    Some(Finding::error(
        "app-other-pool",
        APP,
        format!(
            "a sign-in goes to {there}{}, which is not this pool",
            location.path()
        ),
        format!(
            "give the server this pool: COGNITO_USER_POOL_ID={}, and COGNITO_DOMAIN empty or one of the pool's own domains",
            expected.look.at.pool_id
        ),
    ))
}

fn other_client(expected: &Expected<'_>, location: &Url) -> Option<Finding> {
    let sent = parameter(location, "client_id");
    let own = &expected.look.client_id;
    (sent.as_ref() != Some(own)).then(|| {
        Finding::error(
            "app-other-client",
            APP,
            format!(
                "it signs in as the client {}, not as {own}",
                sent.as_deref().unwrap_or("without a name")
            ),
            format!("give the server CLIENT_ID={own} and the secret of that client"),
        )
    })
}

/// Compared byte by byte, as the pool does.
fn callback(expected: &Expected<'_>, location: &Url) -> Option<Finding> {
    let (sent, wanted) = (parameter(location, "redirect_uri"), expected.look.redirect_uri());
    (sent.as_deref() != Some(wanted.as_str())).then(|| {
        Finding::error(
            "app-callback",
            APP,
            format!(
                "it has people sent back to {}, not to {wanted}",
                sent.as_deref().unwrap_or("nowhere")
            ),
            format!(
                "give the server and this command the same APP_ORIGIN, or the same REDIRECT_URI={wanted}"
            ),
        )
    })
}

fn scopes(expected: &Expected<'_>, location: &Url) -> Option<Finding> {
    let sent = parameter(location, "scope").unwrap_or_default();
    let sent: Vec<&str> = sent.split(' ').filter(|scope| !scope.is_empty()).collect();
    let allowed = expected.client.allowed_o_auth_scopes();
    let refused: Vec<&str> = sent
        .iter()
        .filter(|scope| !allowed.iter().any(|allowed| allowed == *scope))
        .copied()
        .collect();
    let difference = if !refused.is_empty() {
        format!(
            "it asks for scopes that the client does not have: {}",
            refused.join(", ")
        )
    } else if !sent.contains(&SCOPES) {
        format!("it does not ask for the scope {SCOPES}")
    } else {
        return None;
    };
    Some(Finding::error(
        "app-scope",
        APP,
        difference,
        "allow them for the client (finding `scope` has the command), or run the server with the same attributes.toml"
            .to_owned(),
    ))
}
