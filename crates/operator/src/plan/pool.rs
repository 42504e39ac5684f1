//! The settings of the pool itself, by the names that `CloudFormation` gives them.

use attributes::{Attribute, AttributeType, Username};

use super::{Domain, MfaChoice, PoolPlan, Reference, Setting, Settings, Tier, Value, map, settings_of};

/// By the names that `CloudFormation` has for them; the API sets them together with second factors.
pub const PASSKEY_SETTINGS: [&str; 2] = ["WebAuthnRelyingPartyID", "WebAuthnUserVerification"];
const PASSKEY_VERIFICATION: &str = "preferred";

impl PoolPlan {
    /// All settings of the pool.
    pub fn settings(&self) -> Settings {
        let mut pool = Settings::default();
        pool.set("UserPoolName", self.name.clone());
        pool.set_because("UserPoolTier", self.tier.name(), "Lite has no managed login.");
        pool.set("DeletionProtection", "ACTIVE");
        self.set_names(&mut pool);
        pool.set("AutoVerifiedAttributes", self.verified.clone());
        if !self.verified_first.is_empty() {
            pool.set_because(
                "UserAttributeUpdateSettings",
                map([(
                    "AttributesRequireVerificationBeforeUpdate",
                    self.verified_first.clone().into(),
                )]),
                "The old address stays until the new one is proven: whoever mistypes it is not locked out.",
            );
        }
        pool.set("AccountRecoverySetting", self.recovery());
        self.set_mfa(&mut pool);
        self.set_policies(&mut pool);
        self.set_messages(&mut pool);
        self.set_senders(&mut pool);
        let schema: Vec<Value> = self.custom.iter().map(schema_attribute).map(Value::Map).collect();
        if !schema.is_empty() {
            pool.set_because(
                "Schema",
                schema,
                "The custom attributes of attributes.toml, without the prefix. More can be added; none can ever be changed or removed.",
            );
        }
        pool
    }

    /// The same as `CreateUserPool` takes it, which has another name for one and switches the second factor on by a call of
    /// its own.
    pub fn api_settings(&self) -> Settings {
        let mut settings = self
            .settings()
            .without(&["UserPoolName", "MfaConfiguration", "EnabledMfas"])
            .without(&PASSKEY_SETTINGS);
        settings.0.insert(
            0,
            Setting {
                name: "PoolName",
                value: self.name.as_str().into(),
                comment: None,
            },
        );
        settings
    }

    fn set_names(&self, pool: &mut Settings) {
        let names = match self.username {
            Username::Email => Some("email"),
            Username::PhoneNumber => Some("phone_number"),
            Username::Name => None,
        };
        if let Some(name) = names {
            pool.set_because("UsernameAttributes", vec![name], "Cannot be changed later.");
        }
        pool.set("UsernameConfiguration", map([("CaseSensitive", false.into())]));
    }

    fn recovery(&self) -> Value {
        let mechanism = |(at, name): (usize, &&str)| {
            let priority = i64::try_from(at + 1).unwrap_or(1);
            map([
                ("Name", format!("verified_{name}").into()),
                ("Priority", priority.into()),
            ])
        };
        let mechanisms: Vec<Value> = self.verified.iter().enumerate().map(mechanism).collect();
        map([("RecoveryMechanisms", mechanisms.into())])
    }

    fn set_mfa(&self, pool: &mut Settings) {
        pool.set("MfaConfiguration", self.mfa.name());
        if self.mfa != MfaChoice::Off {
            pool.set_because("EnabledMfas", vec!["SOFTWARE_TOKEN_MFA"], "An authenticator app.");
        }
    }

    fn set_policies(&self, pool: &mut Settings) {
        let mut policies = settings_of([("PasswordPolicy", self.password_policy())]);
        let Some(domain) = &self.passkeys else {
            pool.set("Policies", Value::Map(policies));
            return;
        };
        let first = map([("AllowedFirstAuthFactors", vec!["PASSWORD", "WEB_AUTHN"].into())]);
        policies.set_because(
            "SignInPolicy",
            first,
            "People may sign in with a passkey instead.",
        );
        pool.set("Policies", Value::Map(policies));
        let [relying_party, verification] = PASSKEY_SETTINGS;
        pool.set_because(
            relying_party,
            domain.clone(),
            "Where passkeys are good. Another domain makes all of them void.",
        );
        pool.set(verification, PASSKEY_VERIFICATION);
    }

