//! Idempotent forms: a plain form that was shown once has one outcome, and a repeated post gets that outcome, also from
//! another process. A double click posts twice, and the browser shows the answer to the second post only.
//!
//! The first post holds a lease while it runs and keeps its outcome before the lease is released. A repeated post waits
//! for one of the two. If the process of the first one dies, its lease expires and the repeated post runs.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use clock::Clock;
use serde::{Deserialize, Serialize};
use session_store::{DeadlineExceeded, Id, Key, LeaseGuard, Leases, RecordKind, Records, StoreError, hash};
use tracing::Instrument as _;

use crate::background::{Background, outcome};
use crate::csrf::Csrf;
use crate::messages::{LeftMessage, Messages};

/// Long enough for "back" and another press, short enough that what a message holds does not lie about.
const KEPT: Duration = Duration::from_mins(10);

/// The lease for doing what a plain form asks for.
const POST_FORM: &str = "post form";

/// One content of one rendered form. What is corrected and posted again is another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostedForm(Id);

/// What a post came to: where its answer led, and the message that waits there.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormOutcome {
    /// The headers of the redirect, lower-case names first.
    pub headers: Vec<(String, String)>,
    /// What the next page shows once.
    pub message: Option<LeftMessage>,
}

/// The answer to a post.
#[derive(Debug)]
pub enum Once<T> {
    /// It was the first: this is what it answered.
    First(T),
    /// The same form was posted before and came to this.
    Repeated(FormOutcome),
}

/// The first post is still under way after its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the same form is still being worked on")]
pub struct StillUnderWay;

/// Why a lease was not acquired.
enum Waiting {
    DeadlineExceeded,
    Store(StoreError),
}

impl fmt::Debug for FormOutcome {
    /// Cookies, addresses and what people typed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormOutcome([redacted])")
    }
}

/// Answers repeated posts. Cheap to clone.
#[derive(Clone)]
pub struct PostedForms {
    pub(crate) records: Records,
    pub(crate) leases: Leases,
    pub(crate) clock: Clock,
    pub(crate) csrf: Csrf,
    pub(crate) messages: Messages,
    pub(crate) background: Background,
}

impl PostedForms {
    /// Names a post of a form by its path, its one-time id and the keyed hash of its content. `None` if `carried`, the
    /// form's token, has no one-time id of ours.
    ///
    /// With `any_rendering` the form may have been rendered again meanwhile: the same content from the same browser or
    /// session counts as the same form.
    #[must_use]
    pub fn posted_form(
        &self,
        path: &str,
        carried: &str,
        content: &[u8],
        any_rendering: bool,
    ) -> Option<PostedForm> {
        let token = self.csrf.token_of_one_time(carried)?;
        let shown = if any_rendering { token.as_str() } else { carried };
        // Keyed, because the content may be a password that could be guessed from a plain hash.
        let content = [b"form content:".as_slice(), content].concat();
        let content = self.records.keys().sign(&content);
        let parts = [path.as_bytes(), shown.as_bytes(), content.as_ref()];
        Some(PostedForm(hash("posted form", &parts)))
    }

    /// Runs `post`, which answers what to say and the outcome to keep (none if trying again may come to something else),
    /// or waits for the outcome of the same post before. Runs to its end even if the browser goes away.
    ///
    /// # Errors
    /// [`StillUnderWay`] if the first post takes too long. A store that fails prevents no post.
    pub async fn post_once<T: Send + 'static>(
        &self,
        form: PostedForm,
        post: impl Future<Output = (T, Option<FormOutcome>)> + Send + 'static,
    ) -> Result<Once<T>, StillUnderWay> {
        let forms = self.clone();
        let work = async move { forms.run_or_repeat(form, post).await };
        outcome(self.background.spawn(work.in_current_span())).await
    }

    async fn run_or_repeat<T>(
        &self,
        form: PostedForm,
        post: impl Future<Output = (T, Option<FormOutcome>)>,
    ) -> Result<Once<T>, StillUnderWay> {
        let mut lease = self.leases.queue(form.0, POST_FORM).await;
        match self.wait_for_outcome(form, &mut lease).await {
            Ok(None) => {}
            Ok(Some(outcome)) => {
                lease.release().await;
                return Ok(Once::Repeated(outcome));
            }
            Err(Waiting::DeadlineExceeded) => return Err(StillUnderWay),
            Err(Waiting::Store(error)) => {
                tracing::error!(
                    event = "form_outcome_unknown",
                    error = &error as &dyn Error,
                    "a form is posted without knowing whether it was posted before"
                );
            }
        }
        let (answer, outcome) = lease.run_with_heartbeat(post).await;
        if let Some(outcome) = outcome {
            self.keep_outcome(form, &outcome).await;
        }
        // Only now: who waits for the lease must find the outcome.
        lease.release().await;
        Ok(Once::First(answer))
    }

    /// Nothing if the lease is ours and there is no outcome yet.
    async fn wait_for_outcome(
        &self,
        form: PostedForm,
        lease: &mut LeaseGuard,
    ) -> Result<Option<FormOutcome>, Waiting> {
        loop {
            let outcome = self.repeat_outcome(form).await?;
            if outcome.is_some() || lease.is_held() {
                return Ok(outcome);
            }
            lease.acquire_or_wait::<Waiting>().await?;
        }
    }

    /// The outcome of a post that is over, if there was one. Its message waits for the next page once more.
    ///
    /// # Errors
    /// [`StoreError`] if the store fails.
    pub async fn repeat_outcome(&self, form: PostedForm) -> Result<Option<FormOutcome>, StoreError> {
        let kept = self.records.load::<FormOutcome>(key(form)).await?;
        let outcome = kept.map(|kept| kept.value);
        if let Some(message) = outcome.as_ref().and_then(|outcome| outcome.message.as_ref()) {
            self.messages.leave_again(message).await?;
        }
        Ok(outcome)
    }

    async fn keep_outcome(&self, form: PostedForm, outcome: &FormOutcome) {
        let (records, key) = (&self.records, key(form));
        let until = self.clock.now() + KEPT;
        if let Err(error) = records.upsert(records.sealed(key, key.id, outcome, until)).await {
            tracing::error!(
                event = "form_outcome_not_stored",
                error = &error as &dyn Error,
                "the outcome of a form could not be kept"
            );
        }
    }
}

fn key(PostedForm(id): PostedForm) -> Key {
    Key {
        kind: RecordKind::FormOutcome,
        id,
    }
}

impl From<StoreError> for Waiting {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<DeadlineExceeded> for Waiting {
    fn from(_: DeadlineExceeded) -> Self {
        Self::DeadlineExceeded
    }
}
