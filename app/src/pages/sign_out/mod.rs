//! Signing out, and the public page after it.

mod logged_out;
mod logout;

use crate::error::AppError;
use crate::server::{
    flows, note_transient, redirect, redirect_within_app, session_cookie, set_cookie, set_header,
};

pub(crate) use logged_out::logged_out_page;
pub(crate) use logout::logout_page;

/// Signs out: here, and at the pool. Out of this browser in any case.
pub(crate) async fn sign_out() -> Result<(), AppError> {
    let account = flows();
    let signed_out = account.signin.sign_out.sign_out(session_cookie().as_ref()).await;
    set_cookie(&account.signin.cookies.forget_session());
    set_header("clear-site-data", "\"cache\"");
    match signed_out.location {
        _ if !signed_out.is_ended => {
            note_transient();
            redirect_within_app("/logged_out?here=unknown");
        }
        Some(location) => redirect(location.as_str()),
        None => redirect_within_app("/logged_out"),
    }
    Ok(())
}
