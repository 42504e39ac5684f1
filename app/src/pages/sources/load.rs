//! Where the person's data comes from.

use account::IdTokenRule;
use attributes::Schema;

use crate::api::{Difference, Source, SourceRow, SourcesView, TokenRule, Verdict};
use crate::error::AppError;
use crate::server::{RequireOnboarded, language, limits, user_error};

pub(super) async fn load() -> Result<SourcesView, AppError> {
    let person = RequireOnboarded::of_request().await?;
    limits::count_view(&person).map_err(limits::too_often)?;
    let sources = person.account.claim_sources.ask(&person.session).await;
    let sources = sources.map_err(|error| user_error(&error))?;
    let labels = &person.account.schema;
    let age = sources
        .issued_at
        .map(|at| person.account.claim_sources.age_in_minutes(at));
    Ok(SourcesView {
        csrf: person.csrf(),
        rules: sources
            .rules
            .into_iter()
            .map(|(rule, verdict)| (rule.into(), verdict.into()))
            .collect(),
        age,
        rows: sources
            .rows
            .into_iter()
            .map(|row| source_row(row, labels))
            .collect(),
        silent: sources.silent.into_iter().map(Source::from).collect(),
    })
}

fn source_row(row: account::SourceRow, labels: &Schema) -> SourceRow {
    let mut values = row.values;
    let sources = [
        account::Source::IdToken,
        account::Source::UserInfo,
        account::Source::GetUser,
    ];
    let label = labels
        .get(&row.name)
        .map(|attribute| attribute.label.in_language(language().code).to_owned());
    SourceRow {
        name: row.name,
        label,
        values: sources.map(|source| values.remove(&source)),
        reasons: row.reasons.into_iter().map(Difference::from).collect(),
    }
}

impl From<account::Difference> for Difference {
    fn from(difference: account::Difference) -> Self {
        match difference {
            account::Difference::Stale => Self::Stale,
            account::Difference::Spelling => Self::Spelling,
            account::Difference::Scope(scope) => Self::Scope(scope.to_owned()),
            account::Difference::EmptyOrUnreadable => Self::EmptyOrUnreadable,
        }
    }
}

impl From<account::Source> for Source {
    fn from(source: account::Source) -> Self {
        match source {
            account::Source::IdToken => Self::IdToken,
            account::Source::UserInfo => Self::UserInfo,
            account::Source::GetUser => Self::GetUser,
        }
    }
}

impl From<account::Verdict> for Verdict {
    fn from(verdict: account::Verdict) -> Self {
        match verdict {
            account::Verdict::Holds => Self::Holds,
            account::Verdict::Broken => Self::Broken,
            account::Verdict::NotReached => Self::NotReached,
        }
    }
}

impl From<IdTokenRule> for TokenRule {
    fn from(rule: IdTokenRule) -> Self {
        match rule {
            IdTokenRule::Format => Self::Format,
            IdTokenRule::Algorithm => Self::Algorithm,
            IdTokenRule::Key => Self::Key,
            IdTokenRule::Signature => Self::Signature,
            IdTokenRule::Issuer => Self::Issuer,
            IdTokenRule::Use => Self::Use,
            IdTokenRule::Audience => Self::Audience,
            IdTokenRule::Times => Self::Times,
            IdTokenRule::SignIn => Self::SignIn,
            IdTokenRule::Person => Self::Person,
        }
    }
}
