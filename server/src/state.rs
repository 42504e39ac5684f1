//! What handlers and layers share.

use std::sync::Arc;

use account::Account;
use app::server::ShowsClaimSources;
use axum::extract::FromRef;
use brand::Brand;
use leptos::config::LeptosOptions;
use signin::{Randomness, Signin};
use tokio::sync::watch;

use crate::config::{AppOrigin, BrandFolder, TrustedProxies};
use crate::middleware::FormTargets;
use crate::readiness::Readiness;

/// Cheap to clone.
#[derive(Clone, FromRef)]
pub struct AppState {
    /// Sign-in, sessions and profiles.
    pub account: Arc<Account>,
    /// Where the built front end is.
    pub leptos: LeptosOptions,
    /// Name, logo, colours, contact and links.
    pub brand: Arc<Brand>,
    /// Where the files of the brand are.
    pub brand_folder: BrandFolder,
    /// Whether people may compare the sources of their attributes.
    pub claim_sources: ShowsClaimSources,
    /// The public address.
    pub origin: AppOrigin,
    /// The proxies in front of this application.
    pub trusted_proxies: TrustedProxies,
    /// Where forms may lead; grows when the pool is first reached.
    pub form_targets: watch::Receiver<FormTargets>,
    /// Whether this process should be sent requests.
    pub readiness: Readiness,
    /// The socket that makes pages reload, under `cargo leptos watch`.
    #[from_ref(skip)]
    pub reload_socket: Option<Arc<str>>,
    /// Draws request names and nonces.
    pub random: Arc<dyn Randomness>,
}

impl AppState {
    /// Random bytes.
    #[must_use]
    pub fn draw<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }
}

impl FromRef<AppState> for Arc<Signin> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.account.signin)
    }
}
