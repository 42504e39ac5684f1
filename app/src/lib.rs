//! The application, compiled twice: for the server (feature `ssr`) and for the browser (feature `hydrate`).
//! Pages are HTML first: every form posts and every link links without WebAssembly.
#![expect(clippy::must_use_candidate, reason = "components are called by `view!`")]
#![expect(clippy::needless_pass_by_value, reason = "components own their properties")]

mod api;
mod client;
mod components;
mod error;
mod pages;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
mod shell;
mod texts;

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::components::{Route, Router, Routes};
use leptos_router::{SsrMode, path};

pub use client::MARK;
pub use error::{AppError, ErrorKind, RequestId};
#[cfg(feature = "ssr")]
pub use shell::shell;

use components::{Footer, Header};
use pages::{
    FailedPage, HomePage, LoggedInPage, LoggedOutPage, LoginPage, LogoutPage, NotFoundPage, ProfilePage,
    WelcomePage,
};
use texts::{LANGUAGES, Texts, use_texts};

/// The routes, and what stands around each page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    provide_context(page_language());
    let texts = use_texts();
    let (is_routing, set_is_routing) = signal(false);
    view! {
        <Title formatter=|title: String| format!("{title} · {}", use_texts().product) />
        <Router set_is_routing>
            // The router would take a jump within the page for a change of page: `external` keeps it out.
            <a class="skip" href="#content" rel="external">{texts.skip_to_content}</a>
            <div class="progress" class:busy=is_routing role="status">
                {move || is_routing.get().then_some(texts.loading)}
            </div>
            <Header />
            <main id="content" tabindex="-1">
                // Whole pages, so that status, cookies and redirects leave before the first byte of the body.
                <Routes fallback=|| view! { <NotFoundPage /> }>
                    <Route path=path!("/") view=HomePage ssr=SsrMode::Async />
                    <Route path=path!("/login") view=LoginPage ssr=SsrMode::Async />
                    <Route path=path!("/logged_in") view=LoggedInPage ssr=SsrMode::Async />
                    <Route path=path!("/welcome") view=WelcomePage ssr=SsrMode::Async />
                    <Route path=path!("/profile") view=ProfilePage ssr=SsrMode::Async />
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
    let code = SharedValue::new(|| {
        #[cfg(feature = "ssr")]
        let code = server::language().code;
        #[cfg(not(feature = "ssr"))]
        let code = LANGUAGES[0].code;
        code.to_owned()
    });
    Texts::of(&code.into_inner()).unwrap_or(LANGUAGES[0])
}
