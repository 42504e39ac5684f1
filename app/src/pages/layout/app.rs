//! What stands around each page within the document's body.

use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

use super::{Footer, Header, TitleFormat};
use crate::pages::RoutedPages;
use crate::server;
use crate::texts::use_texts;

/// The application: top, page and bottom.
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
            <main id="content" tabindex="-1"><RoutedPages /></main>
            <Footer />
        </Router>
    }
}
