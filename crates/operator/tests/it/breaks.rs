//! What can be wrong with a pool and its client, by the code of the finding.

use serde_json::{Value, json};

use crate::fixture::POOL;

/// What is broken: settings of the client, settings of the pool, or something made.
pub enum Break {
    Client(Value),
    Pool(Value),
    Made(&'static str, Value),
}

/// What can be wrong with settings of the client, with its rights, and with the pool.
pub fn breaks() -> Vec<(&'static str, Break)> {
    let client = client_breaks().into_iter().chain(right_breaks());
    let client = client.map(|(code, change)| (code, Break::Client(change)));
    client.chain(pool_breaks()).collect()
}

fn client_breaks() -> Vec<(&'static str, Value)> {
    vec![
        (
            "callback-url",
            json!({ "CallbackURLs": ["http://localhost:3000/other"] }),
        ),
        (
            "sign-out-url",
            json!({ "LogoutURLs": ["http://localhost:3000/other"] }),
        ),
        (
            "no-login-pages",
            json!({ "AllowedOAuthFlowsUserPoolClient": false }),
        ),
        (
            "scope",
            json!({ "AllowedOAuthScopes": ["openid", "email", "profile"] }),
        ),
        ("no-code-flow", json!({ "AllowedOAuthFlows": ["implicit"] })),
        (
            "implicit-flow",
            json!({ "AllowedOAuthFlows": ["code", "implicit"] }),
        ),
        (
            "tells-who-exists",
            json!({ "PreventUserExistenceErrors": "LEGACY" }),
        ),
        ("no-revocation", json!({ "EnableTokenRevocation": false })),
        (
            "no-rotation",
            json!({ "RefreshTokenRotation": { "Feature": "DISABLED" } }),
        ),
        (
            "no-grace",
            json!({
                "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH"],
                "RefreshTokenRotation": { "Feature": "ENABLED", "RetryGracePeriodSeconds": 0 },
            }),
        ),
        (
            "access-token-lifetime",
            json!({ "AccessTokenValidity": 2, "TokenValidityUnits": { "AccessToken": "hours" } }),
        ),
        (
            "refresh-token-lifetime",
            json!({ "RefreshTokenValidity": 2, "TokenValidityUnits": { "RefreshToken": "hours" } }),
        ),
    ]
}

fn right_breaks() -> Vec<(&'static str, Value)> {
    let without = |list: &str, name: &str| json!({ "without": [list, name] });
    vec![
        ("read-not-set", json!({ "ReadAttributes": [] })),
        ("write-not-set", json!({ "WriteAttributes": [] })),
        ("not-readable", without("ReadAttributes", "custom:badge")),
        ("not-writable", without("WriteAttributes", "custom:badge")),
        ("scope-not-readable", without("ReadAttributes", "email_verified")),
        (
            "writable-standard",
            json!({ "with": ["WriteAttributes", "gender"] }),
        ),
        (
            "writable-and-authorises",
            json!({ "with": ["WriteAttributes", "custom:role"] }),
        ),
    ]
}

fn pool_breaks() -> Vec<(&'static str, Break)> {
    vec![
        (
            "unverified-change",
            Break::Pool(
                json!({ "UserAttributeUpdateSettings": { "AttributesRequireVerificationBeforeUpdate": [] } }),
            ),
        ),
        (
            "deletion-protection",
            Break::Pool(json!({ "DeletionProtection": "INACTIVE" })),
        ),
        (
            // Passkeys are no second factor, and are to be there afterwards.
            "mfa-off",
            Break::Made(
                "SetUserPoolMfaConfig",
                json!({
                    "UserPoolId": POOL, "MfaConfiguration": "OFF",
                    "WebAuthnConfiguration": { "RelyingPartyId": "localhost", "UserVerification": "preferred" },
                }),
            ),
        ),
        (
            "closed",
            Break::Pool(json!({ "AdminCreateUserConfig": { "AllowAdminCreateUserOnly": true } })),
        ),
        (
            "password",
            Break::Pool(json!({ "Policies": { "PasswordPolicy": {
                "MinimumLength": 12, "RequireNumbers": true, "TemporaryPasswordValidityDays": 3,
            } } })),
        ),
        ("tier", Break::Pool(json!({ "UserPoolTier": "LITE" }))),
        (
            "classic-pages",
            Break::Made(
                "CreateUserPoolDomain",
                json!({ "UserPoolId": POOL, "Domain": "classic" }),
            ),
        ),
        (
            "no-style",
            Break::Made(
                "CreateUserPoolDomain",
                json!({ "UserPoolId": POOL, "Domain": "bare", "ManagedLoginVersion": 2 }),
            ),
        ),
    ]
}
