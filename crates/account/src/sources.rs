//! The pool's three sources of claims about a user, side by side: the claims of the ID token, userInfo, and
//! GetUser. Where they differ there is a reason, and it is named.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use attributes::{Schema, Values};
use clock::{Clock, Timestamp};
use cognito::{Error as PoolError, ExpectedNonce, IdClaims, IdTokenRule, User, UserInfo};
use signin::{Idempotency, PoolCalls, QuotaCategory, SessionCallError, SessionTokens, within_deadline};

/// What the pool says in each of its ways.
#[derive(Clone, Debug)]
pub struct Sources {
    /// Each rule of the ID token, in order, and whether it holds.
    pub rules: Vec<(IdTokenRule, Check)>,
    /// When the ID token was made: its values are of then. `None` if the token cannot be trusted.
    pub issued_at: Option<Timestamp>,
    /// One row for each attribute.
    pub rows: Vec<SourceRow>,
    /// The ways that gave no answer just now.
    pub unavailable: Vec<Source>,
}

/// Whether a rule holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Check {
    /// It does.
    Passed,
    /// It does not: nothing of the token is shown.
    Failed,
    /// A rule before it is broken.
    Skipped,
}

/// A source of claims about a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Source {
    /// The claims of the ID token.
    IdToken,
    /// The endpoint `/oauth2/userInfo`.
    UserInfo,
    /// The operation `GetUser`.
    GetUser,
}

/// One attribute in each way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRow {
    /// Its name on the wire.
    pub name: String,
    /// Its values, by way.
    pub values: BTreeMap<Source, String>,
    /// Why the ways differ, or have nothing.
    pub reasons: Vec<Difference>,
}

/// Why the ways differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The ID token is of before a change, until the next refresh.
    Stale,
    /// The ID token has a boolean or a number where the others have a string.
    Spelling,
    /// ID token and userInfo tell it with this scope only, which the app does not ask for.
    Scope(&'static str),
    /// It has no value, or the app client may not read it (`ReadAttributes`).
    EmptyOrUnreadable,
}

/// The attributes of one way.
#[derive(Clone, Debug, Default)]
struct SourceValues {
    values: Values,
    not_text: BTreeSet<String>,
}

/// Asks the pool in all its ways. Cheap to clone.
#[derive(Clone)]
pub struct ClaimSources {
    pub(crate) pool: PoolCalls,
    pub(crate) schema: Arc<Schema>,
    pub(crate) clock: Clock,
}

impl ClaimSources {
    /// How long ago something was, in whole minutes.
    #[must_use]
    pub fn age_in_minutes(&self, moment: Timestamp) -> u64 {
        self.clock.now().saturating_since(moment).as_secs() / 60
    }

    /// Asks in all three ways.
    ///
    /// # Errors
    /// What ends all ways: the session is over, its password was reset, or the store fails.
    pub async fn ask(&self, tokens: SessionTokens<'_>) -> Result<Sources, SessionCallError> {
        within_deadline(self.ask_all(tokens)).await
    }

    async fn ask_all(&self, mut tokens: SessionTokens<'_>) -> Result<Sources, SessionCallError> {
        let (cognito, subject) = (self.pool.cognito(), tokens.session().subject().clone());
        let read_user_info = async |token| cognito.user_info(&token, &subject).await;
        let user_info = tokens
            .with_access_token(QuotaCategory::Read, Idempotency::Idempotent, read_user_info)
            .await;
        let read_user = async |token| cognito.get_user(&token).await;
        let user = tokens
            .with_access_token(QuotaCategory::Read, Idempotency::Idempotent, read_user)
            .await;
        // Last, because the calls may have brought a new one.
        let id_token = tokens.id_token().await?;
        let claims = cognito
            .verify_id_token(&id_token, ExpectedNonce::NotChecked)
            .await;

        let told: BTreeMap<_, _> = [
            (Source::IdToken, claims.as_ref().ok().map(SourceValues::from)),
            (Source::UserInfo, answer(user_info)?.map(SourceValues::from)),
            (Source::GetUser, answer(user)?.map(SourceValues::from)),
        ]
        .into_iter()
        .filter_map(|(source, told)| Some((source, told?)))
        .collect();
        let wanted = self
            .schema
            .attributes()
            .iter()
            .map(|attribute| attribute.name.as_str());
        let unavailable = [Source::IdToken, Source::UserInfo, Source::GetUser];
        Ok(Sources {
            rules: evaluate(claims.as_ref().err()),
            issued_at: claims.as_ref().ok().map(|claims| claims.issued_at),
            rows: compare(&told, wanted, &cognito.config().scopes),
            unavailable: unavailable
                .into_iter()
                .filter(|source| !told.contains_key(source))
                .collect(),
        })
    }
}

/// A way that fails leaves its column empty; only what ends all ways ends it all.
fn answer<T>(outcome: Result<T, SessionCallError>) -> Result<Option<T>, SessionCallError> {
    match outcome {
        Ok(answer) => Ok(Some(answer)),
        Err(
            error @ (SessionCallError::Ended
            | SessionCallError::PasswordReset(_)
            | SessionCallError::Failed(_)),
        ) => Err(error),
        Err(error) => {
            tracing::warn!(
                event = "claim_source_unavailable",
                error = &error as &dyn std::error::Error,
                "a source of attributes gives no answer"
            );
            Ok(None)
        }
    }
}

