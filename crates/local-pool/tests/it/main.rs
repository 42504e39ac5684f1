//! The pool as a stranger sees it: real HTTP, JSON written by hand, no types of the crate except to start it.

mod support;

mod admin;
mod aliases;
mod authorize;
mod clients;
mod data_file;
mod discovery;
mod factors;
mod get_user;
mod misbehaviours;
mod pages;
mod quotas;
mod refresh;
mod robustness;
mod seeds;
mod sign_in_by_api;
mod sign_up;
mod srp;
mod sso_and_logout;
mod token;
mod tooling;
mod update_attributes;
mod userinfo;
