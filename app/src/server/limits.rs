//! How often one client may try what anybody can try, and one person write.

use auth::{Attempt, TooOften};

use super::request::client_address;
use super::{Person, auth, respond};
use crate::error::{AppError, ErrorKind};

/// Counts an attempt of the client that sent this request.
pub(crate) fn count(attempt: Attempt) -> Result<(), AppError> {
    auth()
        .count_by_address(attempt, client_address())
        .map_err(too_often)
}

/// Counts a write of this person.
pub(super) fn count_write(person: &Person) -> Result<(), AppError> {
    person.auth.count_write(&person.session).map_err(too_often)
}

/// Says when to come back.
pub(super) fn too_often(TooOften(wait): TooOften) -> AppError {
    respond::refuse(match wait.as_secs() {
        0..60 => ErrorKind::WaitAMinute,
        60..900 => ErrorKind::WaitAWhile,
        _ => ErrorKind::WaitAnHour,
    })
}
