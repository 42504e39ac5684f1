//! The top of each page.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_location;

use crate::brand::{address_of, use_brand};
use crate::islands::TabListener;
use crate::pages::loaded;
use crate::server::visitor::visitor;
use crate::texts::use_texts;

/// Where one is, and the ways in and out.
#[component]
pub(crate) fn Header() -> impl IntoView {
    // On the form after registration, what waits for its answers would lead back to it.
    let waits = use_location().pathname.get_untracked() == "/welcome";
    let links = loaded(visitor(), move |visitor| {
        let texts = use_texts();
        match visitor {
            Ok(Some(_)) => view! {
                <TabListener />
                {(!waits).then(|| view! { <A href="/profile">{texts.actions.profile}</A> })}
                <A href="/account">{texts.actions.account}</A>
                <A href="/logout">{texts.actions.sign_out}</A>
            }
            .into_any(),
            // Nobody can say whether there is a session: it can be left all the same.
            Err(_) => view! { <A href="/logout">{texts.actions.sign_out}</A> }.into_any(),
            Ok(None) => view! { <a href="/login">{texts.actions.sign_in}</a> }.into_any(),
        }
    });
    let brand = use_brand();
    let logo = brand.logo().map_or("/favicon.svg".to_owned(), address_of);
    view! {
        <header class="site">
            <A href="/" attr:class="brand">
                <img src=logo alt="" height="28" />
                {brand.name().to_owned()}
            </A>
            <nav>{links}</nav>
        </header>
    }
}
