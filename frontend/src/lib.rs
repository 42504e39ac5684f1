//! The browser's entry: takes over the page that the server rendered.
// A page is one type, nested as deep as its view.
#![recursion_limit = "256"]

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script that loads the module, before the islands of the page. `hydrate_islands` hydrates those of the page in
/// view, and is called for each page that takes its place.
#[wasm_bindgen]
pub fn hydrate(hydrate_islands: &JsValue) {
    // A release only traps: docs/decisions/0053-a-panic-only-traps.md.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
    app::start_navigation(hydrate_islands);
}

/// Makes the next island one of the page, after one that panicked.
#[wasm_bindgen]
pub fn restore_owner() {
    app::restore_owner();
}
