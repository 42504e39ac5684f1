//! The app client's settings beside what the app needs.

use attributes::ContactChange;
use aws_sdk_cognitoidentityprovider::types::{
    ExplicitAuthFlowsType, FeatureType, OAuthFlowType, PreventUserExistenceErrorTypes, TimeUnitsType,
};

use super::{Finding, Sides};

const ABOUT: &str = "app client";
const PAGES: &str = "in the console: App client, Login pages";
const INFORMATION: &str = "in the console: App client, Edit";

/// What the app asks for always. The last one lets people change their own attributes.
const SCOPES: [&str; 4] = ["openid", "email", "profile", "aws.cognito.signin.user.admin"];

const HOUR: i64 = 3600;
const DAY: i64 = 24 * HOUR;

pub fn compare(sides: &Sides<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(addresses(sides));
    findings.extend(sign_in(sides));
    findings.extend(safety(sides));
    findings.extend(rotation(sides));
    findings.extend(lifetimes(sides));
    findings
}

fn addresses(sides: &Sides<'_>) -> Vec<Finding> {
    let lists = [
        (
            "callback-url",
            "callback",
            &sides.redirect_uri,
            sides.client.callback_urls(),
        ),
        (
            "sign-out-url",
            "sign-out",
            &sides.sign_out_uri,
            sides.client.logout_urls(),
        ),
    ];
    let missing = lists
        .into_iter()
        .filter(|(.., wanted, list)| !list.contains(wanted));
    let findings = missing.map(|(code, which, wanted, list)| {
        Finding::error(
            code,
            ABOUT,
            format!("{wanted} is not among its {which} URLs: {}", list.join(", ")),
            format!("{PAGES}: add it, exactly so; or set APP_ORIGIN as in production"),
        )
    });
    findings.collect()
}

fn sign_in(sides: &Sides<'_>) -> Vec<Finding> {
    let client = sides.client;
    let mut findings = Vec::new();
    let mut add = |code, difference: &str, remedy: String| {
        findings.push(Finding::error(code, ABOUT, difference.to_owned(), remedy));
    };
    if client.client_secret().is_none() {
        let remedy = "make another client, of the type Traditional web application".to_owned();
        add(
            "no-secret",
            "it has no secret, and the app is one that keeps secrets",
            remedy,
        );
    }
    if client.allowed_o_auth_flows_user_pool_client() != Some(true) {
        let remedy = format!("{PAGES}: set them up");
        add(
            "no-login-pages",
            "it does not use the pool's sign-in pages",
            remedy,
        );
    }
    let phone = sides.schema.contact_change("phone_number") != ContactChange::Off;
    for scope in SCOPES.into_iter().chain(phone.then_some("phone")) {
        let is_allowed = client
            .allowed_o_auth_scopes()
            .iter()
            .any(|allowed| allowed == scope);
        if !is_allowed {
            add(
                "scope",
                &format!("the scope {scope} is not allowed"),
                format!("{PAGES}: allow it"),
            );
        }
    }
    findings.extend(grants(client.allowed_o_auth_flows()));
    findings
}

fn grants(flows: &[OAuthFlowType]) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !flows.contains(&OAuthFlowType::Code) {
        findings.push(Finding::error(
            "no-code-flow",
            ABOUT,
            "the authorization code grant is not allowed".to_owned(),
            format!("{PAGES}: grant type Authorization code grant"),
        ));
    }
    if flows.contains(&OAuthFlowType::Implicit) {
        findings.push(Finding::warning(
            "implicit-flow",
            ABOUT,
            "the implicit grant is allowed, which puts tokens into addresses".to_owned(),
            format!("{PAGES}: take it away"),
        ));
    }
    findings
}

fn safety(sides: &Sides<'_>) -> Vec<Finding> {
    let client = sides.client;
    let mut findings = Vec::new();
    if client.prevent_user_existence_errors() != Some(&PreventUserExistenceErrorTypes::Enabled) {
        findings.push(Finding::error(
            "tells-who-exists",
            ABOUT,
            "PreventUserExistenceErrors is not ENABLED: anybody can ask who has an account".to_owned(),
            format!("{INFORMATION}: Prevent user existence errors"),
        ));
    }
    if client.enable_token_revocation() != Some(true) {
        findings.push(Finding::error(
            "no-revocation",
            ABOUT,
            "token revocation is off: a refresh token outlives its sign-out".to_owned(),
            format!("{INFORMATION}: Enable token revocation"),
        ));
    }
    findings
}

