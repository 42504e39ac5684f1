//! The script that loads the WebAssembly module and has it take over the islands, each on its own. The one that comes
//! with Leptos gives up all islands that follow one that fails.

use std::fs;
use std::sync::Arc;

use leptos::config::LeptosOptions;
use leptos::prelude::*;

use crate::server::template::Templates;

const SCRIPT: &str = include_str!("hydrate_islands.js");

/// The files of the built front end, as `cargo leptos` names them: with hashes if files have them. Found once, at the start.
#[derive(Clone, Debug)]
pub struct FrontEnd {
    script: Arc<str>,
    wasm: Arc<str>,
    style: Arc<str>,
    head: Arc<Templates>,
}

impl FrontEnd {
    /// Reads the names of the files beside the binary.
    #[must_use]
    pub fn of(options: &LeptosOptions) -> Self {
        let name = format!("/{}/{}", options.site_pkg_dir, options.output_name);
        let hashes = options.hash_files.then(|| read_hashes(options)).flatten();
        let file = |ending: &str| {
            let mut lines = hashes.iter().flat_map(|hashes| hashes.lines());
            let hash = lines.find_map(|line| line.trim().strip_prefix(ending)?.strip_prefix(':'));
            match (hash, ending) {
                (Some(hash), _) => format!("{name}.{}.{ending}", hash.trim()),
                // What `wasm-bindgen` adds, `cargo leptos` takes off.
                (None, "wasm") if hashes.is_none() && option_env!("LEPTOS_OUTPUT_NAME").is_none() => {
                    format!("{name}_bg.wasm")
                }
                (None, _) => format!("{name}.{ending}"),
            }
            .into()
        };
        Self {
            script: file("js"),
            wasm: file("wasm"),
            style: file("css"),
            head: Arc::default(),
        }
    }

    /// What tells one build of the front end from another: the address of its module.
    #[must_use]
    pub fn build(&self) -> &str {
        &self.script
    }

    /// Names the module, so that it is fetched beside the page; and which build the page is of.
    pub(super) fn module(&self) -> impl IntoView + use<> {
        view! { <link rel="modulepreload" href=self.script.to_string() crossorigin="anonymous" /> }
    }

    /// The head of every document.
    pub(super) fn head(&self) -> &Templates {
        &self.head
    }

    /// The address of the style sheet.
    pub(super) fn style(&self) -> String {
        self.style.to_string()
    }
}

/// The file beside the binary that says which hash is whose.
fn read_hashes(options: &LeptosOptions) -> Option<String> {
    let binary = std::env::current_exe().ok()?;
    fs::read_to_string(binary.with_file_name(&*options.hash_file)).ok()
}

/// Loads the module, and names what it needs early, so that it is fetched beside the page.
#[component]
pub(crate) fn Hydration(front_end: FrontEnd) -> impl IntoView {
    let FrontEnd { script, wasm, .. } = front_end;
    view! {
        <link rel="preload" href=wasm.to_string() r#as="fetch" r#type="application/wasm" crossorigin="anonymous" />
        <script type="module" nonce=leptos::nonce::use_nonce()>
            {format!("{SCRIPT}({script:?}, {wasm:?});")}
        </script>
    }
}
