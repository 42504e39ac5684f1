//! Rate limits: by client for what needs no session, by user for views and writes.

use signin::{Act, Attempt, TooOften};

use super::request::client_address;
use super::{CurrentUser, flows, respond};
use crate::error::{AppError, ErrorKind};

/// Counts an attempt of the client that sent this request.
pub(crate) fn count(attempt: Attempt) -> Result<(), AppError> {
    flows()
        .signin
        .limits
        .count_by_address(attempt, client_address())
        .map_err(too_often)
}

/// The same for what is done beside what was asked for.
pub(crate) fn is_too_often(attempt: Attempt) -> bool {
    flows()
        .signin
        .limits
        .count_by_address(attempt, client_address())
        .is_err()
}

/// Counts a write of this person.
pub(crate) fn count_write(person: &CurrentUser) -> Result<(), AppError> {
    count_act(Act::Write, person)
}

/// Counts a view of a page that asks the pool.
pub(crate) fn count_view(person: &CurrentUser) -> Result<(), TooOften> {
    person
        .account
        .signin
        .limits
        .count_by_person(Act::View, &person.session)
}

/// Counts a write in which this person may guess.
pub(crate) fn count_guess(act: Act, person: &CurrentUser) -> Result<(), AppError> {
    count_write(person)?;
    count_act(act, person)
}

fn count_act(act: Act, person: &CurrentUser) -> Result<(), AppError> {
    let counted = person.account.signin.limits.count_by_person(act, &person.session);
    counted.map_err(too_often)
}

/// Says when to come back.
pub(crate) fn too_often(TooOften(wait): TooOften) -> AppError {
    respond::refuse(match wait.as_secs() {
        0..60 => ErrorKind::WaitAMinute,
        60..900 => ErrorKind::WaitAWhile,
        _ => ErrorKind::WaitAnHour,
    })
}
