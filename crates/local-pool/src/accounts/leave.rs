//! Signing out everywhere, and leaving for good.

use crate::exception::Exception;
use crate::service::Service;

/// Voids every token issued so far (API reference, `GlobalSignOut`). Browser sessions stay, as on Cognito.
pub(crate) fn sign_out_everywhere(service: &Service, pool: &str, sub: &str) -> Result<(), Exception> {
    let now = service.now();
    let edited = service
        .state()
        .users
        .edit(pool, sub, |user| user.signed_out_at = Some(now));
    edited.ok_or_else(Exception::no_user)
}

/// Deletes a user (API reference, `DeleteUser`).
pub(crate) fn delete(service: &Service, pool: &str, sub: &str) -> Result<(), Exception> {
    service
        .state()
        .users
        .remove(pool, sub)
        .map(drop)
        .ok_or_else(Exception::no_user)
}
