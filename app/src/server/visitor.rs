//! Who looks at a page, for what stands around it.

use super::identity::Identity;
use super::request::has_session_cookie;
use super::visit::{self, Found};
use super::{csrf, flows, page_path, session_cookie, set_cookie};
use crate::api::Visitor;
use crate::error::AppError;

/// Who looks at the page; never sends anybody anywhere.
pub(crate) async fn visitor() -> Result<Option<Visitor>, AppError> {
    match visit::find().await? {
        // The profile is not asked for: the header must not depend on the pool.
        Found::Session(current) => Ok(Some(Visitor { csrf: current.csrf() })),
        Found::RevokedRemotely => Ok(None),
        Found::Nothing => {
            forget_dead_cookie();
            Ok(None)
        }
    }
}

/// Who is signed in, for the header of a page that reads the person anyway: the store is not asked once more, nor the pool.
pub(crate) async fn identity() -> Option<Identity> {
    let Ok(Found::Session(current)) = visit::find().await else {
        return None;
    };
    let user = visit::user(&current).await.ok()?;
    Some(Identity::of(&user))
}

/// Whom the page for signing out asks: also while the store does not answer, which keeps nobody from signing out.
pub(crate) async fn sign_out_visitor() -> Result<Option<Visitor>, AppError> {
    match (visitor().await, session_cookie()) {
        (Err(_), Some(id)) => Ok(Some(Visitor { csrf: csrf(&id) })),
        (visitor, _) => visitor,
    }
}

/// A cookie that opens nothing is of no use. The callback is left alone: it may just be setting a new one.
fn forget_dead_cookie() {
    if has_session_cookie() && !page_path().starts_with("/logged_in") {
        set_cookie(&flows().signin.cookies.forget_session());
    }
}
