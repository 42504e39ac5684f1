//! What puts a finding right, exactly: a command, and the lines of a template. They come from the plan of the pool that
//! attributes.toml wants, and from the pool as it is, so that nothing else changes.

use aws_sdk_cognitoidentityprovider::types::{ExplicitAuthFlowsType, UserAttributeUpdateSettingsType};
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use super::request::{Action, Request, overlay};
use super::{Finding, Seen, Sides, messages, whole};
use crate::plan::{PoolPlan, Setting, Settings, Value, schema_attribute};
use crate::template::{hcl_lines, yaml_lines};

/// One remedy in three languages.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct Fix {
    /// A command of the AWS CLI. Missing where it would reset settings that are not known here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cli: Option<String>,
    /// Properties of the resource in a `CloudFormation` template; empty where there are none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub cloudformation: String,
    /// Arguments of the resource in a Terraform configuration; empty where there are none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub terraform: String,
    /// What the command sends.
    #[serde(skip)]
    pub request: Option<Request>,
}

/// What is changed.
enum Change {
    Client(Vec<Setting>),
    Pool(Vec<Setting>),
    Domain(i32),
    Style,
    Mfa(Vec<Setting>),
    Attribute(Settings),
}

/// The fix of a finding, if settings of the pool are what puts it right.
pub fn of(finding: &Finding, sides: &Sides<'_>, plan: &PoolPlan) -> Option<Fix> {
    let change = change(finding, sides, plan)?;
    Some(match &change {
        Change::Client(settings) => {
            let mut request = whole::client(sides.client);
            request.insert("UserPoolId".to_owned(), sides.ids.pool.as_str().into());
            request.insert("ClientId".to_owned(), sides.ids.client.as_str().into());
            overlay(&mut request, settings);
            fix(sides, Action::UpdateClient, Some(request), settings)
        }
        Change::Pool(settings) => {
            let request = whole::pool(sides.pool).map(|mut request| {
                request.insert("UserPoolId".to_owned(), sides.ids.pool.as_str().into());
                overlay(&mut request, settings);
                request
            });
            fix(sides, Action::UpdatePool, request, settings)
        }
        Change::Domain(version) => domain_fix(sides, *version),
        Change::Style => {
            let request = json!({
                "UserPoolId": sides.ids.pool, "ClientId": sides.ids.client, "UseCognitoProvidedValues": true,
            });
            let settings = plan.branding_settings().0;
            fix(sides, Action::CreateStyle, members(request), &settings)
        }
        Change::Mfa(settings) => {
            // What else is set, passkeys for instance, must be in the request.
            let request = match &sides.factors {
                Seen::Known(found) => {
                    let mut request = whole::with_apps(whole::factors(found), "OPTIONAL");
                    request.insert("UserPoolId".to_owned(), sides.ids.pool.as_str().into());
                    Some(request)
                }
                Seen::Unknown(_) => None,
            };
            fix(sides, Action::SetFactors, request, settings)
        }
        Change::Attribute(member) => {
            let request = json!({
                "UserPoolId": sides.ids.pool, "CustomAttributes": [member.to_json(&|_| String::new())],
            });
            let schema = Setting {
                name: "Schema",
                value: Value::List(vec![Value::Map(member.clone())]),
                comment: None,
            };
            fix(sides, Action::AddAttributes, members(request), &[schema])
        }
    })
}

fn change(finding: &Finding, sides: &Sides<'_>, plan: &PoolPlan) -> Option<Change> {
    let about = finding.about.as_str();
    Some(match finding.code {
        "missing" => {
            let attribute = sides
                .schema
                .get(about)
                .filter(|attribute| attribute.is_custom())?;
            Change::Attribute(schema_attribute(attribute))
        }
        "classic-pages" => Change::Domain(2),
        "no-style" => Change::Style,
        "mfa-off" => Change::Mfa(planned(plan.settings(), &["MfaConfiguration", "EnabledMfas"])),
        "deletion-protection" => Change::Pool(planned(plan.settings(), &["DeletionProtection"])),
        "tier" => Change::Pool(planned(plan.settings(), &["UserPoolTier"])),
        "password" => Change::Pool(planned(plan.settings(), &["Policies"])),
        "closed" => Change::Pool(planned(plan.settings(), &["AdminCreateUserConfig"])),
        "messages" => Change::Pool(messages::settings(sides)?),
        "unverified-change" => Change::Pool(verification(about, sides, true)),
        "no-code" => Change::Pool(verification(about, sides, false)),
        _ => Change::Client(client_settings(finding, sides, plan)?),
    })
}

