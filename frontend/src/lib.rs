//! The browser's entry: takes over the page that the server rendered.
// A page is one type, nested as deep as its view.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that loads the module, before the islands of the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::follow_redirects();
    leptos::mount::hydrate_islands();
}
