//! How server functions are called from the browser: with a header that a form on another site cannot send.
//! And where their redirects lead.

use leptos::server_fn::client::{Client, browser::BrowserClient};
use leptos::server_fn::error::FromServerFnError;
use leptos::server_fn::redirect::set_redirect_hook;
use leptos::server_fn::request::browser::BrowserRequest;
use leptos::server_fn::response::browser::BrowserResponse;

use crate::islands::navigation;

/// Marks a request as made by our own code; the server asks for it on every write that is no plain form post.
pub const MARK: (&str, &str) = ("x-requested-with", "leptos-cognito");

/// Says that the front end's navigation layer asks for a page, and with which build: the address of the module that its document
/// runs. A form on another site cannot send it.
pub const NAVIGATION_HEADER: &str = "x-navigation";
/// In the answer to it: the address of ours to go on to, fragment included, which a script is not told of a redirect.
pub const LOCATION_HEADER: &str = "x-location";
/// In the answer to it: the address that the browser is to load by itself; empty for the one that was asked for.
pub const LOAD_HEADER: &str = "x-load";

/// Says that a page is fetched before somebody goes there; browsers say it with a header that no script may set.
pub const PREFETCH: (&str, &str) = ("purpose", "prefetch");
/// The pages that the navigation layer may fetch so: all they do is show what is there.
pub const VIEWS: [&str; 5] = ["/", "/profile", "/security", "/sessions", "/data"];

/// Goes where the answer of a server function leads.
pub fn follow_redirects() {
    // It fails when somebody has set it before: then there is nothing to do.
    let _ = set_redirect_hook(|location: &str| {
        navigation::go(location);
    });
}

/// `fetch` with [`MARK`] on every request.
pub struct AppClient;

impl<E, I, O> Client<E, I, O> for AppClient
where
    E: FromServerFnError,
    I: FromServerFnError,
    O: FromServerFnError,
{
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: Self::Request) -> impl Future<Output = Result<Self::Response, E>> + Send {
        request.headers().append(MARK.0, MARK.1);
        navigation::forget_ahead();
        <BrowserClient as Client<E, I, O>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<
        Output = Result<
            (
                impl futures::Stream<Item = Result<bytes::Bytes, bytes::Bytes>> + Send + 'static,
                impl futures::Sink<bytes::Bytes> + Send + 'static,
            ),
            E,
        >,
    > + Send {
        <BrowserClient as Client<E, I, O>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<E, I, O>>::spawn(future);
    }
}