fn client_settings(finding: &Finding, sides: &Sides<'_>, plan: &PoolPlan) -> Option<Vec<Setting>> {
    let about = finding.about.as_str();
    let client = sides.client;
    let planned = |names: &[&str]| planned(plan.client.settings(), names);
    Some(match finding.code {
        "callback-url" => vec![union(
            "CallbackURLs",
            client.callback_urls(),
            std::slice::from_ref(&sides.redirect_uri),
        )],
        "sign-out-url" => vec![union(
            "LogoutURLs",
            client.logout_urls(),
            std::slice::from_ref(&sides.sign_out_uri),
        )],
        "no-login-pages" => planned(&["AllowedOAuthFlowsUserPoolClient", "AllowedOAuthFlows"]),
        "no-code-flow" | "implicit-flow" => planned(&["AllowedOAuthFlows"]),
        "scope" => {
            let wanted: Vec<String> = plan.client.scopes.iter().map(ToString::to_string).collect();
            vec![union(
                "AllowedOAuthScopes",
                client.allowed_o_auth_scopes(),
                &wanted,
            )]
        }
        "tells-who-exists" => planned(&["PreventUserExistenceErrors"]),
        "no-revocation" => planned(&["EnableTokenRevocation"]),
        "no-rotation" | "no-grace" | "rotation-flow" => {
            let mut settings = vec![flows_with_rotation(sides)];
            settings.extend(planned(&["RefreshTokenRotation"]));
            settings
        }
        "access-token-lifetime" => lifetime("AccessTokenValidity", "AccessToken", sides, plan),
        "refresh-token-lifetime" => lifetime("RefreshTokenValidity", "RefreshToken", sides, plan),
        "read-not-set" => planned(&["ReadAttributes"]),
        "not-readable" | "scope-not-readable" => {
            vec![union(
                "ReadAttributes",
                client.read_attributes(),
                &plan.client.read,
            )]
        }
        "write-not-set" => planned(&["WriteAttributes"]),
        "not-writable" => vec![union(
            "WriteAttributes",
            client.write_attributes(),
            &[about.to_owned()],
        )],
        "writable-standard" => vec![setting("WriteAttributes", listed_only(sides, plan))],
        "writable-and-authorises" | "writable-not-on-the-list" => vec![not_writable(about, sides, plan)],
        _ => return None,
    })
}

fn planned(settings: Settings, names: &[&str]) -> Vec<Setting> {
    let wanted = settings.0.into_iter();
    wanted.filter(|setting| names.contains(&setting.name)).collect()
}

fn setting(name: &'static str, value: impl Into<Value>) -> Setting {
    Setting {
        name,
        value: value.into(),
        comment: None,
    }
}

/// What is there, and what is missing of the wanted.
fn union(name: &'static str, there: &[String], wanted: &[String]) -> Setting {
    let missing = wanted.iter().filter(|item| !there.contains(item));
    let all: Vec<String> = there.iter().chain(missing).cloned().collect();
    setting(name, all)
}

/// The client's list without a name. Where nothing is left of it, and where there is none, it gets the planned one: an
/// empty list lets people write everything.
fn not_writable(name: &str, sides: &Sides<'_>, plan: &PoolPlan) -> Setting {
    let without = |list: &[String]| -> Vec<String> {
        let kept = list.iter().filter(|listed| *listed != name);
        kept.cloned().collect()
    };
    let mut kept = without(sides.client.write_attributes());
    if kept.is_empty() {
        kept = without(&plan.client.write);
    }
    setting("WriteAttributes", kept)
}

/// The client's list without the standard attributes that attributes.toml does not have.
fn listed_only(sides: &Sides<'_>, plan: &PoolPlan) -> Vec<String> {
    let listed = sides.client.write_attributes().iter();
    let is_known = |name: &&String| super::rights::is_known(sides, name);
    let kept: Vec<String> = listed.filter(is_known).cloned().collect();
    // An empty list lets people write everything.
    if kept.is_empty() {
        plan.client.write.clone()
    } else {
        kept
    }
}

