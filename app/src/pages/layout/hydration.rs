//! The script that loads the WebAssembly module and has it take over the islands, each on its own. The one that comes
//! with Leptos gives up all islands that follow one that fails.

use std::fs;

use leptos::config::LeptosOptions;
use leptos::prelude::*;

const SCRIPT: &str = include_str!("hydrate_islands.js");

/// Loads the module, and names it early so that it is fetched beside the page.
#[component]
pub(crate) fn Hydration(options: LeptosOptions) -> impl IntoView {
    // Outside of islands nothing is taken over, so nothing need be marked for it.
    if let Some(context) = Owner::current_shared_context() {
        context.set_is_hydrating(false);
    }
    let (script, wasm) = module_files(&options);
    view! {
        <link rel="modulepreload" href=script.clone() crossorigin="anonymous" />
        <link rel="preload" href=wasm.clone() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=leptos::nonce::use_nonce()>
            {format!("{SCRIPT}({script:?}, {wasm:?});")}
        </script>
    }
}

/// What tells one build of the front end from another: the address of its module.
#[must_use]
pub fn build(options: &LeptosOptions) -> String {
    module_files(options).0
}

/// The addresses of the module's two files, as `cargo leptos` names them: with hashes if files have them.
fn module_files(options: &LeptosOptions) -> (String, String) {
    let name = format!("/{}/{}", options.site_pkg_dir, options.output_name);
    let Some(hashes) = options.hash_files.then(|| read_hashes(options)).flatten() else {
        // What `wasm-bindgen` adds, `cargo leptos` takes off.
        let ending = if option_env!("LEPTOS_OUTPUT_NAME").is_some() {
            ""
        } else {
            "_bg"
        };
        return (format!("{name}.js"), format!("{name}{ending}.wasm"));
    };
    let file = |ending: &str| {
        let line = hashes.lines().find_map(|line| line.trim().strip_prefix(ending));
        match line.and_then(|line| line.strip_prefix(':')) {
            Some(hash) => format!("{name}.{}.{ending}", hash.trim()),
            None => format!("{name}.{ending}"),
        }
    };
    (file("js"), file("wasm"))
}

/// The file beside the binary that says which hash is whose.
fn read_hashes(options: &LeptosOptions) -> Option<String> {
    let binary = std::env::current_exe().ok()?;
    fs::read_to_string(binary.with_file_name(&*options.hash_file)).ok()
}
