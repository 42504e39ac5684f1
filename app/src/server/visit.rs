//! Whom this request is from: read once, in at most two round trips to the store, however many parts of a page ask.

use std::sync::Arc;

use account::{Account, UserRecords};
use leptos::context::use_context;
use signin::{Session, SessionId, Waiting};
use tokio::sync::OnceCell;

use super::request::{has_session_cookie, session_cookie};
use super::{CurrentUser, flows, store_error, user_error};
use crate::error::AppError;

/// Travels in the context of each request.
#[derive(Clone, Default)]
pub(super) struct Visit(Arc<Cells>);

/// A failure is kept, too: it is logged once, and a failing store is not asked a second time.
#[derive(Default)]
struct Cells {
    found: OnceCell<Result<Found, AppError>>,
    user: OnceCell<Result<Arc<CurrentUser>, AppError>>,
    at_hand: OnceCell<Option<Arc<CurrentUser>>>,
}

/// What the session cookie leads to.
#[derive(Clone)]
pub(crate) enum Found {
    /// A live session.
    Session(Arc<CurrentSession>),
    /// One that was revoked remotely: its user must re-authenticate.
    RevokedRemotely,
    /// None. The cookie, if there is one, is of no use.
    Nothing,
}

/// A live session.
pub(crate) struct CurrentSession {
    pub account: Arc<Account>,
    pub id: SessionId,
    pub session: Session,
    /// The messages left for its pages.
    pub waiting: Waiting,
}

/// What the session cookie of this request leads to: the first round trip.
pub(crate) async fn find() -> Result<Found, AppError> {
    let Visit(cells) = visit();
    cells.found.get_or_init(look_up).await.clone()
}

/// The person behind a live session, with attributes at most a minute old: the second round trip.
pub(super) async fn user(current: &Arc<CurrentSession>) -> Result<Arc<CurrentUser>, AppError> {
    let Visit(cells) = visit();
    let load = || async {
        let records = records(current).await?;
        let profile = current.account.users.profile(&current.session, &records).await;
        let profile = profile.map_err(|error| user_error(&error))?;
        Ok(Arc::new(CurrentUser {
            current: Arc::clone(current),
            profile,
            records,
        }))
    };
    cells.user.get_or_init(load).await.clone()
}

/// The same person if this request has read them, else as last seen. Nothing is asked of the pool, and what cannot be read is no
/// failure.
pub(super) async fn user_at_hand(current: &Arc<CurrentSession>) -> Option<Arc<CurrentUser>> {
    let Visit(cells) = visit();
    if let Some(read) = cells.user.get() {
        return read.clone().ok();
    }
    let load = || async {
        let records = current.account.users.read(&current.session).await.ok()?;
        let profile = records.last_profile()?.clone();
        Some(Arc::new(CurrentUser {
            current: Arc::clone(current),
            profile,
            records,
        }))
    };
    cells.at_hand.get_or_init(load).await.clone()
}

/// The same with attributes as last seen, however long ago: for who is about to write, and reads them then anyway.
pub(super) async fn user_as_last_seen(current: Arc<CurrentSession>) -> Result<CurrentUser, AppError> {
    let records = records(&current).await?;
    let profile = current
        .account
        .users
        .last_profile(&current.session, &records)
        .await;
    Ok(CurrentUser {
        profile: profile.map_err(|error| user_error(&error))?,
        current,
        records,
    })
}

fn visit() -> Visit {
    use_context::<Visit>().expect("the server provides a `Visit` to every request")
}

async fn look_up() -> Result<Found, AppError> {
    let Some(id) = session_cookie() else {
        note_unknown_session();
        return Ok(Found::Nothing);
    };
    let account = flows();
    match account
        .signin
        .visits
        .read(&id)
        .await
        .map_err(|error| store_error(&error))?
    {
        signin::Visit::SignedIn(session, waiting) => Ok(Found::Session(Arc::new(CurrentSession {
            account,
            id,
            session,
            waiting,
        }))),
        signin::Visit::RevokedRemotely => Ok(Found::RevokedRemotely),
        signin::Visit::Unknown => {
            note_unknown_session();
            Ok(Found::Nothing)
        }
    }
}

async fn records(current: &CurrentSession) -> Result<UserRecords, AppError> {
    let records = current.account.users.read(&current.session).await;
    records.map_err(|error| store_error(&error))
}

/// Logs that the session cookie opens nothing.
fn note_unknown_session() {
    if has_session_cookie() {
        let account = flows();
        let line = account
            .signin
            .security
            .event(signin::SecurityEvent::UnknownSession);
        line.of_cookie(session_cookie().as_ref())
            .refused("no live session");
    }
}
