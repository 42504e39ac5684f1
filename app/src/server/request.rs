//! What the browser sent.

use std::net::{IpAddr, Ipv6Addr};
use std::sync::Arc;

use account::Account;
use attributes::Values;
use brand::Brand;
use http::header::{ACCEPT, COOKIE, GetAll, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use leptos::context::{provide_context as provide, use_context};
use leptos::nonce::Nonce;
use leptos::reactive::owner::with_context;
use signin::{BrowserCookies, BrowserId, Cookies, Device, SessionId};

use super::asked_field::AskedFields;
use super::flows;
use super::picture::PictureHosts;
use super::visit::Visit;
use crate::client::{MARK, NAVIGATION_HEADER};

/// The nonce that the response's content security policy names. The server puts it into the extensions of
/// each request.
#[derive(Clone, Debug)]
pub struct CspNonce(pub String);

/// Where the request comes from. The server puts it into the extensions of each request.
#[derive(Clone, Copy, Debug)]
pub struct ClientAddress(pub IpAddr);

/// Path and query of the page that a form was posted from, if it is one of ours. The server puts it into the extensions
/// in place of the `Referer`.
#[derive(Clone, Debug)]
pub struct CameFrom(pub String);

/// The form that was posted carries the token of this session, or if it is public the token of this browser. The
/// server, which checks it before anything else looks at the form, puts it into the extensions.
#[derive(Clone, Copy, Debug)]
pub struct TokenVerified;

/// A form that came without the cookie it must be tied to: what was typed, but no secret. The server puts it into the
/// extensions of the request for the page that shows the form again.
#[derive(Clone, Debug)]
pub struct Untaken(pub Vec<(String, String)>);

impl Untaken {
    /// What was typed into the form that this page shows again.
    pub(crate) fn of_request() -> Option<Self> {
        with_parts(|parts| parts.extensions.get::<Self>().cloned()).flatten()
    }

    /// The field of this name.
    pub(crate) fn get(&self, name: &str) -> String {
        let field = self.0.iter().find(|(field, _)| field == name);
        field.map(|(_, value)| value.clone()).unwrap_or_default()
    }

    /// The fields of attributes, by wire name.
    pub(crate) fn values(&self) -> Values {
        let value = |(field, value): &(String, String)| {
            let name = field.strip_prefix("values[")?.strip_suffix(']')?;
            Some((name.to_owned(), value.clone()))
        };
        self.0.iter().filter_map(value).collect()
    }
}

/// The page is fetched before its person goes there, if they do. The server, which lets only views of ours through, puts it into the
/// extensions.
#[derive(Clone, Copy, Debug)]
pub struct Prefetched;

/// Whether this page may never be seen: what is shown once has to wait.
pub(super) fn is_prefetched() -> bool {
    with_parts(|parts| parts.extensions.get::<Prefetched>().is_some()).unwrap_or(false)
}

/// Whether people may compare what the pool says of them in each of its ways: of use to operators, and in their words.
#[derive(Clone, Copy, Debug)]
pub struct ShowsClaimSources(pub bool);

/// Whether the page that compares them is there.
pub(crate) fn shows_claim_sources() -> bool {
    use_context::<ShowsClaimSources>().is_some_and(|ShowsClaimSources(shows)| shows)
}

/// Hands the application what it needs to answer one request; called for pages and server functions alike.
pub fn provide_context(
    account: Arc<Account>,
    brand: Arc<Brand>,
    sources: ShowsClaimSources,
    pictures: PictureHosts,
    fields: AskedFields,
) {
    provide(account);
    provide(brand);
    provide(sources);
    provide(pictures);
    provide(fields);
    provide(Visit::default());
    if let Some(CspNonce(nonce)) = with_parts(|parts| parts.extensions.get::<CspNonce>().cloned()).flatten() {
        provide(Nonce::from_value(nonce));
    }
}

/// Reads the request in place: a clone would copy all its headers. `read` must not ask for a context itself, whose lock is held.
pub(super) fn with_parts<T>(read: impl FnOnce(&Parts) -> T) -> Option<T> {
    with_context(read)
}

/// Whether a form was posted that was rendered for this session or browser.
pub(crate) fn is_token_verified() -> bool {
    with_parts(|parts| parts.extensions.get::<TokenVerified>().is_some()).unwrap_or(false)
}

/// Whether a page is being rendered; else a server function was called.
pub(crate) fn is_page_view() -> bool {
    with_parts(|parts| matches!(parts.method, Method::GET | Method::HEAD)).unwrap_or(false)
}

/// Whether the front end's navigation layer asks, whose document is loaded.
pub(crate) fn is_soft() -> bool {
    with_parts(|parts| parts.headers.contains_key(NAVIGATION_HEADER)).unwrap_or(false)
}

/// Whether a server function was called by a form, without WebAssembly.
pub(crate) fn is_plain_form() -> bool {
    let marked = |headers: &HeaderMap| headers.contains_key(HeaderName::from_static(MARK.0));
    let wants_page =
        |headers: &HeaderMap| text(headers, &ACCEPT).is_some_and(|accept| accept.contains("text/html"));
    with_parts(|parts| parts.method == Method::POST && wants_page(&parts.headers) && !marked(&parts.headers))
        .unwrap_or(false)
}

/// The path that is asked for.
pub(crate) fn path() -> String {
    with_parts(|parts| parts.uri.path().to_owned()).unwrap_or_default()
}

/// Path and query of the page in view: the one that is asked for, or the one a form was posted from.
pub(crate) fn page_path() -> String {
    if is_page_view() {
        let uri = |parts: &Parts| parts.uri.path_and_query().map(ToString::to_string);
        return with_parts(uri).flatten().unwrap_or_default();
    }
    let from = with_parts(|parts| parts.extensions.get::<CameFrom>().cloned()).flatten();
    from.map(|CameFrom(page)| page).unwrap_or_default()
}

/// Where the request comes from; all that come from nowhere count as one client.
pub(super) fn client_address() -> IpAddr {
    let address = with_parts(|parts| parts.extensions.get::<ClientAddress>().copied()).flatten();
    address.map_or(Ipv6Addr::UNSPECIFIED.into(), |ClientAddress(address)| address)
}

fn with_cookies<T>(read: impl FnOnce(&Cookies, GetAll<'_, HeaderValue>) -> T) -> Option<T> {
    let account = flows();
    with_parts(|parts| read(&account.signin.cookies, parts.headers.get_all(COOKIE)))
}

pub(crate) fn session_cookie() -> Option<SessionId> {
    with_cookies(|cookies, sent| cookies.session(sent)).flatten()
}

/// Whether there is a session cookie, whatever is in it.
pub(crate) fn has_session_cookie() -> bool {
    with_cookies(|cookies, sent| cookies.has_session(sent)).unwrap_or(false)
}

/// Whether there is more than one of them.
pub(crate) fn has_two_session_cookies() -> bool {
    with_cookies(|cookies, sent| cookies.has_two_sessions(sent)).unwrap_or(false)
}

/// What the browser's cookies say to a sign-in.
pub(crate) fn cookies() -> BrowserCookies {
    with_cookies(|cookies, sent| cookies.read(sent)).unwrap_or_default()
}

/// What the person uses.
pub(crate) fn device() -> Device {
    let user_agent = with_parts(|parts| text(&parts.headers, &USER_AGENT).map(Device::of)).flatten();
    user_agent.unwrap_or_default()
}

pub(crate) fn browser_cookie() -> Option<BrowserId> {
    with_cookies(|cookies, sent| cookies.browser(sent)).flatten()
}

/// Whether an account was just deleted in this browser.
pub(crate) fn has_left_cookie() -> bool {
    with_cookies(|cookies, sent| cookies.has_left(sent)).unwrap_or(false)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// Every query parameter that a page reads.
pub const QUERY_NAMES: [&str; 15] = [
    "code",
    "done",
    "elsewhere",
    "error",
    "forgot_password",
    "fresh",
    "here",
    "iss",
    "kind",
    "login_hint",
    "other",
    "reference",
    "return_to",
    "sign_up",
    "state",
];

/// A value of the page's query, decoded once: an address that was kept in a value would else come out as another one. The first
/// of that name.
pub(crate) fn query(name: &'static str) -> Option<String> {
    debug_assert!(QUERY_NAMES.contains(&name), "{name} is missing in `QUERY_NAMES`");
    let find = |parts: &Parts| {
        let mut pairs = url::form_urlencoded::parse(parts.uri.query()?.as_bytes());
        pairs
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.into_owned())
    };
    with_parts(find).flatten()
}
