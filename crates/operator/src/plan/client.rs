//! The app client that is wanted.

use attributes::ContactChange;
use jiff::SignedDuration;

use super::{
    Attribute, PlanOptions, Reference, SCOPES, STANDARD_ATTRIBUTES, Schema, Setting, Settings, Switch, map,
};

/// How long access and ID tokens live, in minutes: so long may somebody go on who was disabled.
const TOKEN_MINUTES: i64 = 60;

/// How long a refresh token that was replaced still works, so that an answer that gets lost is made good. The most that
/// Cognito allows.
const GRACE_SECONDS: i64 = 60;

/// An app client.
#[derive(Clone, Debug)]
pub struct ClientPlan {
    pub name: String,
    pub redirect_uri: String,
    pub sign_out_uri: String,
    pub scopes: Vec<&'static str>,
    pub rotates: bool,
    /// Whether people choose between a password and a passkey.
    pub chooses: bool,
    /// How long a refresh token lives: as long as a session of the app.
    pub refresh_life: SignedDuration,
    /// Never empty: that would mean all.
    pub read: Vec<String>,
    pub write: Vec<String>,
}

impl ClientPlan {
    pub fn new(schema: &Schema, addresses: &[&str], options: &PlanOptions) -> Self {
        let phone = schema.contact_change("phone_number") != ContactChange::Off;
        let scopes: Vec<_> = SCOPES.into_iter().chain(phone.then_some("phone")).collect();
        let by_default = |given: &Option<String>, path: &str| {
            let given = given.clone().filter(|given| !given.is_empty());
            given.unwrap_or_else(|| options.app_origin.origin().ascii_serialization() + path)
        };
        Self {
            name: options.name.clone(),
            redirect_uri: by_default(&options.redirect_uri, "/logged_in"),
            sign_out_uri: by_default(&options.sign_out_uri, "/logged_out"),
            read: read(schema, phone),
            write: write(schema, addresses),
            scopes,
            rotates: options.rotation == Switch::On,
            chooses: options.passkeys.is_some(),
            refresh_life: options.session_limit,
        }
    }

    /// Validity and unit of refresh tokens: whole days if it is some, else hours, rounded up.
    pub fn refresh_validity(&self) -> (i64, &'static str) {
        let seconds = self.refresh_life.as_secs();
        if seconds % (24 * 60 * 60) == 0 {
            (seconds / (24 * 60 * 60), "days")
        } else {
            ((seconds + 3599) / 3600, "hours")
        }
    }

    /// All settings of `CreateUserPoolClient`.
    pub fn settings(&self) -> Settings {
        let mut client = Settings::default();
        client.set("ClientName", self.name.clone());
        client.set("UserPoolId", Reference::PoolId);
        client.set_because(
            "GenerateSecret",
            true,
            "The app is one that keeps secrets: its server exchanges the code, browsers see no token.",
        );
        client.set("AllowedOAuthFlowsUserPoolClient", true);
        client.set("AllowedOAuthFlows", vec!["code"]);
        client.set_because(
            "AllowedOAuthScopes",
            self.scopes.clone(),
            "With aws.cognito.signin.user.admin people change their own attributes.",
        );
        client.set("SupportedIdentityProviders", vec!["COGNITO"]);
        client.set_because(
            "CallbackURLs",
            vec![self.redirect_uri.clone()],
            "Compared character by character.",
        );
        client.set("LogoutURLs", vec![self.sign_out_uri.clone()]);
        self.set_flows(&mut client);
        client.set_because(
            "PreventUserExistenceErrors",
            "ENABLED",
            "Otherwise anybody can ask who has an account.",
        );
        client.set("EnableTokenRevocation", true);
        client.set("AccessTokenValidity", TOKEN_MINUTES);
        client.set("IdTokenValidity", TOKEN_MINUTES);
        let (validity, unit) = self.refresh_validity();
        client.set_because(
            "RefreshTokenValidity",
            validity,
            "As long as a session of the app, SESSION_LIMIT.",
        );
        client.set(
            "TokenValidityUnits",
            map([
                ("AccessToken", "minutes".into()),
                ("IdToken", "minutes".into()),
                ("RefreshToken", unit.into()),
            ]),
        );
        client.set_because(
            "ReadAttributes",
            self.read.clone(),
            "A scope with an attribute that is not here makes every sign-in fail.",
        );
        client.set_because(
            "WriteAttributes",
            self.write.clone(),
            "What people may write, by any program. An empty list would mean all, custom ones too.",
        );
        client
    }

    fn set_flows(&self, client: &mut Settings) {
        let mut flows = vec!["ALLOW_USER_SRP_AUTH"];
        if self.chooses {
            flows.push("ALLOW_USER_AUTH");
        }
        if !self.rotates {
            flows.push("ALLOW_REFRESH_TOKEN_AUTH");
        }
        client.0.push(Setting {
            name: "ExplicitAuthFlows",
            value: flows.into(),
            comment: self.rotates.then_some(
                "With rotation Cognito refuses ALLOW_REFRESH_TOKEN_AUTH, which an absent list would allow.",
            ),
        });
        let rotation = if self.rotates {
            map([
                ("Feature", "ENABLED".into()),
                ("RetryGracePeriodSeconds", GRACE_SECONDS.into()),
            ])
        } else {
            map([("Feature", "DISABLED".into())])
        };
        client.0.push(Setting {
            name: "RefreshTokenRotation",
            value: rotation,
            comment: self.rotates.then_some(
                "The old one works for another minute: an answer that gets lost signs nobody out.",
            ),
        });
    }
}

/// All that the scopes show, and what the list has beside it.
fn read(schema: &Schema, phone: bool) -> Vec<String> {
    let mut read: Vec<String> = ["email", "email_verified"].map(String::from).to_vec();
    if phone {
        read.extend(["phone_number", "phone_number_verified"].map(String::from));
    }
    let standard = STANDARD_ATTRIBUTES.into_iter().filter(|name| *name != "address");
    read.extend(standard.chain(["updated_at"]).map(String::from));
    for attribute in schema.attributes() {
        if !read.contains(&attribute.name) {
            read.push(attribute.name.clone());
        }
    }
    read
}

/// What people sign up with, and what the list lets them write.
fn write(schema: &Schema, addresses: &[&str]) -> Vec<String> {
    let is_theirs = |attribute: &&Attribute| {
        let is_written = attribute.mutable || attribute.sign_up || !attribute.mapped_by.is_empty();
        is_written && !attribute.authorises
    };
    let listed = schema.attributes().iter().filter(is_theirs);
    let names = addresses.iter().map(ToString::to_string);
    names
        .chain(listed.map(|attribute| attribute.name.clone()))
        .collect()
}
