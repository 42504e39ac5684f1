//! What a page waits for before the first byte of it is sent.

use std::iter::successors;

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Loads what a page shows: `load` of what `wanted` says.
///
/// It runs in a task of its own. When the browser goes away in the middle the page is dropped, and the task runs on; the
/// request's context would be gone, because contexts belong to owners, and owners hold their parents weakly. So the
/// task holds them all.
pub(crate) fn load_first<S, T, Loading>(
    wanted: impl Fn() -> S + Send + Sync + 'static,
    load: impl Fn(S) -> Loading + Send + Sync + 'static,
) -> Resource<T>
where
    S: PartialEq + Clone + Send + Sync + 'static,
    T: Serialize + DeserializeOwned + Send + Sync + 'static,
    Loading: Future<Output = T> + Send + 'static,
{
    // What the task logs names the request, too.
    #[cfg(feature = "ssr")]
    let span = tracing::Span::current();
    Resource::new_blocking(wanted, move |wanted| {
        let context: Vec<Owner> = successors(Owner::current(), Owner::parent).collect();
        let loading = load(wanted);
        // Boxed: a page's future is large, and stands in many frames.
        #[cfg(feature = "ssr")]
        let loading = Box::pin(tracing::Instrument::instrument(loading, span.clone()));
        async move {
            let loaded = loading.await;
            drop(context);
            loaded
        }
    })
}