fn flows_with_rotation(sides: &Sides<'_>) -> Setting {
    let flows = sides.client.explicit_auth_flows().iter();
    let kept = flows.filter(|flow| **flow != ExplicitAuthFlowsType::AllowRefreshTokenAuth);
    let mut kept: Vec<&str> = kept.map(ExplicitAuthFlowsType::as_str).collect();
    if kept.is_empty() {
        kept.push("ALLOW_USER_SRP_AUTH");
    }
    setting("ExplicitAuthFlows", kept)
}

/// The planned lifetime with its unit, the other units as they are.
fn lifetime(name: &'static str, token: &str, sides: &Sides<'_>, plan: &PoolPlan) -> Vec<Setting> {
    let mut settings = planned(plan.client.settings(), &[name]);
    let found = sides.client.token_validity_units();
    let unit = |member: &str, usual: &'static str| {
        let there = found.and_then(|units| match member {
            "AccessToken" => units.access_token(),
            "IdToken" => units.id_token(),
            _ => units.refresh_token(),
        });
        match (member == token, member) {
            (true, "RefreshToken") => plan.client.refresh_validity().1.to_owned(),
            (true, _) => "minutes".to_owned(),
            _ => there.map_or(usual, |unit| unit.as_str()).to_owned(),
        }
    };
    let mut units = Settings::default();
    for (member, usual) in [
        ("AccessToken", "hours"),
        ("IdToken", "hours"),
        ("RefreshToken", "days"),
    ] {
        units.set(member, unit(member, usual));
    }
    settings.push(setting("TokenValidityUnits", Value::Map(units)));
    settings
}

/// The pool's lists of proven addresses, with this one in it.
fn verification(name: &str, sides: &Sides<'_>, before_update: bool) -> Vec<Setting> {
    let wanted = [name.to_owned()];
    let there: Vec<String> = sides
        .pool
        .auto_verified_attributes()
        .iter()
        .map(|name| name.as_str().to_owned())
        .collect();
    let mut settings = vec![union("AutoVerifiedAttributes", &there, &wanted)];
    if before_update {
        let found = sides.pool.user_attribute_update_settings();
        let names = found.map(UserAttributeUpdateSettingsType::attributes_require_verification_before_update);
        let names = names.unwrap_or_default().iter();
        let there: Vec<String> = names.map(|name| name.as_str().to_owned()).collect();
        let mut inner = Settings::default();
        inner.0.push(union(
            "AttributesRequireVerificationBeforeUpdate",
            &there,
            &wanted,
        ));
        settings.push(setting("UserAttributeUpdateSettings", Value::Map(inner)));
    }
    settings
}

fn domain_fix(sides: &Sides<'_>, version: i32) -> Fix {
    let request = json!({ "UserPoolId": sides.ids.pool, "ManagedLoginVersion": version });
    let request = match &sides.domain {
        super::Domain::Described(domain) => whole::domain(domain).map(|found| {
            let mut whole = members(request).unwrap_or_default();
            whole.extend(found);
            whole
        }),
        _ => None,
    };
    let settings = [setting("ManagedLoginVersion", i64::from(version))];
    fix(sides, Action::UpdateDomain, request, &settings)
}

fn members(request: Json) -> Option<Map<String, Json>> {
    match request {
        Json::Object(members) => Some(members),
        _ => None,
    }
}

fn fix(sides: &Sides<'_>, action: Action, request: Option<Map<String, Json>>, settings: &[Setting]) -> Fix {
    let lines: Vec<Setting> = settings.iter().map(without_comment).collect();
    let body = request.map(Json::Object);
    Fix {
        cli: body.as_ref().map(|body| sides.ids.request(action.name(), body)),
        cloudformation: yaml_lines(&Settings(lines.clone())),
        terraform: hcl_lines(&Settings(lines)),
        request: body.map(|body| Request { action, body }),
    }
}

fn without_comment(setting: &Setting) -> Setting {
    Setting {
        comment: None,
        ..setting.clone()
    }
}
