//! What the pages of a sign-in share: the request they serve, the language, the double submit, the second step.

use std::borrow::Cow;
use std::sync::Arc;

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};

use super::client_style::ClientStyle;
use super::words::{self, EN, Words};
use crate::cookies;
use crate::exception::Exception;
use crate::oauth::authorize::{self, AuthorizeRequest};
use crate::params::Params;
use crate::random;
use crate::replies::redirect;
use crate::service::Service;
use crate::state::{PageSession, PageStep, User, UserPool};

/// How long a page waits for its second step.
const PAGE_SECONDS: i64 = 3600;

/// A page visited with the parameters of `/oauth2/authorize`.
pub(crate) struct Visit {
    pub request: AuthorizeRequest,
    pub pool: UserPool,
    pub xsrf: String,
    /// What the page says.
    pub words: &'static Words,
    /// The value of `lang` to remember, if the query has one that Cognito knows.
    pub lang: Option<&'static str>,
    /// The query as sent; goes on to the next page unchanged.
    query: String,
    /// The cookie of a step that waits.
    page: Option<String>,
}

impl FromRequestParts<Arc<Service>> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, service: &Arc<Service>) -> Result<Self, Response> {
        Self::read(service, parts.uri.query(), &parts.headers).map_err(|refused| *refused)
    }
}

impl Visit {
    /// Reads the query, or answers with the error it deserves.
    fn read(service: &Service, query: Option<&str>, headers: &HeaderMap) -> Result<Self, Box<Response>> {
        let query = query.unwrap_or_default();
        let params = Params::parse(query);
        let refused = |refusal| Box::new(authorize::refuse(&refusal));
        let request = authorize::read(service, &params).map_err(refused)?;
        let pool = service.state().pools.get(&request.client.pool).cloned();
        let pool = pool.ok_or_else(|| Box::new(crate::replies::error_page("Client does not exist", None)))?;
        // The classic pages speak the browser's language, whatever is asked for.
        let asked = params.get("lang").filter(|_| !pool.has_classic_pages());
        let asked = asked.and_then(words::in_language);
        let remembered = cookies::read(headers, cookies::LANG);
        let remembered = remembered.as_deref().and_then(words::in_language);
        Ok(Self {
            request,
            pool,
            xsrf: cookies::xsrf(headers),
            words: asked.or(remembered).map_or(&EN, |(_, words)| words),
            lang: asked.map(|(lang, _)| lang),
            query: query.to_owned(),
            page: cookies::read(headers, cookies::PAGE),
        })
    }

    /// The style of the client's pages, if it has one of its own.
    pub fn style(&self) -> Option<ClientStyle<'_>> {
        ClientStyle::of(&self.pool, &self.request.client.id)
    }

    /// `path` with this visit's query.
    pub fn link(&self, path: &str) -> String {
        format!("{path}?{}", self.query)
    }

    /// On to another page of this sign-in.
    pub fn go(&self, path: &str) -> Response {
        redirect(&self.link(path))
    }

    /// What a refusal is called on this visit's pages.
    pub fn problem<'a>(&self, refusal: &'a Exception) -> Cow<'a, str> {
        self.words.problem(refusal, &self.pool.password_policy)
    }

    /// Stores the step of the flow in a cookie of this browser, and redirects to `path`.
    pub fn next_step(&self, service: &Service, sub: &str, step: PageStep, path: &str) -> Response {
        let now = service.now();
        let session = PageSession {
            pool: self.pool.id.clone(),
            sub: sub.to_owned(),
            step,
            until: now.plus_seconds(PAGE_SECONDS),
        };
        let id = random::uuid();
        service
            .state()
            .page_sessions
            .put_and_sweep(id.clone(), session, now);
        let mut response = self.go(path);
        let cookie = cookies::set(cookies::PAGE, &id, Some(PAGE_SECONDS));
        response.headers_mut().append(header::SET_COOKIE, cookie);
        response
    }

    /// The step of the flow that this browser is in, at this pool.
    pub fn current_step(&self, service: &Service) -> Option<PageSession> {
        let now = service.now();
        let state = service.state();
        let session = state.page_sessions.get(self.page.as_deref()?)?;
        (session.pool == self.pool.id && now < session.until).then(|| session.clone())
    }

    /// The user of this step of the flow; none if they were disabled meanwhile.
    pub fn user_at(&self, service: &Service, step: &PageStep) -> Option<User> {
        let session = self
            .current_step(service)
            .filter(|session| session.step == *step)?;
        let state = service.state();
        let user = state.users.get(&session.pool, &session.sub);
        user.filter(|user| user.enabled).cloned()
    }

    /// Forgets it: a step is taken once.
    pub fn end_step(&self, service: &Service) {
        if let Some(id) = &self.page {
            service.state().page_sessions.remove(id);
        }
    }
}

/// The fields of a form of these pages, if its double-submit token fits its cookie.
pub(crate) struct Posted(Option<Params>);

impl FromRequest<Arc<Service>> for Posted {
    type Rejection = Response;

    async fn from_request(request: Request, service: &Arc<Service>) -> Result<Self, Response> {
        let cookie = cookies::read(request.headers(), cookies::XSRF);
        let body = Bytes::from_request(request, service).await;
        let body = body.map_err(IntoResponse::into_response)?;
        let form = Params::parse(&String::from_utf8_lossy(&body));
        let is_own = cookie.is_some() && form.get("_csrf") == cookie.as_deref();
        Ok(Self(is_own.then_some(form)))
    }
}

impl Posted {
    /// The fields, or what to say on the page instead.
    pub fn fields(self, visit: &Visit) -> Result<Params, &'static str> {
        self.0.ok_or(visit.words.expired)
    }
}
