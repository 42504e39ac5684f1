//! Where the person's data comes from.

use account::{Check, Difference, IdTokenRule, Source};
use attributes::Schema;

use crate::error::{AppError, ErrorKind};
use crate::server::{RequireOnboarded, language, limits, refuse, shows_claim_sources, user_error};

/// The page about the three ways. Values, and never a token.
pub(super) struct SourcesView {
    /// Proves that the form was rendered for this session.
    pub csrf: String,
    /// The rules of the ID token, in order.
    pub rules: Vec<(IdTokenRule, Check)>,
    /// How old the ID token is, in minutes; `None` if it cannot be trusted.
    pub age: Option<u64>,
    /// The attributes, in order of their names.
    pub rows: Vec<SourceRow>,
    /// The ways that gave no answer.
    pub unavailable: Vec<Source>,
}

/// An attribute in each way.
pub(super) struct SourceRow {
    /// Its name on the wire.
    pub name: String,
    /// What the attribute list calls it.
    pub label: Option<String>,
    /// Its values: ID token, userInfo, `GetUser`.
    pub values: [Option<String>; 3],
    /// Why they differ, or are not there.
    pub reasons: Vec<Difference>,
}

pub(super) async fn load() -> Result<SourcesView, AppError> {
    if !shows_claim_sources() {
        return Err(refuse(ErrorKind::NotFound));
    }
    let person = RequireOnboarded::of_request().await?;
    limits::count_view(&person).map_err(limits::too_often)?;
    let sources = person.account.claim_sources.ask(person.tokens()).await;
    let sources = sources.map_err(|error| user_error(&error))?;
    let labels = &person.account.schema;
    let age = sources
        .issued_at
        .map(|at| person.account.claim_sources.age_in_minutes(at));
    Ok(SourcesView {
        csrf: person.csrf(),
        rules: sources.rules,
        age,
        rows: sources
            .rows
            .into_iter()
            .map(|row| source_row(row, labels))
            .collect(),
        unavailable: sources.unavailable,
    })
}

fn source_row(row: account::SourceRow, labels: &Schema) -> SourceRow {
    let mut values = row.values;
    let sources = [Source::IdToken, Source::UserInfo, Source::GetUser];
    let label = labels
        .get(&row.name)
        .map(|attribute| attribute.label.in_language(language().code).to_owned());
    SourceRow {
        name: row.name,
        label,
        values: sources.map(|source| values.remove(&source)),
        reasons: row.reasons,
    }
}