/// Each rule before the broken one holds.
fn evaluate(error: Option<&PoolError>) -> Vec<(IdTokenRule, Check)> {
    let broken = match error {
        None => None,
        Some(PoolError::Token(error)) => Some(error.rule().unwrap_or(IdTokenRule::Format)),
        Some(_) => Some(IdTokenRule::Key),
    };
    let mut check = Check::Passed;
    let evaluate_one = |rule| {
        if check == Check::Failed {
            check = Check::Skipped;
        } else if Some(rule) == broken {
            check = Check::Failed;
        }
        (rule, check)
    };
    IdTokenRule::ALL.into_iter().map(evaluate_one).collect()
}

fn compare<'a>(
    told: &'a BTreeMap<Source, SourceValues>,
    wanted: impl Iterator<Item = &'a str>,
    scopes: &[String],
) -> Vec<SourceRow> {
    let told_names = told
        .values()
        .flat_map(|told| told.values.keys().map(String::as_str));
    let names: BTreeSet<&str> = told_names.chain(wanted).collect();
    let row = |name: &str| SourceRow {
        name: name.to_owned(),
        values: told
            .iter()
            .filter_map(|(source, told)| Some((*source, told.values.get(name)?.clone())))
            .collect(),
        reasons: reasons(name, told, scopes),
    };
    names.into_iter().map(row).collect()
}

fn reasons(name: &str, told: &BTreeMap<Source, SourceValues>, scopes: &[String]) -> Vec<Difference> {
    let value = |source: Source| told.get(&source).and_then(|told| told.values.get(name));
    let (token, info, user) = (
        value(Source::IdToken),
        value(Source::UserInfo),
        value(Source::GetUser),
    );
    if token.is_none() && info.is_none() && user.is_none() {
        return vec![Difference::EmptyOrUnreadable];
    }
    let mut reasons = Vec::new();
    let scope = scope_of(name);
    let lacks_scope = !scopes.iter().any(|asked| asked == scope);
    if lacks_scope && user.is_some() && (token.is_none() || info.is_none()) {
        reasons.push(Difference::Scope(scope));
    }
    let now = info.or(user);
    let has_token = told.contains_key(&Source::IdToken);
    let has_now = told.contains_key(&Source::UserInfo) || told.contains_key(&Source::GetUser);
    if has_token && has_now && token != now && !(lacks_scope && token.is_none()) {
        reasons.push(Difference::Stale);
    }
    let is_spelled_otherwise = told
        .get(&Source::IdToken)
        .is_some_and(|told| told.not_text.contains(name));
    if is_spelled_otherwise && now.is_some() {
        reasons.push(Difference::Spelling);
    }
    reasons
}

/// The scope that ID token and userInfo need to tell an attribute (Cognito developer guide, "userInfo endpoint").
/// Custom attributes come with `profile`.
fn scope_of(name: &str) -> &'static str {
    match name {
        "email" | "email_verified" => "email",
        "phone_number" | "phone_number_verified" => "phone",
        "address" => "address",
        _ => "profile",
    }
}

impl From<UserInfo> for SourceValues {
    fn from(info: UserInfo) -> Self {
        Self {
            values: info.attributes,
            not_text: info.not_text,
        }
    }
}

impl From<User> for SourceValues {
    fn from(user: User) -> Self {
        let mut values = user.attributes;
        values.remove("sub");
        Self {
            values,
            not_text: BTreeSet::new(),
        }
    }
}

impl From<&IdClaims> for SourceValues {
    fn from(claims: &IdClaims) -> Self {
        Self {
            values: claims.attributes.clone(),
            not_text: claims.not_text.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pairs: &[(&str, &str)]) -> SourceValues {
        let pair = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        SourceValues {
            values: pairs.iter().map(pair).collect(),
            not_text: BTreeSet::new(),
        }
    }

    fn reasons_for(
        name: &str,
        token: &[(&str, &str)],
        info: &[(&str, &str)],
        user: &[(&str, &str)],
    ) -> Vec<Difference> {
        let mut token = told(token);
        token.not_text.insert("email_verified".to_owned());
        let all = BTreeMap::from([
            (Source::IdToken, token),
            (Source::UserInfo, told(info)),
            (Source::GetUser, told(user)),
        ]);
        reasons(
            name,
            &all,
            &["openid".to_owned(), "email".to_owned(), "profile".to_owned()],
        )
    }

    #[test]
    fn each_difference_has_its_reason() {
        use Difference as D;
        let (old, new) = ([("custom:job_title", "Cook")], [("custom:job_title", "Chef")]);
        let verified = [("email_verified", "true")];
        let phone = [("phone_number", "+15550100")];
        assert_eq!(reasons_for("custom:job_title", &new, &new, &new), []);
        assert_eq!(reasons_for("custom:job_title", &old, &new, &new), [D::Stale]);
        assert_eq!(reasons_for("custom:job_title", &[], &new, &new), [D::Stale]);
        assert_eq!(reasons_for("custom:job_title", &old, &[], &[]), [D::Stale]);
        assert_eq!(
            reasons_for("email_verified", &verified, &verified, &verified),
            [D::Spelling]
        );
        assert_eq!(reasons_for("phone_number", &[], &[], &phone), [D::Scope("phone")]);
        assert_eq!(reasons_for("custom:none", &[], &[], &[]), [D::EmptyOrUnreadable]);
    }

    #[test]
    fn rules_after_the_broken_one_are_skipped() {
        assert!(evaluate(None).iter().all(|(_, check)| *check == Check::Passed));
        let broken = PoolError::Token(cognito::TokenError::Expired);
        let judged = evaluate(Some(&broken));
        let times = judged
            .iter()
            .position(|(rule, _)| *rule == IdTokenRule::Times)
            .unwrap();
        assert!(judged[..times].iter().all(|(_, check)| *check == Check::Passed));
        assert_eq!(judged[times].1, Check::Failed);
        assert!(
            judged[times + 1..]
                .iter()
                .all(|(_, check)| *check == Check::Skipped)
        );
    }
}
