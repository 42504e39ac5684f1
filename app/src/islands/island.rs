//! An island is a value, its properties, with a view. The server renders the view and writes the properties beside it, as JSON; the browser
//! reads them and takes the view over, or leaves it as it came and only listens.
//!
//! Leptos's `#[island]` does the same with `serde_json` in the browser, once for each type, and forgets the state of the view on
//! purpose, so that it lives as long as the document, with its elements, closures and listeners. Here a document shows one page after
//! the other.

use std::any::Any;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Element;

#[cfg(feature = "ssr")]
use crate::server::html::Html;

/// What is alive in the browser.
pub(crate) trait Island: Named + Serialize + DeserializeOwned + Send + 'static {
    /// What it shows; the same on both sides.
    fn view(self) -> impl IntoView + 'static {
        // Nothing.
    }

    /// Makes what the server has rendered within this element alive, until the page's reactive owner is cleaned up. One whose state is
    /// what stands in the page has no view here: it listens, which weighs a fraction of a view.
    #[cfg_attr(feature = "ssr", expect(dead_code, reason = "the browser calls it"))]
    fn come_alive(self, element: &Element) {
        hydrate(self, element);
    }
}

/// See [`takes_over`].
pub(crate) trait Named {
    /// What the module calls the function that takes it over.
    #[cfg_attr(not(feature = "ssr"), expect(dead_code, reason = "the page says it"))]
    const NAME: &'static str;
}

/// Lets the browser take over an [`Island`].
macro_rules! takes_over {
    ($($island:ident),*) => {
        $(
            impl $crate::islands::island::Named for $island {
                const NAME: &'static str = stringify!($island);
            }

            #[cfg(not(feature = "ssr"))]
            const _: () = {
                #[leptos::wasm_bindgen::prelude::wasm_bindgen(wasm_bindgen = leptos::wasm_bindgen, js_name = $island)]
                pub fn take_over(element: &leptos::web_sys::Element) {
                    $crate::islands::island::take_over::<$island>(element);
                }
            };
        )*
    };
}
pub(crate) use takes_over;

/// The island, for a view around it.
#[cfg(feature = "ssr")]
pub(crate) fn island<I: Island>(island: I) -> impl IntoView {
    let mut html = Html::new();
    write_island(&mut html, island);
    html.into_element()
}

/// Writes the island.
#[cfg(feature = "ssr")]
pub(crate) fn write_island<I: Island>(html: &mut Html, island: I) {
    // Of an island without properties there is nothing to write.
    let properties =
        (size_of::<I>() > 0).then(|| serde_json::to_string(&island).expect("properties have texts for keys"));
    let owner = Owner::new();
    let view = owner.with(|| Owner::with_hydration(|| untrack(|| island.view())));
    // At once: what is alive in the browser changes no more here.
    owner.with(|| html.island(I::NAME, properties.as_deref(), view));
}

/// Reads the properties of the island in this element, and makes it alive.
#[cfg(not(feature = "ssr"))]
pub(super) fn take_over<I: Island>(element: &Element) {
    let props = element.get_attribute("data-props");
    let island: I = super::json::from_json(props.as_deref().unwrap_or("null"))
        .expect("the server has written the properties");
    island.come_alive(element);
}

/// Takes over the view that stands in this element.
fn hydrate(island: impl Island, element: &Element) {
    use leptos::tachys::view::Position;

    let owner = Owner::new();
    let within = owner.clone();
    owner.with(|| {
        let view = Owner::with_hydration(|| untrack(|| island.view()).into_view());
        let state = view.hydrate_from_position::<true>(element, Position::FirstChild);
        // The owner lives as long as what it owns.
        keep((state, within));
    });
}

/// Keeps a value as long as the page in view. Of one type for all, which the browser pays for once.
pub(super) fn keep(value: impl Any) {
    let value: Box<dyn Any> = Box::new(value);
    StoredValue::new_local(value);
}
