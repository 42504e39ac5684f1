//! The pages, one file each.

mod account;
mod confirm;
mod failed;
mod home;
mod logged_in;
mod logged_out;
mod login;
mod logout;
mod not_found;
mod profile;
mod sessions;
mod sign_up;
mod sources;
mod welcome;

pub(crate) use account::AccountPage;
pub(crate) use confirm::ConfirmPage;
pub(crate) use failed::FailedPage;
pub(crate) use home::HomePage;
pub(crate) use logged_in::LoggedInPage;
pub(crate) use logged_out::LoggedOutPage;
use logged_out::SignedOut;
pub(crate) use login::LoginPage;
pub(crate) use logout::LogoutPage;
pub(crate) use not_found::NotFoundPage;
pub(crate) use profile::ProfilePage;
pub(crate) use sessions::SessionsPage;
pub(crate) use sign_up::SignUpPage;
pub(crate) use sources::SourcesPage;
pub(crate) use welcome::WelcomePage;

use leptos::prelude::*;

use crate::texts::use_texts;

/// Stands in for content that is on its way.
#[component]
fn Loading() -> impl IntoView {
    view! { <p class="loading" role="status">{use_texts().loading}</p> }
}
