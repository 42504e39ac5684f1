//! The table of pages: every address a person can open.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

use crate::pages::{
    ConfirmPage, DataPage, FailedPage, Footer, Header, HomePage, LoggedInPage, LoggedOutPage, LoginPage,
    LogoutPage, NotFoundPage, ProfilePage, SecurityPage, SessionsPage, SignUpPage, SourcesPage, TitleFormat,
    WelcomePage,
};
use crate::server;
use crate::texts::use_texts;

/// The routes, and what stands around each page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(server::language());
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
                    <Route path=path!("/security") view=SecurityPage ssr=SsrMode::Async />
                    <Route path=path!("/sessions") view=SessionsPage ssr=SsrMode::Async />
                    <Route path=path!("/data") view=DataPage ssr=SsrMode::Async />
                    <Route path=path!("/logout") view=LogoutPage ssr=SsrMode::Async />
                    <Route path=path!("/failed") view=FailedPage ssr=SsrMode::Async />
                    <Route path=path!("/logged_out") view=LoggedOutPage ssr=SsrMode::Async />
                </Routes>
            </main>
            <Footer />
        </Router>
    }
}
