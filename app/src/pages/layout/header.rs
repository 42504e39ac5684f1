//! The top of each page.

use super::menu::write_account_menu;
use crate::brand::{address_of, use_brand};
use crate::islands::{TabListener, island};
use crate::server;
use crate::server::html::{AttributeValue, Html};
use crate::server::template::Templates;
use crate::server::visitor::{Identity, identity, is_signed_in};
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
    match is_signed_in().await {
        Ok(false) => Viewer::SignedOut,
        Ok(true) if PAGES_OF_A_PERSON.contains(&path) => Viewer::SignedIn(identity().await),
        Ok(true) => Viewer::SignedIn(None),
        Err(_) => Viewer::Unknown,
    }
}

/// Where one is, and the ways in and out.
pub(super) fn write_header(html: &mut Html, viewer: Viewer) {
    let (texts, brand, path) = (use_texts(), use_brand(), server::path());
    let logo = brand.logo().map(address_of);
    let home: [(_, &dyn AttributeValue); 3] = [
        ("href", &"/"),
        ("class", &"brand"),
        ("aria-current", &(path == "/").then_some("page")),
    ];
    let logo: [(_, &dyn AttributeValue); 3] = [
        ("src", &logo.as_deref().unwrap_or("/favicon.svg")),
        ("alt", &""),
        ("height", &"28"),
    ];
    html.element("header", &[("class", &"site")], |html| {
        html.element("a", &home, |html| {
            html.void("img", &logo);
            html.text_element("span", &[], brand.name());
        });
        html.element("nav", &[], |html| match viewer {
            Viewer::SignedIn(identity) => {
                static LISTENER: Templates = Templates::new();
                LISTENER.write(html, "", || island(TabListener));
                // On the form after registration, what waits for its answers would lead back to it.
                write_account_menu(html, identity, path == "/welcome");
            }
            // It can be left all the same.
            Viewer::Unknown => html.text_element("a", &[("href", &"/logout")], texts.actions.sign_out),
            Viewer::SignedOut => html.text_element("a", &[("href", &"/login")], texts.actions.sign_in),
        });
    });
}
