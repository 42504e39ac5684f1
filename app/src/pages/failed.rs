use leptos::prelude::*;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;

use super::query;
use crate::components::Problem;
use crate::error::{AppError, ErrorKind};

/// Where a plain post ends that could not be answered on its own page. The address names one of our errors and a
/// request; it holds no text that could be somebody else's.
#[component]
pub(crate) fn FailedPage() -> impl IntoView {
    let kind = query("kind").unwrap_or_default();
    let kind: Result<ErrorKind, serde::de::value::Error> =
        ErrorKind::deserialize(kind.as_str().into_deserializer());
    let kind = kind.unwrap_or(ErrorKind::Failed);
    let request_id = query("reference").and_then(|text| text.parse().ok());
    #[cfg(feature = "ssr")]
    crate::server::set_status(kind);
    view! { <Problem error=AppError { kind, request_id } /> }
}
