use leptos::prelude::*;
use serde::Deserialize as _;
use serde::de::IntoDeserializer as _;

use crate::error::{AppError, ErrorKind, RequestId};
use crate::pages::layout::Problem;
use crate::server::{query, set_status_of_report};

/// Where a plain post ends that could not be answered on its own page. The address names one of our errors and a
/// request; it holds no text of the address.
pub(crate) async fn failed_page() -> AnyView {
    let kind = query("kind").unwrap_or_default();
    let kind: Result<ErrorKind, serde::de::value::Error> =
        ErrorKind::deserialize(kind.as_str().into_deserializer());
    let request_id: Option<RequestId> = query("reference").and_then(|text| text.parse().ok());
    // No failure of ours leads to an address that names none, or that lacks the reference its text speaks of.
    let kind = kind
        .ok()
        .filter(|kind| request_id.is_some() || !speaks_of_reference(*kind));
    let kind = kind.unwrap_or(ErrorKind::NotFound);
    set_status_of_report(kind);
    view! { <Problem error=AppError { kind, request_id } /> }.into_any()
}

fn speaks_of_reference(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::Failed | ErrorKind::Misconfigured | ErrorKind::Refused | ErrorKind::SignUpClosed
    )
}
