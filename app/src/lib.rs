//! The application, compiled twice: for the server (feature `ssr`) and for the browser (feature `hydrate`).
//! Pages are HTML first: every form posts and every link links without WebAssembly.
//!
//! Pages and components are rendered on the server only. What has to be alive in the browser is an `#[island]`:
//! the server renders it too, and the browser takes it over with the properties that travel with it.
#![expect(clippy::must_use_candidate, reason = "components are called by `view!`")]
#![expect(clippy::needless_pass_by_value, reason = "components own their properties")]

mod api;
mod brand;
mod client;
mod components;
mod error;
#[cfg(feature = "ssr")]
mod hydration;
mod load;
mod pages;
mod query;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
mod shell;
mod texts;

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

pub use client::{MARK, follow_redirects};
pub use error::{AppError, ErrorKind, RequestId};
#[cfg(feature = "ssr")]
pub use query::QUERY_NAMES;
#[cfg(feature = "ssr")]
pub use shell::shell;

use components::{Footer, Header, TitleFormat};
use pages::{
    AccountPage, ConfirmPage, FailedPage, HomePage, LoggedInPage, LoggedOutPage, LoginPage, LogoutPage,
    NotFoundPage, ProfilePage, SessionsPage, SignUpPage, SourcesPage, WelcomePage,
};
use texts::{Texts, use_texts};

/// The routes, and what stands around each page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(page_language());
    let texts = use_texts();
    view! {
        <TitleFormat />
        <Router>
            <a class="skip" href="#content">{texts.skip_to_content}</a>
            <Header />
            <main id="content" tabindex="-1">
                // Whole pages, so that status, cookies and redirects leave before the first byte of the body.
                <Routes fallback=|| view! { <NotFoundPage /> }>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async />
                    <Route path=path!("/signup") view=SignUpPage ssr=SsrMode::Async />
                    <Route path=path!("/confirm") view=ConfirmPage ssr=SsrMode::Async />
                    <Route path=path!("/logged_in") view=LoggedInPage ssr=SsrMode::Async />
                    <Route path=path!("/welcome") view=WelcomePage ssr=SsrMode::Async />
                    <Route path=path!("/profile") view=ProfilePage ssr=SsrMode::Async />
                    <Route path=path!("/profile/sources") view=SourcesPage ssr=SsrMode::Async />
                    <Route path=path!("/account") view=AccountPage ssr=SsrMode::Async />
                    <Route path=path!("/sessions") view=SessionsPage ssr=SsrMode::Async />
                    <Route path=path!("/logout") view=LogoutPage ssr=SsrMode::Async />
                    <Route path=path!("/failed") view=FailedPage ssr=SsrMode::Async />
                    <Route path=path!("/logged_out") view=LoggedOutPage ssr=SsrMode::Async />
                </Routes>
            </main>
            <Footer />
        </Router>
    }
}

/// The language of this page: the server chooses, the browser takes it over from the page.
fn page_language() -> &'static Texts {
    #[cfg(feature = "ssr")]
    return server::language();
    #[cfg(not(feature = "ssr"))]
    use_texts()
}
