//! What handlers and layers share.

use std::ops::Deref;
use std::sync::Arc;

use account::Account;
use app::FrontEnd;
use app::server::{AskedFields, PictureHosts, ShowsClaimSources};
use axum::extract::FromRef;
use brand::Brand;
use leptos::config::LeptosOptions;
use signin::{Randomness, Signin};
use tokio::sync::watch;

use crate::config::{AppOrigin, BrandFolder, TrustedProxies};
use crate::middleware::FormTargets;
use crate::readiness::Readiness;

/// What handlers and layers share. One pointer: each layer clones it, and all that are below it, for each request.
#[derive(Clone)]
pub struct AppState(Arc<AppParts>);

/// What the state is made of.
#[derive(Clone)]
pub struct AppParts {
    /// Sign-in, sessions and profiles.
    pub account: Arc<Account>,
    /// Where the built front end is.
    pub leptos: LeptosOptions,
    /// Its files.
    pub front_end: FrontEnd,
    /// Name, logo, colours, contact and links.
    pub brand: Arc<Brand>,
    /// Where the files of the brand are.
    pub brand_folder: BrandFolder,
    /// Whether people may compare the sources of their attributes.
    pub claim_sources: ShowsClaimSources,
    /// What forms ask for.
    pub asked_fields: AskedFields,
    /// Where pictures of people may come from.
    pub picture_hosts: PictureHosts,
    /// The public address.
    pub origin: AppOrigin,
    /// The proxies in front of this application.
    pub trusted_proxies: TrustedProxies,
    /// Where forms may lead; grows when the pool is first reached.
    pub form_targets: watch::Receiver<FormTargets>,
    /// Whether this process should be sent requests.
    pub readiness: Readiness,
    /// The socket that makes pages reload, under `cargo leptos watch`.
    pub reload_socket: Option<Arc<str>>,
    /// Draws request names and nonces.
    pub random: Arc<dyn Randomness>,
}

impl AppState {
    /// The state of one server.
    #[must_use]
    pub fn new(parts: AppParts) -> Self {
        Self(Arc::new(parts))
    }

    /// Random bytes.
    #[must_use]
    pub fn draw<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }
}

impl Deref for AppState {
    type Target = AppParts;

    fn deref(&self) -> &AppParts {
        &self.0
    }
}

impl FromRef<AppState> for Arc<Account> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.account)
    }
}

impl FromRef<AppState> for Arc<Signin> {
    fn from_ref(state: &AppState) -> Self {
        Self::clone(&state.account.signin)
    }
}

impl FromRef<AppState> for LeptosOptions {
    fn from_ref(state: &AppState) -> Self {
        state.leptos.clone()
    }
}

impl FromRef<AppState> for Readiness {
    fn from_ref(state: &AppState) -> Self {
        state.readiness.clone()
    }
}
