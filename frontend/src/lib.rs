//! The browser's entry: takes over the page that the server rendered.
// A page is one type, nested as deep as its view.
#![recursion_limit = "256"]

use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that loads the module, before the islands of the page.
#[wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    app::follow_redirects();
    begin_at_root();
}

/// Makes the next island one of the page. One that panicked is the owner of what is created after it, so that the next would
/// take itself for a part of it.
#[wasm_bindgen]
pub fn begin_at_root() {
    leptos::mount::hydrate_islands();
}
