//! The table of pages, and the pages: a folder for each noun, with its view, what it loads, and the forms that are posted from it. All
//! of it runs on the server only; what is alive in the browser is an island.

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

use leptos::prelude::*;
use leptos_router::components::{Route, Routes};
use leptos_router::{SsrMode, path};

pub(crate) use layout::format_titles;
pub use layout::{App, FrontEnd, shell};

use load::loaded;

macro_rules! pages {
    ($($path:tt => $noun:ident::$page:ident,)*) => {
        /// Every address that a person can open.
        pub const PAGES: &[&str] = &[$($path),*];

        /// The page at the address that is asked for.
        #[component]
        fn RoutedPages() -> impl IntoView {
            view! {
                // Whole pages, so that status, cookies and redirects leave before the first byte of the body.
                <Routes fallback=|| view! { <error::NotFoundPage /> }>
                    $(<Route path=path!($path) view=$noun::$page ssr=SsrMode::Async />)*
                </Routes>
            }
        }
    };
}

pages! {
    "/" => home::HomePage,
    "/login" => sign_in::LoginPage,
    "/logged_in" => sign_in::LoggedInPage,
    "/signup" => sign_up::SignUpPage,
    "/confirm" => sign_up::ConfirmPage,
    "/welcome" => onboarding::WelcomePage,
    "/profile" => profile::ProfilePage,
    "/profile/sources" => sources::SourcesPage,
    "/security" => security::SecurityPage,
    "/sessions" => sessions::SessionsPage,
    "/data" => data::DataPage,
    "/logout" => sign_out::LogoutPage,
    "/logged_out" => sign_out::LoggedOutPage,
    "/failed" => error::FailedPage,
}
