//! What the description of the API says of each call alike.

use utoipa::openapi::OpenApi;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::{IntoParams, IntoResponses, OpenApi as _};

use super::SESSION;
use super::problem::Problem;

#[derive(utoipa::OpenApi)]
#[openapi(info(
    title = "leptos-cognito",
    description = "Who is signed in, their profile and their sessions. Every error is a problem (RFC 9457) with a \
                       stable name in `error`. Requests that write come from the application's own origin and carry \
                       `x-requested-with: leptos-cognito`; others are refused with 403.",
    license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
))]
struct Description;

/// The description without the calls.
pub(super) fn description(session_cookie: &str) -> OpenApi {
    let mut description = Description::openapi();
    let cookie = ApiKeyValue::with_description(session_cookie, "Set by a sign-in.");
    let components = description.components.get_or_insert_default();
    components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    description
}

/// What calls that read may answer instead.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes what `ApiError` answers")]
pub(super) enum ReadErrors {
    /// There is no session.
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(Problem),
    /// A failure, or a request that nothing can be made of.
    #[response(status = "default", content_type = "application/problem+json")]
    Other(Problem),
}

/// What calls that write may answer instead.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "only describes what `ApiError` and the layers answer")]
pub(super) enum WriteErrors {
    /// There is no session.
    #[response(status = 401, content_type = "application/problem+json")]
    SignedOut(Problem),
    /// It does not come from a page of the application.
    #[response(status = 403, content_type = "application/problem+json")]
    Forged(Problem),
    /// A failure, or a request that nothing can be made of.
    #[response(status = "default", content_type = "application/problem+json")]
    Other(Problem),
}

/// What a request that writes has to say.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "the layer of the same origin reads it")]
pub(super) struct FromOurPage {
    /// `leptos-cognito`. Only a script of this origin can set it.
    #[param(
        rename = "x-requested-with",
        example = "leptos-cognito",
        pattern = "^leptos-cognito$"
    )]
    requested_with: String,
}
