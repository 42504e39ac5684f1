//! What a person is asked before they go on, and what they did not want to say. It is remembered for the person, not
//! for the session: who skips a question here is not asked on their telephone either.

use std::sync::Arc;
use std::time::Duration;

use attributes::{Attribute, Schema, SkippedPrompts, UserContext, Values};
use clock::Clock;
use session_store::{BrowserId, Id, Key, RecordKind, Records, StoreError, Versioned, hash};
use signin::Session;

use crate::pending_sign_up::PendingSignUps;
use crate::profile::{self, Profile};
use crate::recovery::Reviews;
use crate::rights::MissingRights;

/// What was skipped is forgotten when nothing was skipped for this long.
const LIFETIME: Duration = Duration::from_hours(400 * 24);
/// Each lost race means that another tab wrote; more than a few at once is no person.
const MOST_TRIES: usize = 5;

/// Asks people after their sign-in. Cheap to clone.
#[derive(Clone)]
pub struct Onboarding {
    pub(crate) records: Records,
    pub(crate) clock: Clock,
    pub(crate) schema: Arc<Schema>,
    pub(crate) rights: MissingRights,
    pub(crate) reviews: Reviews,
    pub(crate) pending: PendingSignUps,
}

impl Onboarding {
    /// What to ask this person for before they go on: what is required and missing, what can be skipped and is due, and
    /// after a recovery whatever the sign-up form asked of another user.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub async fn pending_prompts(
        &self,
        session: &Session,
        profile: &Profile,
    ) -> Result<Vec<&Attribute>, StoreError> {
        let at_most = self.prompts_after(session, profile, &SkippedPrompts::default());
        if at_most.iter().all(|attribute| attribute.is_required()) {
            return Ok(at_most);
        }
        let answers = self.answers(session).await?;
        let answers = answers.map(|loaded| loaded.value).unwrap_or_default();
        Ok(self.prompts_after(session, profile, &answers))
    }

    /// The same, of a person who has skipped so much.
    pub(crate) fn prompts_after(
        &self,
        session: &Session,
        profile: &Profile,
        answers: &SkippedPrompts,
    ) -> Vec<&Attribute> {
        let schema = &self.schema;
        let user = self.user_context(session, &profile.values);
        let mut asked = schema.pending_prompts(user, answers);
        asked.retain(|attribute| !self.rights.concern(attribute));
        if !session.is_to_review() {
            return asked;
        }
        let is_asked = |attribute: &&Attribute| {
            let can_change = attribute.lock(session.providers()).is_none();
            asked.contains(attribute) || attribute.sign_up && !attribute.authorises && can_change
        };
        schema.attributes().iter().filter(is_asked).collect()
    }

    /// Whether every attribute is there that the person must fill in.
    #[must_use]
    pub fn is_complete(&self, session: &Session, profile: &Profile) -> bool {
        let user = self.user_context(session, &profile.values);
        let mut missing = self.schema.missing_required(user).into_iter();
        !session.is_to_review() && missing.all(|attribute| self.rights.concern(attribute))
    }

    /// Remembers which of these attributes the person skipped: those that can be, and have no value. Whoever has been asked
    /// has seen what there was to review.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn note_skipped(
        &self,
        session: &Session,
        profile: &Profile,
        names: impl Iterator<Item = &String> + Clone,
    ) -> Result<(), StoreError> {
        self.reviews.finish(session).await?;
        let key = key(session);
        for attempt in 0..MOST_TRIES {
            let loaded = self.answers(session).await?;
            let version = loaded.as_ref().map(|loaded| loaded.version);
            let mut answers = loaded.map(|loaded| loaded.value).unwrap_or_default();
            let now = self.clock.now();
            let user = self.user_context(session, &profile.values);
            let schema = &self.schema;
            if !schema.note_skipped(&mut answers, names.clone(), user) {
                return Ok(());
            }
            let (records, until) = (&self.records, now + LIFETIME);
            let record = records.sealed(key, session.user(), &answers, until);
            let is_written = match version {
                Some(version) => records.replace(key, version, &answers, until).await?,
                None if attempt == 0 => records.insert_if_absent(record).await?,
                // What is in the way does not open: sealed with a key that is gone.
                None => {
                    records.upsert(record).await?;
                    true
                }
            };
            if is_written {
                return Ok(());
            }
        }
        Ok(())
    }

    /// What the sign-up form asked in this browser and was left blank counts as skipped: it is not asked again at the
    /// first sign-in. Only for the person who signed up.
    pub(crate) async fn skip_what_sign_up_left_blank(
        &self,
        browser: Option<&BrowserId>,
        session: &Session,
        profile: &Profile,
    ) -> Result<(), StoreError> {
        let Some(browser) = browser else { return Ok(()) };
        let Some(signed_up) = self.pending.find(browser).await? else {
            return Ok(());
        };
        let names = ["email", "phone_number", "preferred_username"];
        let known_as = names.iter().filter_map(|name| profile.values.get(*name));
        let is_same = known_as
            .map(String::as_str)
            .chain([session.username()])
            .any(|name| name.eq_ignore_ascii_case(&signed_up.username));
        if !is_same {
            return Ok(());
        }
        self.note_skipped(session, profile, signed_up.left_blank.iter())
            .await
    }

    /// What the attribute list must know of a person now.
    pub(crate) fn user_context<'a>(&self, session: &'a Session, values: &'a Values) -> UserContext<'a> {
        profile::user_context(session, values, self.clock.now())
    }

    async fn answers(&self, session: &Session) -> Result<Option<Versioned<SkippedPrompts>>, StoreError> {
        self.records.load(key(session)).await
    }
}

pub(crate) fn key(session: &Session) -> Key {
    let Id(user) = session.user();
    Key {
        kind: RecordKind::SkippedPrompts,
        id: hash("answers", &[&user]),
    }
}
