//! The profile: the attributes of the operator's list, with their values.

use std::collections::BTreeMap;

use account::{Account, ConsentStatus, Profile, Submission};
use attributes::{Attribute, AttributeType, Lock, Text};
use axum::Json;
use axum::extract::rejection::JsonRejection;
use serde::{Deserialize, Serialize};
use signin::Session;
use utoipa::ToSchema;

use super::caller::Caller;
use super::description::{FromOurPage, ReadErrors, WriteErrors};
use super::error::ApiError;
use super::problem::Problem;

/// The attributes of the operator's list, in its order.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ProfileView {
    /// Whether everything that is required is answered.
    complete: bool,
    attributes: Vec<AttributeView>,
}

/// An attribute and its value.
#[derive(Debug, Serialize, ToSchema)]
struct AttributeView {
    /// Its name at the pool, such as `custom:department`.
    name: String,
    /// What people call it, by language; the language is blank where one text serves all.
    label: BTreeMap<String, String>,
    /// What it holds: `String`, `Number`, `DateTime` or `Boolean`.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The values there are, if they are counted.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<String>,
    required: bool,
    /// Why this person cannot change it: `Immutable`, `Mapped` (it comes from their identity provider) or `Authorises`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    lock: Option<Lock>,
    /// As the pool has it; blank if there is none.
    value: String,
    /// What there is to agree to and what became of it, where the attribute holds a consent. `true` as its new value agrees to
    /// this version.
    #[serde(skip_serializing_if = "Option::is_none")]
    consent: Option<ConsentView>,
}

/// A consent.
#[derive(Debug, Serialize, ToSchema)]
struct ConsentView {
    /// Of the text there is now.
    version: u32,
    /// Where that text stands, by language; the language is blank where one text serves all.
    link: BTreeMap<String, String>,
    /// Whether the person agrees to this version.
    current: bool,
    /// The version they agreed to; null if they never did.
    agreed_version: Option<u32>,
    /// When they agreed (RFC 3339).
    #[schema(format = DateTime)]
    agreed_at: Option<String>,
    /// When they withdrew that (RFC 3339); null as long as it holds.
    #[schema(format = DateTime)]
    withdrawn_at: Option<String>,
}

/// Changes of a profile.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ProfileChanges {
    /// New values by attribute; null or blank takes one away. What is not named stays as it is.
    values: BTreeMap<String, Option<String>>,
    /// The values that the person was shown. With these, what was changed elsewhere meanwhile is told and not overwritten.
    #[serde(default)]
    baseline: BTreeMap<String, String>,
}

/// Shows the profile.
#[utoipa::path(
    get,
    path = "/api/profile",
    security(("session" = [])),
    responses(
        ReadErrors,
        (status = 200, body = ProfileView),
    )
)]
pub(super) async fn show(caller: Caller) -> Result<Json<ProfileView>, ApiError> {
    let Caller { account, session } = &caller;
    let profile = account.profiles.get(session).await;
    let profile = profile.map_err(|error| caller.refuse(error))?;
    Ok(Json(view(account, session, &profile)))
}

/// Changes the profile: all of the values or, if one is refused, none. Only what the app client has no right to write is
/// left out and told (`NotWritable`), and the rest is saved.
#[utoipa::path(
    patch,
    path = "/api/profile",
    security(("session" = [])),
    params(FromOurPage),
    request_body = ProfileChanges,
    responses(
        WriteErrors,
        (status = 200, description = "The profile as it is now.", body = ProfileView),
        (status = 400, description = "The body is no JSON.", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "The same values were changed elsewhere.", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Values were refused.", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too often; `retry-after` says when.", body = Problem, content_type = "application/problem+json"),
    )
)]
pub(super) async fn change(
    caller: Caller,
    body: Result<Json<ProfileChanges>, JsonRejection>,
) -> Result<Json<ProfileView>, ApiError> {
    let Json(changes) = body.map_err(ApiError::Body)?;
    let values = changes.values.into_iter();
    let submission = Submission {
        values: values
            .map(|(name, value)| (name, value.unwrap_or_default()))
            .collect(),
        baseline: changes.baseline,
    };
    let Caller { account, session } = &caller;
    let saved = account.save_profile.save(session, &submission).await;
    let profile = saved.map_err(|error| caller.refuse(error))?;
    Ok(Json(view(account, session, &profile)))
}

fn view(account: &Account, session: &Session, profile: &Profile) -> ProfileView {
    let attributes = account.schema.attributes().iter();
    let consents = account.onboarding.consents(session, profile);
    let consent_in = |name: &str| consents.iter().find(|status| status.attribute.name == name);
    let attributes = attributes.map(|attribute| AttributeView {
        consent: consent_in(&attribute.name).map(ConsentView::new),
        ..AttributeView::new(attribute, session, profile)
    });
    ProfileView {
        complete: account.onboarding.is_complete(session, profile),
        attributes: attributes.collect(),
    }
}

/// A text in each of its languages.
fn by_language(text: &Text) -> BTreeMap<String, String> {
    let languages = text.languages();
    languages
        .map(|(language, text)| (language.to_owned(), text.to_owned()))
        .collect()
}

impl ConsentView {
    fn new(status: &ConsentStatus<'_>) -> Self {
        let consent = status.consent.as_ref();
        Self {
            version: status.terms.version,
            link: by_language(&status.terms.link),
            current: status.is_current(),
            agreed_version: consent.map(|consent| consent.version),
            agreed_at: consent.map(|consent| consent.given_at.clone()),
            withdrawn_at: consent.and_then(|consent| consent.withdrawn_at.clone()),
        }
    }
}

impl AttributeView {
    fn new(attribute: &Attribute, session: &Session, profile: &Profile) -> Self {
        Self {
            name: attribute.name.clone(),
            label: by_language(&attribute.label),
            kind: match attribute.kind {
                AttributeType::String { .. } => "String",
                AttributeType::Number { .. } => "Number",
                AttributeType::DateTime { .. } => "DateTime",
                AttributeType::Boolean => "Boolean",
            },
            choices: match &attribute.kind {
                AttributeType::String { choices, .. } => {
                    choices.iter().map(|choice| choice.value.clone()).collect()
                }
                _ => Vec::new(),
            },
            required: attribute.is_required(),
            lock: attribute.lock(session.providers()),
            value: profile.values.get(&attribute.name).cloned().unwrap_or_default(),
            consent: None,
        }
    }
}