fn rotation(sides: &Sides<'_>) -> Option<Finding> {
    let rotation = sides
        .client
        .refresh_token_rotation()
        .filter(|rotation| *rotation.feature() == FeatureType::Enabled);
    let Some(rotation) = rotation else {
        return Some(Finding::note(
            "no-rotation",
            ABOUT,
            "refresh tokens are not rotated: a stolen one works for as long as it lives".to_owned(),
            format!("{INFORMATION}: Enable refresh token rotation, with a grace period of 10 to 60 seconds"),
        ));
    };
    let flows = sides.client.explicit_auth_flows();
    if flows.contains(&ExplicitAuthFlowsType::AllowRefreshTokenAuth) {
        return Some(Finding::error(
            "rotation-flow",
            ABOUT,
            "ALLOW_REFRESH_TOKEN_AUTH does not go with rotation".to_owned(),
            format!("{INFORMATION}: take the flow away"),
        ));
    }
    (rotation.retry_grace_period_seconds().unwrap_or(0) == 0).then(|| {
        Finding::error(
            "no-grace",
            ABOUT,
            "refresh tokens are rotated without a grace period: an answer that gets lost signs somebody out"
                .to_owned(),
            format!("{INFORMATION}: a grace period of 10 to 60 seconds"),
        )
    })
}

fn lifetimes(sides: &Sides<'_>) -> Vec<Finding> {
    let client = sides.client;
    let units = client.token_validity_units();
    let access = seconds(
        client.access_token_validity(),
        units.and_then(|units| units.access_token()),
        HOUR,
    );
    let refresh = seconds(
        Some(client.refresh_token_validity()),
        units.and_then(|units| units.refresh_token()),
        DAY,
    );
    let mut findings = Vec::new();
    if let Some(access) = access.filter(|access| *access > HOUR) {
        findings.push(Finding::warning(
            "access-token-lifetime",
            ABOUT,
            format!(
                "access tokens live {} minutes: so long may somebody go on who was disabled",
                access / 60
            ),
            format!("{INFORMATION}: an hour at most"),
        ));
    }
    if let Some(refresh) = refresh.filter(|refresh| *refresh < sides.session_limit) {
        findings.push(Finding::note(
            "refresh-token-lifetime",
            ABOUT,
            format!(
                "refresh tokens live {} hours: sessions end then, though the app allows {} hours (SESSION_LIMIT)",
                refresh / HOUR,
                sides.session_limit / HOUR
            ),
            format!("{INFORMATION}: a longer time, if people sign in too often"),
        ));
    }
    findings
}

/// A validity without a unit is in hours, or days for refresh tokens; 0 or none is Cognito's default, which is fine.
fn seconds(validity: Option<i32>, unit: Option<&TimeUnitsType>, usual: i64) -> Option<i64> {
    let unit = match unit {
        Some(TimeUnitsType::Seconds) => 1,
        Some(TimeUnitsType::Minutes) => 60,
        Some(TimeUnitsType::Hours) => HOUR,
        Some(TimeUnitsType::Days) => DAY,
        _ => usual,
    };
    validity
        .filter(|validity| *validity > 0)
        .map(|validity| i64::from(validity) * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn validities_have_units() {
        for (validity, unit, usual, expected) in [
            (Some(30), None, DAY, Some(30 * DAY)),
            (Some(1), None, HOUR, Some(HOUR)),
            (Some(90), Some(TimeUnitsType::Minutes), HOUR, Some(90 * 60)),
            (Some(3600), Some(TimeUnitsType::Seconds), HOUR, Some(HOUR)),
            (Some(0), Some(TimeUnitsType::Days), DAY, None),
            (None, None, HOUR, None),
        ] {
            assert_eq!(seconds(validity, unit.as_ref(), usual), expected);
        }
    }
}
