//! Puts a seed into the state.

use std::collections::BTreeMap;

use clock::Timestamp;

use super::{AttributeType, ClientSeed, CustomAttributeSeed, IdentitySeed, PoolSeed, Seed, UserSeed};
use crate::accounts::credentials;
use crate::attributes::rights::warn_of_open_lists;
use crate::attributes::{DataType, Rule, Schema};
use crate::random;
use crate::state::{
    Client, ClientSecrets, Group, Identity, Lifetimes, Look, MessageTemplate, Recovery, ResourceServer,
    Rotation, Said, ServiceState, Style, Tier, Unit, Units, User, UserPool, UserStatus,
};

/// Adds everything the seed describes. The seed has been checked.
pub(crate) fn install(seed: &Seed, state: &mut ServiceState, now: Timestamp) {
    for pool in &seed.pools {
        state.put_pool(pool_of(pool, now));
        for client in &pool.clients {
            let client = client_of(&pool.id, client, now);
            warn_of_open_lists(&client);
            state.clients.put(client.id.clone(), client);
        }
        let with_srp = state.uses_srp(&pool.id);
        for user in &pool.users {
            state.users.put(user_of(&pool.id, user, with_srp, now));
        }
    }
}

/// The schema a pool of this seed has.
pub(super) fn schema_of(pool: &PoolSeed) -> Schema {
    Schema::new(
        &pool.required_attributes,
        pool.custom_attributes.iter().map(rule_of).collect(),
    )
}

fn rule_of(seed: &CustomAttributeSeed) -> Rule {
    let length = |n: Option<i64>| n.and_then(|n| u32::try_from(n).ok());
    let kind = match seed.attribute_type {
        AttributeType::String => DataType::String {
            min: length(seed.min),
            max: length(seed.max).or(Some(2048)),
        },
        AttributeType::Number => DataType::Number {
            min: seed.min.map(|n| n.to_string()),
            max: seed.max.map(|n| n.to_string()),
        },
        AttributeType::DateTime => DataType::DateTime,
        AttributeType::Boolean => DataType::Boolean,
    };
    let name = format!("custom:{}", seed.name);
    Rule {
        name,
        kind,
        mutable: seed.mutable,
        required: false,
        developer_only: false,
    }
}

fn pool_of(seed: &PoolSeed, now: Timestamp) -> UserPool {
    let groups = seed.groups.iter().map(|(name, group)| {
        let (description, precedence) = (group.description.clone(), group.precedence);
        (
            name.clone(),
            Group {
                description,
                precedence,
                role_arn: None,
                created: now,
                modified: now,
            },
        )
    });
    let servers = seed.resource_servers.iter().map(|(id, server)| {
        (
            id.clone(),
            ResourceServer {
                name: server.name.clone(),
                scopes: server.scopes.clone(),
            },
        )
    });
    UserPool {
        id: seed.id.clone(),
        name: seed.name.clone(),
        schema: schema_of(seed),
        username_attributes: seed.username_attributes.clone(),
        alias_attributes: seed.alias_attributes.clone(),
        auto_verified_attributes: seed.auto_verified_attributes.clone(),
        verify_before_update: seed.attributes_require_verification_before_update.clone(),
        password_policy: seed.password_policy.clone(),
        first_factors: Vec::new(),
        self_sign_up: seed.self_sign_up,
        case_sensitive: seed.case_sensitive_usernames,
        mfa: seed.mfa,
        recovery: Some(Recovery::EMAIL_FIRST.to_vec()),
        groups: groups.collect(),
        resource_servers: servers.collect(),
        domain: None,
        deletion_protected: true,
        tier: Tier::default(),
        other_factors: BTreeMap::new(),
        email_sender: BTreeMap::new(),
        sms_sender: BTreeMap::new(),
        has_updated_issuer: false,
        code_message: MessageTemplate::default(),
        invite_message: MessageTemplate::default(),
        tags: BTreeMap::new(),
        styles: seed
            .clients
            .iter()
            .filter_map(|client| style_of(client, now))
            .collect(),
        created: now,
        modified: now,
    }
}

