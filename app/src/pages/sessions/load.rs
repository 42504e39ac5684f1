//! What the page of one's sessions shows.

use signin::{OwnSession, Slot};

use crate::error::AppError;
use crate::pages::sessions::view::{SessionView, SessionsView};
use crate::server::format::format_datetime;
use crate::server::visitor::identity;
use crate::server::{RequireSession, language, store_error};

pub(super) async fn load() -> Result<SessionsView, AppError> {
    let person = RequireSession::of_request().await?;
    let list = person.account.signin.own_sessions.list(&person.session);
    // Beside it, what the header says of the person: neither waits for the other.
    let (own, _) = tokio::join!(list, identity());
    let own = own.map_err(|error| store_error(&error))?;
    let now = person.account.signin.clock.now().unix_seconds();
    Ok(SessionsView {
        csrf: person.csrf(),
        sessions: own.into_iter().map(|own| view(own, now)).collect(),
        outcome: person.take_message(Slot::Sessions).await?,
    })
}

pub(super) fn view(own: OwnSession, now: i64) -> SessionView {
    SessionView {
        handle: own.handle,
        browser: own.device.browser.map(|browser| browser.name().to_owned()),
        system: own.device.system.map(|system| system.name().to_owned()),
        first: format_datetime(language(), own.signed_in_at.unix_seconds(), now),
        last: format_datetime(language(), own.used_at.unix_seconds(), now),
        is_this: own.is_this,
    }
}
