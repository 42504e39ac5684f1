#![doc = include_str!("../README.md")]

mod account;
mod attributes;
mod authorize;
mod cached;
mod claims;
mod client;
mod client_secrets;
mod config;
mod error;
mod exact_url;
mod http;
mod ids;
mod keys;
mod message;
mod metadata;
mod secret_hash;
mod secrets;
mod sign_up;
mod skew;
mod token_error;
mod tokens;
mod user_api;
mod user_info;
mod verify;
mod wire_codes;

pub use authorize::{AuthorizeRequest, Prompt};
pub use claims::{AccessClaims, IdClaims, Identity};
pub use client::Cognito;
pub use config::{Config, Timeouts, default_endpoint};
pub use error::{ConfigError, DecodeError, Error, MetadataError, TransportKind};
pub use exact_url::{ExactUrl, InvalidUrl};
pub use ids::{ClientId, InvalidPoolId, Issuer, PoolId, Subject};
pub use message::Message;
pub use metadata::Metadata;
pub use secrets::{
    AccessToken, AuthorizationCode, ClientSecret, ConfirmationCode, IdToken, Nonce, Password, PkceChallenge,
    PkceVerifier, RefreshToken, State, TotpSecret,
};
pub use sign_up::SignedUp;
pub use skew::Skew;
pub use token_error::{IdTokenRule, TokenError};
pub use tokens::{RefreshedTokens, TokenSet};
pub use url::Url;
pub use user_api::{CodeDelivery, User};
pub use user_info::UserInfo;
pub use verify::ExpectedNonce;
pub use wire_codes::{OAuthErrorCode, ServiceErrorCode};
