//! Signing in by API: `InitiateAuth`, `RespondToAuthChallenge` and what they share.

pub(super) mod associate_software_token;
pub(super) mod get_tokens_from_refresh_token;
pub(super) mod initiate_auth;
mod outcome;
mod parameters;
pub(super) mod respond_to_auth_challenge;
mod srp;
pub(super) mod verify_software_token;
