//! What is kept of a person, as a file that they take along: for a navigation that begins on our pages or in the browser itself,
//! never for a script (`middleware/navigation.rs`).

use std::collections::BTreeMap;
use std::sync::Arc;

use account::{Account, ConsentStatus, Source, SourceRow};
use app::{ErrorKind, RequestId};
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION};
use axum::response::{IntoResponse, Redirect, Response};
use axum::{Extension, Json};
use jiff::Timestamp;
use serde::Serialize;
use signin::extract::{RequireSession, SessionRejection};
use signin::{Act, OwnSession, SecurityEvent, Session, SessionCallError, StoreError, TooOften};

/// Where it is asked for; also where requests are sent that get no file.
const PAGE: &str = "/data";

/// All that is kept of a person.
#[derive(Serialize)]
struct Export {
    /// RFC 3339.
    exported_at: String,
    sub: String,
    username: String,
    /// Those of the sign-in, by their names in the pool; empty for a password in the pool.
    identity_providers: Vec<String>,
    attributes: Vec<Attribute>,
    /// Sources that gave no answer: what they say is missing here.
    unavailable_sources: Vec<&'static str>,
    sessions: Vec<SessionOfPerson>,
    skipped: Vec<Skipped>,
    consents: Vec<ConsentOfPerson>,
}

/// An attribute, with its value in each source that has one.
#[derive(Serialize)]
struct Attribute {
    name: String,
    values: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct SessionOfPerson {
    current: bool,
    browser: Option<&'static str>,
    system: Option<&'static str>,
    signed_in_at: String,
    used_at: String,
}

/// What was asked for and not answered.
#[derive(Serialize)]
struct Skipped {
    name: String,
    /// The version of the list that asked.
    list_version: u32,
    /// RFC 3339.
    at: String,
}

/// What was agreed to.
#[derive(Serialize)]
struct ConsentOfPerson {
    /// The attribute that holds it.
    name: String,
    required: bool,
    /// The version that is asked for now, and its text by language; the language is blank where one serves all.
    current_version: u32,
    links: BTreeMap<String, String>,
    /// The version that was agreed to.
    version: u32,
    /// RFC 3339.
    given_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    withdrawn_at: Option<String>,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
enum ExportError {
    #[error("too often")]
    TooOften,
    #[error(transparent)]
    Pool(#[from] SessionCallError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<TooOften> for ExportError {
    fn from(_: TooOften) -> Self {
        Self::TooOften
    }
}

pub(crate) async fn download(
    State(account): State<Arc<Account>>,
    Extension(id): Extension<RequestId>,
    headers: HeaderMap,
    session: Result<RequireSession, SessionRejection>,
) -> Response {
    if is_from_another_site(&headers) {
        // It could not read the file, but put it on the person's disk, and a line into the security log.
        return Redirect::to(PAGE).into_response();
    }
    let Ok(RequireSession { session, .. }) = session else {
        // The page asks to sign in, or says what is wrong.
        return Redirect::to(PAGE).into_response();
    };
    match collect(&account, &session).await {
        Ok(export) => {
            let line = account.signin.security.event(SecurityEvent::DataExport);
            line.of(&session).done("downloaded");
            let file = (CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"");
            ([file, (CACHE_CONTROL, "no-store")], Json(export)).into_response()
        }
        Err(error) => {
            let kind = kind(&error);
            tracing::warn!(
                event = "data_not_exported",
                error = &error as &dyn std::error::Error,
                "the data of a person could not be exported"
            );
            Redirect::to(&format!("/failed?kind={kind:?}&reference={id}&return_to=%2Fdata")).into_response()
        }
    }
}

/// Whether a page of another site leads here, by what the browser says (Fetch Metadata). Older ones say nothing.
fn is_from_another_site(headers: &HeaderMap) -> bool {
    headers
        .get_all("sec-fetch-site")
        .iter()
        .any(|site| site != "same-origin" && site != "none")
}

/// What the person is told.
fn kind(error: &ExportError) -> ErrorKind {
    match error {
        ExportError::TooOften => ErrorKind::WaitAMinute,
        ExportError::Pool(SessionCallError::Ended) => ErrorKind::Ended,
        ExportError::Pool(SessionCallError::PasswordReset(_)) => ErrorKind::PasswordReset,
        ExportError::Pool(SessionCallError::Refused(_)) => ErrorKind::Refused,
        ExportError::Pool(SessionCallError::Unavailable(_)) => ErrorKind::Unavailable,
        ExportError::Pool(SessionCallError::Failed(_)) | ExportError::Store(_) => ErrorKind::StoreUnavailable,
    }
}

async fn collect(account: &Account, session: &Session) -> Result<Export, ExportError> {
    account.signin.limits.count_by_person(Act::View, session)?;
    let records = account.users.read(session).await?;
    let tokens = account.signin.tokens.of_request(session, records.tokens());
    let sources = account.claim_sources.ask(tokens).await?;
    let profile = account.users.profile(session, &records).await?;
    let consents = account.onboarding.consents(session, &profile);
    let sessions = account.signin.own_sessions.list(session).await?;
    let skipped = records.skipped().skipped.iter();
    Ok(Export {
        exported_at: written(account.signin.clock.now().unix_seconds()),
        sub: session.subject().as_str().to_owned(),
        username: session.username().to_owned(),
        identity_providers: session.providers().to_vec(),
        attributes: sources.rows.into_iter().filter_map(attribute).collect(),
        unavailable_sources: sources.unavailable.into_iter().map(name).collect(),
        sessions: sessions.iter().map(session_of_person).collect(),
        skipped: skipped
            .map(|(name, skip)| Skipped {
                name: name.clone(),
                list_version: skip.version,
                at: written(skip.at),
            })
            .collect(),
        consents: consents.into_iter().filter_map(consent).collect(),
    })
}

fn consent(status: ConsentStatus<'_>) -> Option<ConsentOfPerson> {
    let consent = status.consent?;
    let links = status.terms.link.languages();
    Some(ConsentOfPerson {
        name: status.attribute.name.clone(),
        required: status.attribute.is_required(),
        current_version: status.terms.version,
        links: links
            .map(|(language, link)| (language.to_owned(), link.to_owned()))
            .collect(),
        version: consent.version,
        given_at: consent.given_at,
        withdrawn_at: consent.withdrawn_at,
    })
}

fn attribute(row: SourceRow) -> Option<Attribute> {
    let values: BTreeMap<_, _> = row
        .values
        .into_iter()
        .map(|(source, value)| (name(source), value))
        .collect();
    (!values.is_empty()).then_some(Attribute {
        name: row.name,
        values,
    })
}

fn name(source: Source) -> &'static str {
    match source {
        Source::IdToken => "id_token",
        Source::UserInfo => "user_info",
        Source::GetUser => "get_user",
    }
}

fn session_of_person(own: &OwnSession) -> SessionOfPerson {
    SessionOfPerson {
        current: own.is_this,
        browser: own.device.browser.map(signin::Browser::name),
        system: own.device.system.map(signin::System::name),
        signed_in_at: written(own.signed_in_at.unix_seconds()),
        used_at: written(own.used_at.unix_seconds()),
    }
}

fn written(unix_seconds: i64) -> String {
    Timestamp::from_second(unix_seconds)
        .unwrap_or_default()
        .to_string()
}
