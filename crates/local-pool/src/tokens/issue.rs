//! A sign-in that succeeded: the grant and its three tokens.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use clock::Timestamp;

use super::mint::Minting;
use crate::random;
use crate::service::Service;
use crate::state::{Client, Grant, RefreshToken, ServiceState, User};

/// What a sign-in is about.
pub(crate) struct SignIn {
    pub scopes: Vec<String>,
    pub nonce: Option<String>,
    pub resource: Option<String>,
    pub auth_time: Timestamp,
    /// By the JSON API and not by `/oauth2/*`.
    pub by_api: bool,
}

impl SignIn {
    /// A sign-in by the JSON API: its tokens have one scope.
    pub fn by_api(now: Timestamp) -> Self {
        let scopes = vec![super::check::ADMIN_SCOPE.to_owned()];
        Self {
            scopes,
            nonce: None,
            resource: None,
            auth_time: now,
            by_api: true,
        }
    }
}

/// The tokens of a sign-in or of a refresh.
pub(crate) struct Tokens {
    pub access_token: String,
    pub id_token: Option<String>,
    pub refresh_token: Option<String>,
    pub expires_in: i64,
}

/// Starts a grant and issues its tokens.
pub(crate) fn issue(service: &Service, client: &Client, user: &User, sign_in: SignIn) -> Tokens {
    let now = service.now();
    let refresh_until = now.plus_seconds(client.lifetimes.refresh);
    let grant = Grant {
        pool: client.pool.clone(),
        client: client.id.clone(),
        sub: user.sub.clone(),
        scopes: sign_in.scopes,
        nonce: sign_in.nonce,
        resource: sign_in.resource,
        auth_time: sign_in.auth_time,
        started: now,
        refresh_until,
        until: refresh_until.plus_seconds(client.lifetimes.access),
        revoked: false,
        by_api: sign_in.by_api,
    };
    let origin_jti = random::uuid();
    let mut tokens = mint(service, client, user, &grant, &origin_jti);
    let refresh_token = opaque_token();
    {
        let mut state = service.state();
        add_refresh_token(&mut state, &refresh_token, &origin_jti, &grant, now);
        state.grants.put_and_sweep(origin_jti, grant, now);
    }
    service.issued.push(refresh_token.clone());
    tokens.refresh_token = Some(refresh_token);
    tokens
}

/// Access and ID token of a grant, as of now.
pub(crate) fn mint(
    service: &Service,
    client: &Client,
    user: &User,
    grant: &Grant,
    origin_jti: &str,
) -> Tokens {
    let minting = Minting {
        service,
        client,
        user,
        grant,
        origin_jti,
        event_id: random::uuid(),
        now: service.now(),
    };
    let wants_id_token = grant.by_api || grant.scopes.iter().any(|scope| scope == "openid");
    let (access_token, id_token) = service.with_keys(&client.pool, |keys| {
        let access_token = minting.access_token(keys);
        let id_token = wants_id_token.then(|| minting.id_token(keys, &access_token));
        (access_token, id_token)
    });
    service.issued.push(access_token.clone());
    if let Some(id_token) = &id_token {
        service.issued.push(id_token.clone());
    }
    Tokens {
        access_token,
        id_token,
        refresh_token: None,
        expires_in: client.lifetimes.access,
    }
}

/// Remembers a refresh token, by its hash only.
pub(crate) fn add_refresh_token(
    state: &mut ServiceState,
    token: &str,
    origin_jti: &str,
    grant: &Grant,
    now: Timestamp,
) {
    let row = RefreshToken {
        origin_jti: origin_jti.to_owned(),
        replaced_at: None,
        until: grant.refresh_until,
    };
    state.refresh_tokens.put_and_sweep(token_key(token), row, now);
}

/// The key of a refresh token's row.
pub(crate) fn token_key(token: &str) -> String {
    random::hex(digest(&SHA256, token.as_bytes()).as_ref())
}

/// Looks like the JWE that Cognito's refresh tokens are, holds nothing but randomness.
pub(crate) fn opaque_token() -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"cty":"JWT","enc":"A256GCM","alg":"RSA-OAEP"}"#);
    let (key, iv) = (random::base64url::<256>(), random::base64url::<12>());
    let (body, tag) = (random::base64url::<900>(), random::base64url::<16>());
    format!("{header}.{key}.{iv}.{body}.{tag}")
}
