//! The browser's own transition between two views.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::wasm_bindgen::JsCast;
use leptos::wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::js_sys::{Function, Promise, Reflect};

/// Changes the view; with a transition where the browser has them and the person wants motion. Then it changes a frame later.
pub(super) fn change_view(change: impl FnOnce() + 'static) {
    let document = document();
    let begin = Reflect::get(&document, &"startViewTransition".into());
    match begin.map(JsCast::dyn_into::<Function>) {
        Ok(Ok(begin)) if is_motion_wanted() => {
            let transition = begin.call1(&document, &Closure::once_into_js(change));
            let ready = transition.and_then(|transition| Reflect::get(&transition, &"ready".into()));
            if let Ok(Ok(ready)) = ready.map(JsCast::dyn_into::<Promise>) {
                // Rejected if the next transition begins before this one has: no error.
                spawn_local(async move {
                    let _ = JsFuture::from(ready).await;
                });
            }
        }
        _ => change(),
    }
}

fn is_motion_wanted() -> bool {
    let reduced = window().match_media("(prefers-reduced-motion: reduce)");
    !reduced.is_ok_and(|query| query.is_some_and(|query| query.matches()))
}
