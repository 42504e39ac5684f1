//! The top of each page.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use super::menu::AccountMenu;
use crate::brand::{address_of, use_brand};
use crate::error::AppError;
use crate::islands::{TabListener, island};
use crate::pages::loaded;
use crate::server::identity::Identity;
use crate::server::visitor::{identity, visitor};
use crate::texts::use_texts;

/// Pages that read the person in view. The others do not say who it is: a page that is not there names nobody.
const PAGES_OF_A_PERSON: [&str; 6] = [
    "/",
    "/welcome",
    "/profile",
    "/profile/sources",
    "/security",
    "/data",
];

/// What the header is to say of who looks at the page.
enum Viewer {
    Nobody,
    SignedIn(Option<Identity>),
}

/// Where one is, and the ways in and out.
#[component]
pub(crate) fn Header() -> impl IntoView {
    let path = use_location().pathname.get_untracked();
    // On the form after registration, what waits for its answers would lead back to it.
    let waits = path == "/welcome";
    let is_of_a_person = PAGES_OF_A_PERSON.contains(&path.as_str());
    let links = loaded(viewer(is_of_a_person), move |viewer| {
        let texts = use_texts();
        match viewer {
            Ok(Viewer::SignedIn(identity)) => {
                view! { {island(TabListener)} <AccountMenu identity waits /> }.into_any()
            }
            // Nobody can say whether there is a session: it can be left all the same.
            Err(_) => view! { <A href="/logout">{texts.actions.sign_out}</A> }.into_any(),
            Ok(Viewer::Nobody) => view! { <a href="/login">{texts.actions.sign_in}</a> }.into_any(),
        }
    });
    let brand = use_brand();
    let logo = brand.logo().map_or("/favicon.svg".to_owned(), address_of);
    view! {
        <header class="site">
            <A href="/" attr:class="brand">
                <img src=logo alt="" height="28" />
                <span>{brand.name().to_owned()}</span>
            </A>
            <nav>{links}</nav>
        </header>
    }
}

async fn viewer(is_of_a_person: bool) -> Result<Viewer, AppError> {
    Ok(match visitor().await? {
        None => Viewer::Nobody,
        Some(_) if is_of_a_person => Viewer::SignedIn(identity().await),
        Some(_) => Viewer::SignedIn(None),
    })
}
