//! What a page waits for before the first byte of it is sent.

use std::sync::Arc;

use std::iter::successors;
use std::panic::resume_unwind;

use account::Account;
use leptos::prelude::*;
use leptos::reactive::computed::ScopedFuture;
use leptos::tachys::reactive_graph::Suspend;
use tracing::{Instrument as _, Span};

/// A page, or a part of one: the view of what `load` finds.
///
/// `load` runs in a task of its own. When the browser goes away in the middle the page is dropped, and the task runs on; the
/// request's context would be gone, because contexts belong to owners, and owners hold their parents weakly. So the
/// task holds them all.
pub(super) fn loaded<T, Page>(
    load: impl Future<Output = T> + Send + 'static,
    view: impl FnOnce(T) -> Page + Send + 'static,
) -> Suspend<AnyView>
where
    T: Send + 'static,
    Page: IntoView + 'static,
{
    // Leptos builds the application once for nobody, to learn its addresses.
    let is_request = use_context::<Arc<Account>>().is_some();
    let context: Vec<Owner> = successors(Owner::current(), Owner::parent).collect();
    // Boxed: a page's future is large, and stands in many frames. What it logs names the request, too.
    let load = Box::pin(ScopedFuture::new(load).instrument(Span::current()));
    let task = is_request.then(|| {
        tokio::spawn(async move {
            let found = load.await;
            drop(context);
            found
        })
    });
    Suspend::new(async move {
        let Some(task) = task else { return ().into_any() };
        match task.await {
            Ok(found) => view(found).into_any(),
            Err(failed) => resume_unwind(failed.into_panic()),
        }
    })
}
