//! The pages, a folder for each noun: its view, what it loads, and the forms that are posted from it. All of it runs on the server
//! only; what is alive in the browser is an island.

pub(crate) mod data;
mod error;
mod home;
mod layout;
mod load;
mod onboarding;
pub(crate) mod profile;
pub(crate) mod security;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod sign_up;
pub(crate) mod small_form;
mod sources;

pub(crate) use data::DataPage;
pub(crate) use error::{FailedPage, NotFoundPage};
pub(crate) use home::HomePage;
pub(crate) use layout::{Footer, Header, TitleFormat, format_titles};
pub use layout::{build, shell};
pub(crate) use onboarding::WelcomePage;
pub(crate) use profile::ProfilePage;
pub(crate) use security::SecurityPage;
pub(crate) use sessions::SessionsPage;
pub(crate) use sign_in::{LoggedInPage, LoginPage};
pub(crate) use sign_out::{LoggedOutPage, LogoutPage};
pub(crate) use sign_up::{ConfirmPage, SignUpPage};
pub(crate) use sources::SourcesPage;

use load::loaded;
