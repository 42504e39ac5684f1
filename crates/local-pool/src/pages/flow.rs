//! What the pages of a sign-in share: the request they serve, the double submit, the second step.

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use crate::cookies;
use crate::oauth::authorize::{self, AuthorizeRequest};
use crate::params::Params;
use crate::random;
use crate::replies::redirect;
use crate::service::Service;
use crate::state::{PageSession, PageStep, Pool};

/// How long a page waits for its second step.
const PAGE_SECONDS: i64 = 3600;

/// A page visited with the parameters of `/oauth2/authorize`.
pub(crate) struct Visit {
    pub request: AuthorizeRequest,
    pub pool: Pool,
    /// The query as sent; goes on to the next page unchanged.
    pub query: String,
    pub xsrf: String,
}

impl Visit {
    /// Reads the query, or answers with the error it deserves.
    pub fn read(service: &Service, raw: Option<String>, headers: &HeaderMap) -> Result<Self, Box<Response>> {
        let query = raw.unwrap_or_default();
        let refused = |refusal| Box::new(authorize::refuse(&refusal));
        let request = authorize::read(service, &Params::parse(&query)).map_err(refused)?;
        let pool = service.state().pools.get(&request.client.pool).cloned();
        let pool = pool.ok_or_else(|| Box::new(crate::replies::error_page("Client does not exist", None)))?;
        Ok(Self {
            request,
            pool,
            query,
            xsrf: cookies::xsrf(headers),
        })
    }

    /// `path` with this visit's query.
    pub fn link(&self, path: &str) -> String {
        format!("{path}?{}", self.query)
    }
}

/// A form post whose double-submit token fits its cookie.
pub(crate) fn read_form(headers: &HeaderMap, body: &Bytes) -> Result<Params, &'static str> {
    let form = Params::parse(&String::from_utf8_lossy(body));
    let cookie = cookies::read(headers, cookies::XSRF);
    match cookie {
        Some(cookie) if form.get("_csrf") == Some(cookie.as_str()) => Ok(form),
        _ => Err("This page was open for too long, or cookies are off. Please try again."),
    }
}

/// Remembers in this browser who is in the middle of what, and goes on to `path`.
pub(crate) fn next_step(service: &Service, visit: &Visit, sub: &str, step: PageStep, path: &str) -> Response {
    let now = service.now();
    let until = now.plus_seconds(PAGE_SECONDS);
    let session = PageSession {
        pool: visit.pool.id.clone(),
        sub: sub.to_owned(),
        step,
        until,
    };
    let id = random::uuid();
    service
        .state()
        .page_sessions
        .put_and_sweep(id.clone(), session, now);
    let mut response = redirect(&visit.link(path));
    let cookie = cookies::set(cookies::PAGE, &id, Some(PAGE_SECONDS));
    response.headers_mut().append(header::SET_COOKIE, cookie);
    response
}

/// Who is in the middle of what in this browser, at this pool.
pub(crate) fn current_step(service: &Service, headers: &HeaderMap, pool: &str) -> Option<PageSession> {
    let id = cookies::read(headers, cookies::PAGE)?;
    let now = service.now();
    let state = service.state();
    let session = state.page_sessions.get(&id)?;
    (session.pool == pool && now < session.until).then(|| session.clone())
}

/// Forgets it: a step is taken once.
pub(crate) fn end_step(service: &Service, headers: &HeaderMap) {
    if let Some(id) = cookies::read(headers, cookies::PAGE) {
        service.state().page_sessions.remove(&id);
    }
}