    /// `WebAuthnConfiguration` of `SetUserPoolMfaConfig`, if people may have passkeys.
    pub fn passkey_config(&self) -> Option<serde_json::Value> {
        let domain = self.passkeys.as_ref()?;
        Some(serde_json::json!({ "RelyingPartyId": domain, "UserVerification": PASSKEY_VERIFICATION }))
    }

    fn password_policy(&self) -> Value {
        map([
            ("MinimumLength", i64::from(self.password.min_length).into()),
            ("RequireLowercase", self.password.lowercase.into()),
            ("RequireUppercase", self.password.uppercase.into()),
            ("RequireNumbers", self.password.numbers.into()),
            ("RequireSymbols", self.password.symbols.into()),
        ])
    }

    /// The settings of its domain.
    pub fn domain_settings(&self) -> Settings {
        let mut domain = Settings::default();
        domain.set("UserPoolId", Reference::PoolId);
        match &self.domain {
            Domain::Prefix(prefix) => domain.set("Domain", prefix.clone()),
            Domain::Custom { name, certificate } => {
                domain.set("Domain", name.clone());
                domain.set(
                    "CustomDomainConfig",
                    map([("CertificateArn", certificate.clone().into())]),
                );
            }
        }
        domain.set_because(
            "ManagedLoginVersion",
            2_i64,
            "Managed login: the classic pages cannot ask people again who they are.",
        );
        domain
    }

    /// The settings of the style of its pages: the brand's, or the service's own.
    pub fn branding_settings(&self) -> Settings {
        let mut style = settings_of([
            ("UserPoolId", Reference::PoolId.into()),
            ("ClientId", Reference::ClientId.into()),
        ]);
        match &self.style {
            None => style.set("UseCognitoProvidedValues", true),
            Some(brand) => {
                style.set_because(
                    "Settings",
                    Value::Document(brand.settings()),
                    "The colours of the brand file; what is not here is the service's own.",
                );
                let pictures: Vec<Value> = brand.pictures().into_iter().map(Value::Map).collect();
                if !pictures.is_empty() {
                    style.set("Assets", pictures);
                }
            }
        }
        style
    }

    /// The settings of a group.
    pub fn group_settings(name: &str) -> Settings {
        settings_of([
            ("UserPoolId", Reference::PoolId.into()),
            ("GroupName", name.into()),
        ])
    }
}

/// A member of `Schema`. Everything is written out: what is left out comes back with defaults, and then a change that
/// nobody made is refused (hashicorp/terraform-provider-aws#38224).
pub fn schema_attribute(attribute: &Attribute) -> Settings {
    let name = attribute.name.strip_prefix("custom:").unwrap_or(&attribute.name);
    let mut member = settings_of([
        ("Name", name.into()),
        ("AttributeDataType", data_type(&attribute.kind).into()),
        ("Mutable", attribute.mutable.into()),
        ("Required", false.into()),
    ]);
    match &attribute.kind {
        AttributeType::String {
            min_length,
            max_length,
            ..
        } => member.set(
            "StringAttributeConstraints",
            map([
                ("MinLength", min_length.to_string().into()),
                ("MaxLength", max_length.to_string().into()),
            ]),
        ),
        AttributeType::Number { min, max, .. } => {
            let mut range = Settings::default();
            for (name, bound) in [("MinValue", min), ("MaxValue", max)] {
                if let Some(bound) = bound {
                    range.set(name, bound.to_string());
                }
            }
            member.set("NumberAttributeConstraints", Value::Map(range));
        }
        AttributeType::DateTime { .. } | AttributeType::Boolean => {}
    }
    member
}

fn data_type(kind: &AttributeType) -> &'static str {
    match kind {
        AttributeType::String { .. } => "String",
        AttributeType::Number { .. } => "Number",
        AttributeType::DateTime { .. } => "DateTime",
        AttributeType::Boolean => "Boolean",
    }
}

impl Tier {
    /// On the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Essentials => "ESSENTIALS",
            Self::Plus => "PLUS",
        }
    }
}

impl MfaChoice {
    /// On the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Off => "OFF",
            Self::Optional => "OPTIONAL",
            Self::On => "ON",
        }
    }
}
