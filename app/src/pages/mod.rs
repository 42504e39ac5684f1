//! The table of pages, and the pages: a folder for each noun, with its view, what it loads, and the forms that are posted from it. All
//! of it runs on the server only; what is alive in the browser is an island.

mod answer;
pub(crate) mod data;
#[cfg(debug_assertions)]
mod design;
mod error;
mod home;
mod layout;
mod onboarding;
pub(crate) mod profile;
pub(crate) mod security;
pub(crate) mod sessions;
pub(crate) mod sign_in;
pub(crate) mod sign_out;
pub(crate) mod sign_up;
pub(crate) mod small_form;
mod sources;

use leptos::prelude::AnyView;

pub use answer::answer_page;
pub use layout::FrontEnd;
pub(crate) use layout::{Picture, begin_title};

macro_rules! pages {
    ($($address:literal => $noun:ident::$page:ident,)*) => {
        /// Every address that a person can open.
        pub const PAGES: &[&str] = &[$($address),*];

        /// The page at an address. It has loaded what it shows, so that status, cookies and redirects leave before the first byte
        /// of the body.
        async fn page_at(path: &str) -> AnyView {
            match path {
                // Boxed: each of these futures is large, and one of them is polled.
                $($address => Box::pin($noun::$page()).await,)*
                _ => error::not_found_page(),
            }
        }
    };
}

macro_rules! table_of_pages {
    ($($others:tt)*) => {
        pages! {
            "/" => home::home_page,
            "/login" => sign_in::login_page,
            "/logged_in" => sign_in::logged_in_page,
            "/signup" => sign_up::sign_up_page,
            "/confirm" => sign_up::confirm_page,
            "/welcome" => onboarding::welcome_page,
            "/profile" => profile::profile_page,
            "/profile/sources" => sources::sources_page,
            "/security" => security::security_page,
            "/sessions" => sessions::sessions_page,
            "/data" => data::data_page,
            "/logout" => sign_out::logout_page,
            "/logged_out" => sign_out::logged_out_page,
            "/failed" => error::failed_page,
            $($others)*
        }
    };
}

// What only who works on the pages looks at is not there in a release.
#[cfg(debug_assertions)]
table_of_pages! { "/design" => design::design_page, }
#[cfg(not(debug_assertions))]
table_of_pages! {}
