//! The pool as a stranger sees it: real HTTP, JSON written by hand, no types of the crate except to start it.

mod support;

mod admin_pools;
mod admin_users;
mod aliases;
mod attacks;
mod authorize;
mod client_auth;
mod clients;
mod crash;
mod data_file;
mod discovery;
mod factors;
mod get_user;
mod languages;
mod list_users;
mod misbehaviours;
mod pages;
mod program;
mod quotas;
mod races;
mod refresh;
mod rights;
mod robustness;
mod scale;
mod seeds;
mod sign_in_by_api;
mod sign_up;
mod srp;
mod sso_and_logout;
mod strictness;
mod styles;
mod token;
mod tooling;
mod update_attributes;
mod userinfo;
