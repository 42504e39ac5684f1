//! From the HTTP request to the action and back (AWS JSON 1.1).

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use super::input::RequestInput;
use super::{ACTIONS, ActionResult, Caller};
use crate::exception::{Exception, ExceptionKind};
use crate::misbehave::Misbehaviour;
use crate::random;
use crate::service::Service;

const PREFIX: &str = "AWSCognitoIdentityProviderService.";
const AMZ_JSON: HeaderValue = HeaderValue::from_static("application/x-amz-json-1.1");
const EXPOSED: HeaderValue =
    HeaderValue::from_static("x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,Date");

/// The action of a request, for the record of requests.
#[derive(Clone)]
pub(crate) struct Operation(pub String);

/// `POST /`
pub(crate) async fn call(State(service): State<Arc<Service>>, headers: HeaderMap, body: Bytes) -> Response {
    let target = headers
        .get("x-amz-target")
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let operation = target.strip_prefix(PREFIX).unwrap_or_default().to_owned();
    let mut response = if service.misbehaves(Misbehaviour::Throttle) {
        refused(&Exception::new(ExceptionKind::TooManyRequests, "Rate exceeded"))
    } else if service.misbehaves(Misbehaviour::ServerError) {
        internal_error(&operation)
    } else {
        match run(&service, &operation, &headers, &body) {
            Ok(_) if service.misbehaves(Misbehaviour::MalformedJson) => {
                text(StatusCode::OK, "{\"Username\":\"a")
            }
            Ok(Some(answer)) => text(StatusCode::OK, answer.to_string()),
            Ok(None) => text(StatusCode::OK, ""),
            Err(exception) => {
                tracing::info!(operation, exception = exception.name(), "refused");
                refused(&exception)
            }
        }
    };
    response.extensions_mut().insert(Operation(operation));
    response
}

fn run(service: &Service, operation: &str, headers: &HeaderMap, body: &Bytes) -> ActionResult {
    let action = ACTIONS.iter().find(|(name, ..)| *name == operation);
    let Some((name, caller, action)) = action else {
        let text = if operation.is_empty() {
            "X-Amz-Target must be AWSCognitoIdentityProviderService.{operation}".to_owned()
        } else {
            format!("local-pool does not implement {operation}")
        };
        return Err(Exception::new(ExceptionKind::UnknownOperation, text));
    };
    check_content_type(headers)?;
    check_caller(*caller, headers)?;
    service.quotas.check_call(name, service.now())?;
    let _turn = (*caller == Caller::Administrator).then(|| service.one_administrator());
    let mut input = RequestInput::parse(name, body)?;
    input.region = signed_region(headers);
    action(service, input)
}

/// The region in the scope of a signature: `Credential={key}/{day}/{region}/{service}/aws4_request`.
fn signed_region(headers: &HeaderMap) -> Option<String> {
    let signature = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (_, credential) = signature.split_once("Credential=")?;
    let region = credential.split(['/', ',']).nth(2)?;
    let is_region = region.len() <= 24 && region.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    (is_region && region.contains('-')).then(|| region.to_owned())
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Exception> {
    let content_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if content_type.starts_with("application/x-amz-json-1.") {
        return Ok(());
    }
    Err(Exception::new(
        ExceptionKind::UnknownOperation,
        "Content-Type must be application/x-amz-json-1.1",
    ))
}

/// Administrators sign their requests (`SigV4`). Here any key is accepted, but there must be one. A web page could
/// sign as well, so pages are refused: browsers say where they come from, SDKs and programs do not.
fn check_caller(caller: Caller, headers: &HeaderMap) -> Result<(), Exception> {
    match caller {
        Caller::Anybody => Ok(()),
        Caller::Administrator if headers.contains_key(header::ORIGIN) => Err(Exception::new(
            ExceptionKind::NotAuthorized,
            "local-pool answers administrators' operations to programs only, not to web pages",
        )),
        Caller::Administrator => {
            let signature = headers
                .get(header::AUTHORIZATION)
                .and_then(|value| value.to_str().ok());
            let signed = signature.is_some_and(|value| value.starts_with("AWS4-HMAC-SHA256 Credential="));
            let missing = || {
                Exception::new(
                    ExceptionKind::MissingAuthenticationToken,
                    "Missing Authentication Token",
                )
            };
            signed.then_some(()).ok_or_else(missing)
        }
    }
}

fn refused(exception: &Exception) -> Response {
    let name = exception.name();
    let body = json!({ "__type": name, "message": exception.message });
    error(StatusCode::BAD_REQUEST, &name, &exception.message, &body)
}

fn internal_error(operation: &str) -> Response {
    let name = match operation {
        // The youngest operations have another name for it than all others.
        "AddUserPoolClientSecret" | "DeleteUserPoolClientSecret" | "ListUserPoolClientSecrets" => {
            "InternalServerException"
        }
        _ => "InternalErrorException",
    };
    let message = "Something went wrong";
    let body = json!({ "__type": name, "message": message });
    error(StatusCode::INTERNAL_SERVER_ERROR, name, message, &body)
}

fn error(status: StatusCode, name: &str, message: &str, body: &Value) -> Response {
    let mut response = text(status, body.to_string());
    let visible: String = message
        .chars()
        .filter(|c| c.is_ascii() && !c.is_ascii_control())
        .collect();
    for (header, value) in [
        ("x-amzn-errortype", format!("{name}:")),
        ("x-amzn-errormessage", visible),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response
                .headers_mut()
                .insert(HeaderName::from_static(header), value);
        }
    }
    response
}

fn text(status: StatusCode, body: impl Into<Body>) -> Response {
    let mut response = (status, body.into()).into_response();
    let request_id = HeaderValue::from_str(&random::uuid()).expect("a UUID is ASCII");
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, AMZ_JSON);
    headers.insert(HeaderName::from_static("x-amzn-requestid"), request_id);
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    response
}

/// `OPTIONS /`: browsers ask before they call the API from another origin.
pub(crate) async fn preflight(headers: HeaderMap) -> Response {
    let mut response = StatusCode::OK.into_response();
    let asked = headers.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let answer = response.headers_mut();
    answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    answer.insert(
        header::ACCESS_CONTROL_ALLOW_METHODS,
        HeaderValue::from_static("POST"),
    );
    answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("172800"));
    if let Some(asked) = asked {
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
    }
    response
}
