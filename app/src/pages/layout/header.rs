//! The top of each page.

use leptos::prelude::*;

use super::menu::AccountMenu;
use crate::brand::{address_of, use_brand};
use crate::islands::{TabListener, island};
use crate::server;
use crate::server::visitor::Identity;
use crate::server::visitor::{identity, visitor};
use crate::texts::use_texts;

/// Pages that name the person in view. A page that is not there, or that says what failed, names no user.
const PAGES_OF_A_PERSON: [&str; 8] = [
    "/",
    "/welcome",
    "/profile",
    "/profile/sources",
    "/security",
    "/sessions",
    "/data",
    "/logout",
];

/// What the header is to say of who looks at the page.
pub(crate) enum Viewer {
    SignedOut,
    SignedIn(Option<Identity>),
    /// It is unknown whether there is a session.
    Unknown,
}

/// Who looks at the page at this address.
pub(crate) async fn viewer(path: &str) -> Viewer {
    match visitor().await {
        Ok(None) => Viewer::SignedOut,
        Ok(Some(_)) if PAGES_OF_A_PERSON.contains(&path) => Viewer::SignedIn(identity().await),
        Ok(Some(_)) => Viewer::SignedIn(None),
        Err(_) => Viewer::Unknown,
    }
}

/// Where one is, and the ways in and out.
#[component]
pub(crate) fn Header(viewer: Viewer) -> impl IntoView {
    let (texts, brand, path) = (use_texts(), use_brand(), server::path());
    let links = match viewer {
        Viewer::SignedIn(identity) => {
            // On the form after registration, what waits for its answers would lead back to it.
            let waits = path == "/welcome";
            view! { {island(TabListener)} <AccountMenu identity waits /> }.into_any()
        }
        // It can be left all the same.
        Viewer::Unknown => view! { <a href="/logout">{texts.actions.sign_out}</a> }.into_any(),
        Viewer::SignedOut => view! { <a href="/login">{texts.actions.sign_in}</a> }.into_any(),
    };
    let logo = brand.logo().map_or("/favicon.svg".to_owned(), address_of);
    view! {
        <header class="site">
            <a href="/" class="brand" aria-current=(path == "/").then_some("page")>
                <img src=logo alt="" height="28" />
                <span>{brand.name().to_owned()}</span>
            </a>
            <nav>{links}</nav>
        </header>
    }
}