fn style_of(client: &ClientSeed, now: Timestamp) -> Option<(String, Style)> {
    let seed = client.style.as_ref()?;
    let style = Style {
        id: random::uuid(),
        created: now,
        look: Some(Look {
            settings: seed.settings.clone(),
            assets: seed.assets.clone(),
        }),
    };
    Some((client.id.clone(), style))
}

/// What `ExplicitAuthFlows` means when it is left out.
pub(crate) const DEFAULT_AUTH_FLOWS: [&str; 3] = [
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "ALLOW_CUSTOM_AUTH",
];

fn client_of(pool: &str, seed: &ClientSeed, now: Timestamp) -> Client {
    let default_flows = || DEFAULT_AUTH_FLOWS.iter().map(ToString::to_string).collect();
    Client {
        id: seed.id.clone(),
        pool: pool.into(),
        name: seed.name.clone(),
        secrets: ClientSecrets::new(
            &seed.id,
            seed.secret.iter().chain(&seed.second_secret).cloned(),
            now,
        ),
        callback_urls: seed.callback_urls.clone(),
        logout_urls: seed.logout_urls.clone(),
        default_redirect_uri: seed.default_redirect_uri.clone(),
        oauth_enabled: true,
        scopes: seed.scopes.iter().cloned().collect(),
        oauth_flows: seed.flows.iter().cloned().collect(),
        auth_flows: seed
            .explicit_auth_flows
            .clone()
            .unwrap_or_else(default_flows)
            .into_iter()
            .collect(),
        read_attributes: seed.read_attributes.clone(),
        write_attributes: seed.write_attributes.clone(),
        lifetimes: lifetimes_of(seed),
        hide_unknown_users: seed.prevent_user_existence_errors,
        token_revocation: seed.token_revocation,
        require_pkce: seed.require_pkce,
        rotation: seed.refresh_token_rotation.map(|rotation| Rotation {
            grace_seconds: rotation.grace_seconds,
        }),
        created: now,
        modified: now,
    }
}

/// A seed says everything in seconds.
fn lifetimes_of(seed: &ClientSeed) -> Lifetimes {
    let standard = Lifetimes::default();
    let (access, id) = (seed.access_token_seconds, seed.id_token_seconds);
    let seconds = |number: Option<i64>| number.map(|_| Unit::Seconds);
    let units = Units {
        access: seconds(access),
        id: seconds(id),
        refresh: seconds(seed.refresh_token_seconds),
    };
    Lifetimes {
        access: access.unwrap_or(standard.access),
        id: id.unwrap_or(standard.id),
        refresh: seed.refresh_token_seconds.unwrap_or(standard.refresh),
        session: seed.auth_session_seconds.unwrap_or(standard.session),
        said: Said {
            access,
            id,
            units: (units != Units::default()).then_some(units),
        },
    }
}

fn user_of(pool: &str, seed: &UserSeed, with_srp: bool, now: Timestamp) -> User {
    let sub = seed.attributes.get("sub").cloned().unwrap_or_else(random::uuid);
    let username = seed.username.clone().unwrap_or_else(|| sub.clone());
    let mut user = User::new(
        pool,
        sub,
        username,
        seed.status.unwrap_or(UserStatus::Confirmed),
        now,
    );
    if let Some(password) = &seed.password {
        credentials::set(&mut user, password, with_srp);
    }
    user.attributes = seed.attributes.clone();
    user.attributes.remove("sub");
    user.enabled = seed.enabled;
    user.groups = seed.groups.iter().cloned().collect();
    let identities = seed.identities.iter().enumerate();
    user.identities = identities
        .map(|(at, identity)| identity_of(identity, at == 0, now))
        .collect();
    user
}

fn identity_of(seed: &IdentitySeed, is_primary: bool, now: Timestamp) -> Identity {
    Identity {
        user_id: seed.user_id.clone(),
        provider_name: seed.provider_name.clone(),
        provider_type: seed.provider_type.clone(),
        issuer: None,
        primary: is_primary.to_string(),
        date_created: (now.unix_seconds() * 1000).to_string(),
    }
}
