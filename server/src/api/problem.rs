//! How an error looks to a program: problem details (RFC 9457).

use app::RequestId;
use attributes::{FieldError, Rule, Values};
use axum::Json;
use axum::http::header::CONTENT_TYPE;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

/// The media type of a problem.
const MEDIA_TYPE: HeaderValue = HeaderValue::from_static("application/problem+json");

/// An error (RFC 9457).
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct Problem {
    /// Always `about:blank`: `error` says which one it is.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The phrase of the status.
    title: &'static str,
    /// The status of the answer.
    status: u16,
    /// A name that stays the same.
    error: &'static str,
    /// Finds the request in the log, as the header `x-request-id` of every answer does.
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
    /// The field that is there twice.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<String>,
    /// The values that were refused, each with the rule it breaks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<InvalidValue>,
    /// What was changed elsewhere meanwhile, by attribute: the value there is now, blank if it was removed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<std::collections::BTreeMap<String, String>>)]
    conflicts: Option<Values>,
}

/// A value that was refused.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct InvalidValue {
    /// The attribute, as it was sent.
    attribute: String,
    /// The rule it breaks, such as `Required`, `TooLong` or `NotAChoice`.
    rule: String,
    /// The limits of that rule, such as `{"max": 40}`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    limits: Option<Value>,
}

impl Problem {
    /// A problem of this name.
    pub fn new(status: StatusCode, error: &'static str) -> Self {
        Self {
            kind: "about:blank",
            title: status.canonical_reason().unwrap_or_default(),
            status: status.as_u16(),
            error,
            request_id: None,
            field: None,
            errors: Vec::new(),
            conflicts: None,
        }
    }

    /// The same, with the name of the request.
    pub fn of_request(mut self, id: RequestId) -> Self {
        self.request_id = Some(id.to_string());
        self
    }

    /// The same, about a field.
    pub fn about(mut self, field: Option<&str>) -> Self {
        self.field = field.map(str::to_owned);
        self
    }

    /// The same, with what is wrong with which value.
    pub fn with_errors(mut self, errors: &[FieldError]) -> Self {
        self.errors = errors.iter().map(InvalidValue::new).collect();
        self
    }

    /// The same, with what there is now.
    pub fn with_conflicts(mut self, conflicts: Values) -> Self {
        self.conflicts = Some(conflicts);
        self
    }
}

impl InvalidValue {
    fn new(error: &FieldError) -> Self {
        let (rule, limits) = parts(error.rule);
        Self {
            attribute: error.name.clone(),
            rule,
            limits,
        }
    }
}

/// The name of a rule, and its limits.
fn parts(rule: Rule) -> (String, Option<Value>) {
    match serde_json::to_value(rule) {
        Ok(Value::Object(members)) => {
            let (name, limits) = members.into_iter().next().unwrap_or_default();
            // The one rule with a name instead of limits says why: `{"reason": "Immutable"}`.
            let limits = match limits {
                Value::String(reason) => serde_json::json!({ "reason": reason }),
                limits => limits,
            };
            (name, Some(limits))
        }
        Ok(Value::String(name)) => (name, None),
        _ => (format!("{rule:?}"), None),
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        (status, [(CONTENT_TYPE, MEDIA_TYPE)], Json(self)).into_response()
    }
}

#[cfg(test)]
mod tests {
    use attributes::Lock;
    use serde_json::json;

    use super::*;

    #[test]
    fn rules_are_named_with_their_limits() {
        for (rule, name, limits) in [
            (Rule::Required, "Required", None),
            (Rule::TooLong { max: 40 }, "TooLong", Some(json!({ "max": 40 }))),
            (
                Rule::Locked(Lock::Immutable),
                "Locked",
                Some(json!({ "reason": "Immutable" })),
            ),
        ] {
            assert_eq!(parts(rule), (name.to_owned(), limits));
        }
    }
}
